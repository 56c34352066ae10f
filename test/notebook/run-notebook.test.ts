import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
// @ts-expect-error: the scripts are plain JavaScript
import { Kernel } from '../../scripts/lib/kernel.mjs';
// @ts-expect-error: the scripts are plain JavaScript
import { CellError, runNotebook } from '../../scripts/lib/run-notebook.mjs';
import { projectPath } from '../../src/paths';

// Inside the project, so that a notebook there finds the package by name; under outputs/, so that git never sees it.
mkdirSync(projectPath('outputs'), { recursive: true });
const folder = mkdtempSync(projectPath('outputs', 'test '));
const nested = join(folder, 'a folder', 'in it');
mkdirSync(nested, { recursive: true });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Output {
  output_type: string;
  name?: string;
  text?: string;
  data?: Record<string, unknown>;
}
interface Cell {
  cell_type: string;
  source: string;
  outputs: Output[];
  execution_count: number | null;
}
interface Event {
  type: string;
  at: number;
  total: number;
  heading?: string;
  text?: string;
}

/** Runs a notebook of these cells with the real kernel: a text that starts with # is prose. */
async function run(name: string, sources: string[]) {
  const source = join(nested, `${name}.ipynb`);
  const target = join(nested, `${name} executed.ipynb`);
  const cells = sources.map(text =>
    text.startsWith('#')
      ? { cell_type: 'markdown', metadata: {}, source: text }
      : {
          cell_type: 'code',
          metadata: {},
          source: text.split(/(?<=\n)/),
          outputs: [{ output_type: 'stream', name: 'stdout', text: 'old' }],
          execution_count: 99,
        },
  );
  writeFileSync(source, JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
  const events: Event[] = [];
  let error: Error | undefined;
  const onEvent = (event: Event) => events.push(event);
  await runNotebook(source, target, { profile: 'quick', onEvent }).catch((reason: Error) => {
    error = reason;
  });
  const failed = target.replace('.ipynb', '.failed.ipynb');
  const written = JSON.parse(readFileSync(error === undefined ? target : failed, 'utf8'));
  const code = (written.cells as Cell[]).filter(cell => cell.cell_type === 'code');
  return { code, events, error, target, metadata: written.metadata };
}
type Run = Awaited<ReturnType<typeof run>>;

describe('a notebook that passes', () => {
  let result: Run;
  beforeAll(async () => {
    result = await run('passes', [
      '# The heading',
      'const six: number = 6;\nconsole.log("one");\nconsole.log("two");',
      'import { createProgress } from "radis-workbench";\nconsole.log(six * 7);',
      '## Another',
      [
        'const progress = createProgress("work", 2);',
        'progress.update(1, "half");',
        'console.log("between");',
        'progress.end("all of it");',
        'await new Promise(resolve => setTimeout(resolve, 50));',
        'console.log("after");',
      ].join('\n'),
    ]);
  });
  const streams = (cell: Cell | undefined) =>
    cell?.outputs.filter(output => output.output_type === 'stream').map(output => output.text);

  test('is executed from top to bottom, in one session', () => {
    expect(result.error).toBeUndefined();
    expect(result.code.map(cell => cell.execution_count)).toEqual([1, 2, 3]);
    expect(streams(result.code[1])).toEqual(['42\n']);
  });

  test('imports the package by name from a nested folder, and nothing else than the cell writes', () => {
    expect(result.code[1]?.outputs).toEqual([{ output_type: 'stream', name: 'stdout', text: '42\n' }]);
  });

  test('keeps outputs in their order; lines of one stream that follow each other are one output', () => {
    expect(result.code[0]?.outputs).toEqual([{ output_type: 'stream', name: 'stdout', text: 'one\ntwo\n' }]);
    expect(result.code[2]?.outputs.map(output => output.text ?? output.data?.['text/plain'])).toEqual([
      'work: all of it',
      'between\nafter\n',
    ]);
  });

  test('shows a display in its last state, in the place of the first, without what was for the terminal', () => {
    const shown = result.code[2]?.outputs.filter(output => output.output_type === 'display_data') ?? [];
    expect(shown).toHaveLength(1);
    expect(Object.keys(shown[0]?.data ?? {})).toEqual(['text/html', 'text/plain']);
  });

  test('tells its progress: each cell with the heading above it, and what the cell reports', () => {
    const steps = result.events.map(({ type, at, total, heading, text }) => [
      type,
      `${at + 1}/${total}`,
      heading ?? text,
    ]);
    expect(steps).toEqual([
      ['cell', '1/3', 'The heading'],
      ['done', '1/3', undefined],
      ['cell', '2/3', 'The heading'],
      ['done', '2/3', undefined],
      ['cell', '3/3', 'Another'],
      ['progress', '3/3', expect.stringMatching(/^work: 50 %, .*half$/)],
      ['progress', '3/3', 'work: all of it'],
      ['done', '3/3', undefined],
    ]);
  });

  test('names the kernel and the profile that ran it, and the code that its outputs belong to', () => {
    expect(result.metadata.kernelspec.name).toBe('radis');
    expect(result.metadata.radis).toEqual({ profile: 'quick', code: expect.stringMatching(/^[0-9a-f]{16}$/) });
  });
});

describe('a notebook with a cell that throws', () => {
  let result: Run;
  beforeAll(async () => {
    result = await run('throws', [
      'console.log("fine");',
      '// a comment\nthrow new Error("no such model: x");',
      'console.log("never");',
    ]);
  });

  test('is rejected with the cell, its first line and the message', () => {
    expect(result.error).toBeInstanceOf(CellError);
    expect(result.error?.message).toContain('cell 2 of 3 failed (// a comment)');
    expect(result.error?.message).toContain('no such model: x');
  });

  test('reports no later cell as run, and leaves it without outputs', () => {
    expect(result.events.map(({ type, at }) => [type, at])).toEqual([
      ['cell', 0],
      ['done', 0],
      ['cell', 1],
    ]);
    expect(result.code[2]).toMatchObject({ outputs: [], execution_count: null });
  });

  test('keeps what ran until then in a file of its own: the outputs of an earlier run stay', () => {
    expect(existsSync(result.target)).toBe(false);
    expect(result.code[0]?.outputs).toEqual([{ output_type: 'stream', name: 'stdout', text: 'fine\n' }]);
    expect(result.code[1]?.outputs[0]).toMatchObject({ output_type: 'stream', name: 'stderr' });
  });
});

test('a kernel ends with the program that started it, however that ended', async () => {
  const script = `
    const { Kernel } = await import(${JSON.stringify(pathToFileURL(projectPath('scripts/lib/kernel.mjs')))});
    const kernel = await Kernel.start(process.cwd());
    const publish = ({ type, content }) => type === 'stream' && process.stdout.write(content.text);
    await kernel.execute('console.log(process.pid)', publish);
    await kernel.execute('await new Promise(() => setInterval(() => {}, 1000))', publish);
  `;
  const runner = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = await new Promise<number>(resolve => runner.stdout.once('data', data => resolve(Number(data))));
  expect(isRunning(pid)).toBe(true);
  runner.kill('SIGKILL');
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 30_000, interval: 50 });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('files and folders that appear beside a notebook, while it runs, are nothing to its cells', async () => {
  const kernel = await Kernel.start(nested);
  try {
    const status = async (code: string) => (await kernel.execute(code, () => {})).status;
    expect(await status('import * as radis from "radis-workbench";')).toBe('ok');
    for (const name of ['first', 'second']) {
      mkdirSync(join(nested, 'node_modules', name), { recursive: true });
      writeFileSync(join(nested, 'node_modules', name, 'index.d.ts'), 'export {};');
      // What watches the disk takes a while to notice.
      await new Promise(resolve => setTimeout(resolve, 1500));
      expect(await status(`console.log(radis.counted(1, "${name}"));`)).toBe('ok');
    }
  } finally {
    await kernel.stop();
  }
});

test('an interrupt of a cell reaches the work that its progress bar shows', async () => {
  const kernel = await Kernel.start(nested);
  try {
    const printed: string[] = [];
    const publish = ({ type, content }: { type: string; content: { text: string } }) => {
      if (type === 'stream') printed.push(content.text.trim());
    };
    await kernel.execute('import * as radis from "radis-workbench";\nconsole.log(process.pid);', publish);
    const [pid] = printed.map(Number) as [number];
    const work = `
      const [running, ended] = [radis.createProgress("running", 1), radis.createProgress("ended", 1)];
      ended.end("done");
      await new Promise(resolve => setTimeout(resolve, 50));
      console.log("working");
      while (!running.signal.aborted) await new Promise(resolve => setTimeout(resolve, 10));
      (globalThis as any).stopped = !ended.signal.aborted;
    `;
    const cell = kernel.execute(work, publish);
    await vi.waitFor(() => expect(printed).toContain('working'), { timeout: 60_000, interval: 20 });
    process.kill(pid, 'SIGINT');
    await cell;
    // tslab ends the cell at once, and skips what comes soon after it; what the cell had begun ends by itself.
    await new Promise(resolve => setTimeout(resolve, 1000));
    await kernel.execute('console.log((globalThis as any).stopped);', publish);
    expect(printed.at(-1)).toBe('true');
  } finally {
    await kernel.stop();
  }
});

test('a kernel that dies is told apart from a cell that throws', async () => {
  const { error } = await run('dies', ['process.kill(process.pid, "SIGKILL");']);
  expect(error).toBeInstanceOf(CellError);
  expect(error?.message).toContain('the kernel ended (SIGKILL)');
});

test('an interruption ends the kernel and writes nothing', async () => {
  const source = join(nested, 'endless.ipynb');
  const target = join(nested, 'endless executed.ipynb');
  const cells = [
    {
      cell_type: 'code',
      metadata: {},
      source: 'await new Promise(() => setInterval(() => {}, 1000));',
      outputs: [],
      execution_count: null,
    },
  ];
  writeFileSync(source, JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
  const interruption = new AbortController();
  const onEvent = () => setTimeout(() => interruption.abort(), 200);
  await expect(runNotebook(source, target, { onEvent, signal: interruption.signal })).rejects.toThrow(/abort/i);
  expect(existsSync(target)).toBe(false);
});

describe('cells with tags, and notebooks of other makes', () => {
  const written = (name: string, content: string) => {
    const path = join(nested, name);
    writeFileSync(path, content);
    return path;
  };
  const code = (source: unknown, ...tags: string[]) => ({
    cell_type: 'code',
    metadata: { tags },
    source,
    outputs: [],
    execution_count: null,
  });

  test('one that may fail keeps its error as output, one that is to be left out does not run, and the rest does', async () => {
    const cells = [
      code("throw new Error('meant')", 'raises-exception'),
      code("throw new Error('no')", 'skip-execution'),
      { cell_type: 'raw', source: 'throw' },
      // No metadata, lines in a list.
      { cell_type: 'code', source: ['console.log(40 +\n', ' 2)'], outputs: [] },
      code("console.log('it may, but does not')", 'raises-exception'),
    ];
    const path = written('tags.ipynb', `\uFEFF${JSON.stringify({ nbformat: 4, nbformat_minor: 0, cells })}`);
    const notebook = await runNotebook(path, join(nested, 'tags executed.ipynb'), {});
    const [meant, left, , rest, fine] = notebook.cells;
    expect(meant.outputs).toMatchObject([{ output_type: 'error', ename: 'Error', evalue: 'meant' }]);
    expect(meant.outputs[0].traceback.join('\n')).toContain('Error: meant');
    expect(left).toMatchObject({ outputs: [], execution_count: null });
    expect(rest.outputs).toMatchObject([{ name: 'stdout', text: '42\n' }]);
    expect(fine.outputs).toMatchObject([{ name: 'stdout', text: 'it may, but does not\n' }]);
    expect([meant, rest, fine].map(cell => cell.execution_count)).toEqual([1, 2, 3]);
  });

  test('an error comes behind what its cell said, with its name', async () => {
    const thrown =
      'class OddError extends Error { name = "OddError" }\nconsole.error("a warning: Error: no");\nthrow new OddError("meant");';
    const cells = [
      code(thrown, 'raises-exception'),
      code('throw "a text";', 'raises-exception'),
      {
        ...code('never', 'skip-execution'),
        outputs: [{ output_type: 'stream', name: 'stdout', text: 'old' }],
        execution_count: 7,
      },
    ];
    const path = written('named.ipynb', JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }));
    const [odd, text, left] = (await runNotebook(path, join(nested, 'named executed.ipynb'), {})).cells;
    expect(odd.outputs).toMatchObject([
      { output_type: 'stream', name: 'stderr', text: 'a warning: Error: no\n' },
      { output_type: 'error', ename: 'OddError', evalue: 'meant' },
    ]);
    expect(text.outputs).toMatchObject([{ output_type: 'error', evalue: 'a text' }]);
    // As nbclient leaves it.
    expect(left).toMatchObject({ outputs: [{ text: 'old' }], execution_count: 7 });
  });

  test('a cell that may fail may not end the kernel', async () => {
    const cells = [code('process.kill(process.pid, "SIGKILL");', 'raises-exception')];
    const path = written('ends.ipynb', JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }));
    await expect(runNotebook(path, join(nested, 'never.ipynb'), {})).rejects.toThrow('the kernel ended (SIGKILL)');
  });

  test.each([
    ['{"nbformat": 3, "worksheets": []}', 'old.ipynb is of nbformat 3: open it in Jupyter and save it'],
    ['{"nbformat": 4}', 'old.ipynb is not a notebook: it has no cells'],
    ['[]', 'old.ipynb is not a notebook: it has no cells'],
    ['{"nbformat": 5, "cells": []}', 'old.ipynb is of nbformat 5: save it as nbformat 4'],
    ['{"nbformat": 4, "cells": [null]}', 'number 1 of its cells has no cell_type'],
    ['null', 'old.ipynb is not a notebook: it has no cells'],
    ['cells', 'old.ipynb is not a notebook: '],
  ])('%s is refused', async (content, sentence) => {
    await expect(runNotebook(written('old.ipynb', content), join(nested, 'never.ipynb'), {})).rejects.toThrow(sentence);
  });
});
