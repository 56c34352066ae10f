/**
 * What is wrong with the packages of a lock file: a download address, which names a registry, or an optional package that is named and not
 * there, as when the lock file was made where another system's packages are left out. `npm ci` refuses such a file.
 *
 * @returns {string[]} a sentence for each
 */
export function lockProblems(packages) {
  const entries = Object.entries(packages);
  const addresses = entries
    .filter(([, entry]) => entry.resolved !== undefined && !entry.link)
    .map(([name]) => `${name} has a download address; keep omit-lockfile-registry-resolved in .npmrc`);
  const missing = entries.flatMap(([name, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter(wanted => !places(name, wanted).some(place => Object.hasOwn(packages, place)))
      .map(
        wanted =>
          `${wanted} is missing, which ${name || 'package.json'} names as optional; make the lock file with the packages of all systems: npm install --package-lock-only`,
      ),
  );
  return [...addresses, ...missing].map(problem => `package-lock.json: ${problem}`);
}

/** Where Node looks for a package from another one: in its own folder, and in those around it. */
function places(from, wanted) {
  const found = [];
  for (let folder = from; ; folder = folder.slice(0, folder.lastIndexOf('node_modules/')).replace(/\/$/, '')) {
    found.push(`${folder && `${folder}/`}node_modules/${wanted}`);
    if (!folder.includes('node_modules/')) break;
  }
  return found;
}
