import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { built } from './built.mjs';
import { Kernel } from './kernel.mjs';
import { codeCells, codeHash, isLeftOut, mayFail, textOf, withSolutions } from './notebook.mjs';

const { writeAtomic } = built('files');
const { PROGRESS_MIME } = built('notebook/progress');

/** A cell that failed. */
export class CellError extends Error {}

/**
 * Executes a notebook from top to bottom with the tslab kernel, and writes it with its outputs.
 *
 * tslab stores no `error` output, and cells that come soon after a failed one look as if they had passed: a cell counts as executed
 * only when its reply says `ok` with the next execution count. The first that does not ends the run.
 *
 * @param source path of the notebook
 * @param target where the executed notebook goes
 * @param failed where it goes when a cell failed; by default beside the target
 * @param profile is noted in the notebook
 * @param solutions whether exercises are solved before it runs, by the solutions that stand behind them
 * @param onEvent is told `{ type: 'cell' | 'progress' | 'done', … }`
 * @throws CellError naming the cell, its first line and what went wrong
 */
export async function runNotebook(
  source,
  target,
  {
    cwd = dirname(source),
    profile,
    failed = target.replace(/(\.ipynb)?$/, '.failed.ipynb'),
    solutions = false,
    onEvent = () => {},
    signal,
  } = {},
) {
  const read = readNotebook(source);
  const notebook = solutions ? withSolutions(read) : read;
  const cells = codeCells(notebook);
  // What does not run keeps what it shows.
  for (const cell of notebook.cells) {
    cell.metadata ??= {};
    if (cell.cell_type !== 'code') continue;
    const kept = isLeftOut(cell) ? { outputs: cell.outputs ?? [], execution_count: cell.execution_count ?? null } : {};
    Object.assign(cell, { outputs: [], execution_count: null }, kept);
  }
  const kernel = await Kernel.start(cwd);
  const stop = () => kernel.stop();
  let destination = target;
  signal?.addEventListener('abort', stop, { once: true });
  try {
    for (const [at, cell] of cells.entries()) {
      signal?.throwIfAborted();
      onEvent({ type: 'cell', at, total: cells.length, heading: headingOf(notebook, cell) });
      const outputs = new Outputs(progress => onEvent({ type: 'progress', at, total: cells.length, ...progress }));
      const reply = await kernel
        .execute(textOf(cell.source), message => outputs.add(message))
        .catch(error => ({ status: 'error', error }));
      signal?.throwIfAborted();
      const ran = reply.execution_count === at + 1;
      // A cell may throw. One that ended the kernel, or never ran, is more than that.
      const meant = mayFail(cell) && reply.status === 'error' && ran;
      if (meant) outputs.toError();
      Object.assign(cell, { outputs: outputs.list, execution_count: reply.execution_count ?? null });
      // Cells that come at once behind a failed one are left out by the kernel.
      if (meant) await new Promise(resolve => setTimeout(resolve, PAUSE));
      else if (reply.status !== 'ok' || !ran) {
        const problem = reply.error?.message || outputs.stderr.trim() || `status ${reply.status}`;
        const first = textOf(cell.source).trim().split('\n')[0];
        destination = failed;
        throw new CellError(`cell ${at + 1} of ${cells.length} failed (${first})\n${problem}`);
      }
      onEvent({ type: 'done', at, total: cells.length, cell });
    }
  } finally {
    signal?.removeEventListener('abort', stop);
    await kernel.stop();
    notebook.metadata = {
      ...notebook.metadata,
      kernelspec: { display_name: 'TypeScript (RaDis)', language: 'typescript', name: 'radis' },
      radis: { ...notebook.metadata?.radis, profile, code: codeHash(notebook) },
    };
    if (!signal?.aborted) writeAtomic(destination, `${JSON.stringify(notebook, null, 1)}\n`);
  }
  return notebook;
}

/** The version of the file format that is read and written. */
const FORMAT = 4;

/** Milliseconds after a failed cell in which the kernel takes no other. */
const PAUSE = 400;

/** Collects what a cell publishes as nbformat outputs. */
class Outputs {
  list = [];
  stderr = '';
  #last = '';
  #byId = new Map();
  #onProgress;

  constructor(onProgress) {
    this.#onProgress = onProgress;
  }

  add({ type, content }) {
    if (type === 'stream') this.#stream(content);
    if (type === 'display_data' || type === 'update_display_data') this.#display(content);
    if (type === 'error') {
      this.stderr += content.traceback?.join('\n') ?? '';
      this.list.push({ output_type: 'error', ...content });
    }
  }

  /** What the kernel wrote last to the error stream, an error that is no output of its own to it, as one. */
  toError() {
    if (this.list.some(({ output_type }) => output_type === 'error')) return;
    const said = this.#last.trim();
    // Behind the place, where there is one, stands the error itself, and behind that its stack.
    const [, ename, evalue = ''] = /(?:^|\n\n)([\w$.]+)(?:: ([\s\S]*?))?\n {4}at /.exec(said) ?? ['', 'Error', said];
    const stream = this.list.findLast(({ name }) => name === 'stderr');
    if (stream) stream.text = stream.text.slice(0, stream.text.lastIndexOf(this.#last));
    this.list = this.list.filter(output => output !== stream || stream.text !== '');
    this.list.push({ output_type: 'error', ename, evalue, traceback: said.split('\n') });
  }

  #stream({ name, text }) {
    if (name === 'stderr') {
      this.stderr += text;
      this.#last = text;
    }
    const last = this.list.at(-1);
    if (last?.output_type === 'stream' && last.name === name) last.text += text;
    else this.list.push({ output_type: 'stream', name, text });
  }

  #display({ data, transient }) {
    const { [PROGRESS_MIME]: progress, ...shown } = data;
    if (progress) this.#onProgress(progress);
    const id = transient?.display_id;
    const known = this.#byId.get(id);
    if (known) known.data = shown;
    else {
      const output = { output_type: 'display_data', data: shown, metadata: {} };
      this.list.push(output);
      if (id) this.#byId.set(id, output);
    }
  }
}

/** The last heading above a cell. */
function headingOf(notebook, cell) {
  const above = notebook.cells.slice(0, notebook.cells.indexOf(cell)).reverse();
  for (const { cell_type, source } of above) {
    const heading = cell_type === 'markdown' && /^#+ +(.+)$/m.exec(textOf(source));
    if (heading) return heading[1];
  }
  return '';
}

function readNotebook(path) {
  const name = basename(path);
  let notebook;
  try {
    notebook = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Error(`${name} is not a notebook: ${error.message}`, { cause: error });
  }
  const format = notebook?.nbformat ?? (notebook?.worksheets ? 3 : FORMAT);
  if (format < FORMAT)
    throw new Error(
      `${name} is of nbformat ${format}: open it in Jupyter and save it, which makes it nbformat ${FORMAT}`,
    );
  if (format !== FORMAT) throw new Error(`${name} is of nbformat ${format}: save it as nbformat ${FORMAT}`);
  if (!Array.isArray(notebook?.cells)) throw new Error(`${name} is not a notebook: it has no cells`);
  const odd = notebook.cells.findIndex(cell => typeof cell?.cell_type !== 'string');
  if (odd >= 0) throw new Error(`${name} is not a notebook: number ${odd + 1} of its cells has no cell_type`);
  return notebook;
}
