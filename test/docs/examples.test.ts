import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { projectPath } from '../../src/paths';

/** An example in a docstring: whose it is, its code, and what the code prints, which stands behind it as comments. */
interface Example {
  name: string;
  code: string;
  prints: string;
}

const EXAMPLE =
  /\/\*\*(?:(?!\*\/)[\s\S])*?@example\s*\n \* ```ts\n([\s\S]*?) \* ```[\s\S]*?\*\/\s*export (?:async )?(?:function\*?|const|class) (\w+)/g;

function examplesIn(folder: string): Example[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return examplesIn(path);
    if (!entry.name.endsWith('.ts')) return [];
    return [...readFileSync(path, 'utf8').matchAll(EXAMPLE)].map(([, text = '', name = '']) => {
      const lines = text
        .trimEnd()
        .split('\n')
        .map(line => line.replace(/^ \* ?/, ''));
      const last = lines.findLastIndex(line => !line.startsWith('// '));
      const prints = lines.slice(last + 1).map(line => line.slice(3));
      return { name, code: lines.slice(0, last + 1).join('\n'), prints: prints.join('\n') };
    });
  });
}

const examples = examplesIn(projectPath('src'));
// Inside the project, so that the package is found by its name.
mkdirSync(projectPath('outputs'), { recursive: true });
const folder = mkdtempSync(projectPath('outputs', 'examples '));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the examples in docstrings fit the types, run, and print what stands behind them', async () => {
  expect(examples.length).toBeGreaterThan(15);
  expect(new Set(examples.map(({ name }) => name)).size).toBe(examples.length);
  const functions = examples.map(({ name, code }) => `${JSON.stringify(name)}: async () => {\n${code}\n},`);
  writeFileSync(
    join(folder, 'all.ts'),
    `import * as radis from 'radis-workbench';
const examples: Record<string, () => Promise<void>> = {\n${functions.join('\n')}\n};
async function run() {
  for (const [name, example] of Object.entries(examples)) {
    console.log('=== ' + name);
    await example();
  }
}
void run();
`,
  );
  // In a cell indices are not checked either.
  const options = { strict: false, rootDir: '.', outDir: 'out', declaration: false, noUnusedLocals: false };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../../tsconfig.json', compilerOptions: options, include: ['all.ts'] }),
  );
  const run = (...args: string[]) => promisify(execFile)(process.execPath, args, { cwd: folder });
  const tsc = run(projectPath('node_modules', 'typescript', 'bin', 'tsc'), '-p', folder);
  await tsc.catch(({ stdout }) => expect(stdout).toBe(''));
  const { stdout } = await run(join(folder, 'out', 'all.js'));
  const printed = Object.fromEntries(
    stdout
      .split('=== ')
      .slice(1)
      .map(part => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1).trimEnd()]),
  );
  for (const { name, prints } of examples) expect(printed[name], name).toBe(prints);
});

test('no more things are without an example than there were', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['-p', 'Object.keys(require("radis-workbench")).join()'],
    { cwd: projectPath() },
  );
  const without = stdout
    .trim()
    .split(',')
    .filter(name => !examples.some(example => example.name === name));
  // Fewer each time: who adds a thing adds its example.
  expect(without.length).toBeLessThanOrEqual(WITHOUT);
});

/** How many things of `src/index.ts` have no example yet. */
const WITHOUT = 224;
