// npm run claims: writes docs/claims.md and the picture of the README from the saved results, or says whether they are up to date.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { ensure, fail, options, root, say } from './lib/ensure.mjs';

const HELP = `Usage: npm run claims -- [options]

Writes docs/claims.md from the saved results, each claim with what came out,
and docs/plane.svg, the picture of the README.

  --check           writes nothing; fails where a file is out of date
  --help            this text`;

const values = options(HELP, { check: { type: 'boolean', default: false } });
ensure();
const { built } = await import('./lib/built.mjs');
const { claimsText, mainStudy } = await import('./lib/claims.mjs');
const radis = createRequire(import.meta.url)(join(root, 'dist', 'index.js'));
const { figureSvg, studyPlane, withHouseStyle } = radis;
const files = {
  'claims.md': claimsText(radis),
  'plane.svg': await figureSvg(withHouseStyle(studyPlane(mainStudy(radis)))),
};
for (const [name, text] of Object.entries(files)) {
  const path = join(root, 'docs', name);
  if (!values.check) {
    built('files').writeAtomic(path, text);
    say(relative(process.cwd(), path));
  } else if (!existsSync(path) || readFileSync(path, 'utf8') !== text)
    fail(`docs/${name} is out of date: run "npm run claims"`);
}
