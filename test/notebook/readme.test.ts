import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
// @ts-expect-error: the scripts are plain JavaScript
import { runNotebook } from '../../scripts/lib/run-notebook.mjs';
import { projectPath } from '../../src/paths';

const read = (name: string) => readFileSync(projectPath(name), 'utf8');
const documents = [
  'README.md',
  'environment.md',
  'docs/api.md',
  'docs/claims.md',
  'docs/experiments.md',
  'docs/commands.md',
  'docs/own-model.md',
  'docs/performance.md',
  'docs/play.md',
  'docs/settings.md',
  'docs/site.md',
  'docs/teaching.md',
  'docs/world.md',
];

describe.each(documents)('%s', name => {
  test('names only npm scripts that there are', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const named = [...read(name).matchAll(/npm run ([\w-]+)|npm (start|test)/g)].map(
      ([, script, short]) => script ?? short,
    );
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
  });

  test('links and points only to files that there are', () => {
    const links = [...read(name).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path]) =>
      join(dirname(name), path as string),
    );
    const places = [...read(name).matchAll(/`((?:src|notebooks|data|test|scripts|bench|\.ci)\/[\w./-]*)`/g)].map(
      ([, path]) => path as string,
    );
    expect([...links, ...places].filter(path => !existsSync(projectPath(path)))).toEqual([]);
  });
});

test('the cells of the README run in a notebook, show a reference with its rationale, and train adapters', async () => {
  mkdirSync(projectPath('outputs'), { recursive: true });
  const folder = mkdtempSync(projectPath('outputs', 'test '));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const codeOf = (name: string) =>
    [...read(name).matchAll(/```ts\n([\s\S]+?)```/g)].map(([, source]) => source as string);
  const [readme, own] = [codeOf('README.md'), codeOf('docs/own-model.md')];
  // Both open the package and the base: in one notebook once is enough.
  const sources = [...readme, ...own.map(source => source.slice(source.indexOf('const chats')))];
  const code = { cell_type: 'code', metadata: {}, outputs: [], execution_count: null };
  const cells = [
    ...sources.map(source => ({ ...code, source })),
    { ...code, source: 'console.log(JSON.stringify({ example: example, adapters: adapter.parameters.size }));' },
  ];
  writeFileSync(join(folder, 'readme.ipynb'), JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
  const executed = await runNotebook(join(folder, 'readme.ipynb'), join(folder, 'executed.ipynb'));
  expect(sources).toHaveLength(2);
  const { example, adapters } = JSON.parse(executed.cells[2].outputs[0].text);
  const { reference, rationale } = example;
  expect(rationale).not.toBe('');
  expect(executed.cells[0].outputs).toHaveLength(1);
  const shown = executed.cells[0].outputs[0].data['text/plain'];
  expect(shown).toContain(reference);
  expect(shown).toContain(rationale);
  expect(executed.cells[1].outputs[0].text).toMatch(
    /^0\.\d+ of 2\.\d+ million parameters train \(\d.*%\)\n1 \d\.\d{3}\n/,
  );
  // A and B for seven linear layers in each of four decoder layers.
  expect(adapters).toBe(2 * 7 * 4);
});

test('the cells of the document on experiments run: a study of the published runs, its tables and its picture', async () => {
  const folder = mkdtempSync(projectPath('outputs', 'test '));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const sources = [...read('docs/experiments.md').matchAll(/```ts\n([\s\S]+?)```/g)].map(
    ([, source]) => source as string,
  );
  // The last one trains for minutes: test/experiments looks at it with little.
  const cells = sources
    .slice(0, -1)
    .map(source => ({ cell_type: 'code', metadata: {}, outputs: [], execution_count: null, source }));
  const path = join(folder, 'experiments.ipynb');
  writeFileSync(path, JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
  const { cells: executed } = await runNotebook(path, join(folder, 'executed.ipynb'));
  expect(executed).toHaveLength(3);
  expect(executed[0].outputs.at(-1).data['image/svg+xml']).toContain('RaDis, λ');
  expect(executed[1].outputs.at(-1).data['text/plain']).toContain('at BLEU');
  expect(executed[2].outputs[0].text).toMatch(/^RaDis, λ = 0\.25 \d/);
});
