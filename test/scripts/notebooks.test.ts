import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
// @ts-expect-error: the scripts are plain JavaScript
import { cleanNotebooks } from '../../scripts/lib/clean.mjs';
// @ts-expect-error: the scripts are plain JavaScript
import { withSolutions } from '../../scripts/lib/notebook.mjs';
// @ts-expect-error: the scripts are plain JavaScript
import { measures, unreadable } from '../../scripts/lib/readable.mjs';
// @ts-expect-error: the scripts are plain JavaScript
import { resolveSources } from '../../scripts/lib/sources.mjs';
import { temporaryFolder as scratch } from '../helpers';

const markdown = (source: string) => ({ cell_type: 'markdown', metadata: {}, source });
const code = (source: string) => ({
  ...{ cell_type: 'code', metadata: {}, source, execution_count: 1 },
  outputs: [{ output_type: 'stream', text: 'x' }],
});
const exercise = code("const answer = undefined;\nawait radis.check('won', answer);");
const solution = markdown(
  "<details><summary>Solution</summary>\n\n```ts\nconst answer = 1;\nawait radis.check('won', answer);\n```\n\n</details>",
);
const opening = markdown('# A title\n\n**Question.** What?\n\n*10 minutes, 2 exercises.*');
const ending = markdown('**What differs from the paper.** Much. **Try.** It. **Next.** Go.');
const good = {
  cells: [opening, code('await radis.showPlane(study);'), exercise, solution, exercise, solution, ending],
};

describe('a notebook with its exercises solved', () => {
  it('has the code of the solution that is folded behind each', () => {
    const { cells } = withSolutions({ cells: [exercise, solution] });
    expect(cells[0].source).toBe("const answer = 1;\nawait radis.check('won', answer);\n");
    expect(cells[1]).toEqual(solution);
  });

  it('is refused where an exercise has none', () => {
    expect(() => withSolutions({ cells: [exercise, markdown('Well.')] })).toThrow(
      'has no solution in the cell behind it',
    );
  });
});

describe('the guard of what one can read', () => {
  const problems = (...cells: object[]) => [...unreadable({ cells: [...good.cells, ...cells] })].join('\n');

  it('lets a readable notebook pass', () => {
    expect(problems()).toBe('');
    expect(measures(good)).toMatchObject({ cells: 3, exercises: 2 });
  });

  it.each([
    [code(Array(21).fill('f();').join('\n')), /a cell of 21 lines/],
    [code(`const x = '${'a'.repeat(100)}';`), /a line of 1\d\d characters/],
    [code('const f = (x: number) => {\n  a();\n  b();\n  c();\n  return x;\n};'), /function of more than 3 lines/],
    [markdown('It keeps 2.0 ± 1.3 points more.'), /a result typed into its prose/],
    [markdown('It keeps 70 % of it.'), /a result typed into its prose/],
    [markdown('word '.repeat(900)), /words of open prose/],
  ])('names what is too much', (cell, problem) => {
    expect(problems(cell)).toMatch(problem);
  });

  it('lets what is folded be long, and a function be short', () => {
    expect(problems(markdown(`<details><summary>More</summary>\n${'word '.repeat(2000)} 2 ± 1\n</details>`))).toBe('');
    expect(problems(code('const f = (x: number) => {\n  a();\n  return x;\n};\nconst g = (x: number) => x;'))).toBe('');
  });

  it('wants a question, a picture and a time at the start', () => {
    const cells = good.cells.slice(2);
    expect([...unreadable({ cells })].join('\n')).toMatch(/its title and its question[\s\S]*how many minutes/);
  });
});

describe('clean copies', () => {
  const folder = scratch();
  const [from, to] = [join(folder, 'notebooks'), join(folder, 'clean')];
  mkdirSync(from);
  const original = JSON.stringify({ cells: [code('1'), markdown('[docs](../docs/x.md) and [01](01.ipynb)')] });
  writeFileSync(join(from, 'a.ipynb'), original);

  it('show nothing yet, and their links still lead there', () => {
    expect(cleanNotebooks(from, to)).toEqual(['a.ipynb']);
    const { cells } = JSON.parse(readFileSync(join(to, 'a.ipynb'), 'utf8'));
    expect(cells[0]).toMatchObject({ outputs: [], execution_count: null, source: '1' });
    expect(cells[1].source).toBe('[docs](../../docs/x.md) and [01](01.ipynb)');
    expect(readFileSync(join(from, 'a.ipynb'), 'utf8')).toBe(original);
  });

  it('stay when somebody has worked in them', () => {
    writeFileSync(join(to, 'a.ipynb'), 'mine');
    expect(cleanNotebooks(from, to)).toEqual([]);
    expect(readFileSync(join(to, 'a.ipynb'), 'utf8')).toBe('mine');
    expect(existsSync(join(to, 'b.ipynb'))).toBe(false);
  });
});

describe('paths of a model or of texts', () => {
  it('count from where the command was typed; ids of the hub stay', () => {
    const folder = scratch();
    mkdirSync(join(folder, 'SmolLM2'));
    const env = { RADIS_MODEL: 'SmolLM2', RADIS_DATA: 'wmt/wmt19', INIT_CWD: folder };
    resolveSources(env);
    expect(env).toMatchObject({ RADIS_MODEL: join(folder, 'SmolLM2'), RADIS_DATA: 'wmt/wmt19' });
  });
});
