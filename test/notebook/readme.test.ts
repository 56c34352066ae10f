import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
// @ts-expect-error: the scripts are plain JavaScript
import { runNotebook } from '../../scripts/lib/run-notebook.mjs';
import { projectPath } from '../../src/paths';

const read = (name: string) => readFileSync(projectPath(name), 'utf8');
const documents = ['README.md', 'environment.md'];

describe.each(documents)('%s', name => {
  test('names only npm scripts that there are', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const named = [...read(name).matchAll(/npm run ([\w-]+)|npm (start|test)/g)].map(
      ([, script, short]) => script ?? short,
    );
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
  });

  test('links and points only to files that there are', () => {
    const links = [...read(name).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path]) => path as string);
    const places = [...read(name).matchAll(/`((?:src|notebooks|data|test|scripts|bench|\.ci)\/[\w./-]*)`/g)].map(
      ([, path]) => path as string,
    );
    expect([...links, ...places].filter(path => !existsSync(projectPath(path)))).toEqual([]);
  });
});

test('the cell of the README runs in a notebook and shows a reference with its rationale', async () => {
  mkdirSync(projectPath('outputs'), { recursive: true });
  const folder = mkdtempSync(projectPath('outputs', 'test '));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const cell = /```ts\n([\s\S]+?)```/.exec(read('README.md'))?.[1] as string;
  const code = { cell_type: 'code', metadata: {}, outputs: [], execution_count: null };
  const cells = [
    { ...code, source: cell },
    { ...code, source: 'console.log(JSON.stringify(example));' },
  ];
  writeFileSync(join(folder, 'readme.ipynb'), JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
  const executed = await runNotebook(join(folder, 'readme.ipynb'), join(folder, 'executed.ipynb'));
  const { reference, rationale } = JSON.parse(executed.cells[1].outputs[0].text);
  expect(rationale).not.toBe('');
  expect(executed.cells[0].outputs).toHaveLength(1);
  const shown = executed.cells[0].outputs[0].data['text/plain'];
  expect(shown).toContain(reference);
  expect(shown).toContain(rationale);
});
