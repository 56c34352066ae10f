import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kernel } from './kernel.mjs';

/** The form of an output that is only for the terminal. */
const PROGRESS = 'application/vnd.radis.progress+json';

/** A cell that failed. */
export class CellError extends Error {}

/**
 * Executes a notebook from top to bottom with the tslab kernel, and writes it with its outputs.
 *
 * tslab stores no `error` output, and cells that come soon after a failed one look as if they had passed: a cell counts as executed
 * only when its reply says `ok` with the next execution count. The first that does not ends the run.
 *
 * @param source path of the notebook
 * @param target where the executed notebook goes, also when a cell failed
 * @param onEvent is told `{ type: 'cell' | 'progress' | 'done', … }`
 * @throws CellError naming the cell, its first line and what went wrong
 */
export async function runNotebook(source, target, { cwd = dirname(source), onEvent = () => {}, signal } = {}) {
  const notebook = JSON.parse(readFileSync(source, 'utf8'));
  const cells = notebook.cells.filter(cell => cell.cell_type === 'code' && text(cell.source).trim() !== '');
  for (const cell of notebook.cells) {
    if (cell.cell_type === 'code') Object.assign(cell, { outputs: [], execution_count: null });
  }
  const kernel = await Kernel.start(cwd);
  const stop = () => kernel.stop();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    for (const [at, cell] of cells.entries()) {
      signal?.throwIfAborted();
      onEvent({ type: 'cell', at, total: cells.length, heading: headingOf(notebook, cell) });
      const outputs = new Outputs(progress => onEvent({ type: 'progress', at, total: cells.length, ...progress }));
      const reply = await kernel
        .execute(text(cell.source), message => outputs.add(message))
        .catch(error => ({ status: 'error', error }));
      signal?.throwIfAborted();
      Object.assign(cell, { outputs: outputs.list, execution_count: reply.execution_count ?? null });
      if (reply.status !== 'ok' || reply.execution_count !== at + 1) {
        const problem = reply.error?.message ?? outputs.stderr.trim() ?? reply.status;
        const first = text(cell.source).trim().split('\n')[0];
        throw new CellError(
          `cell ${at + 1} of ${cells.length} failed (${first})\n${problem || `status ${reply.status}`}`,
        );
      }
      onEvent({ type: 'done', at, total: cells.length, cell });
    }
  } finally {
    signal?.removeEventListener('abort', stop);
    await kernel.stop();
    notebook.metadata = {
      ...notebook.metadata,
      kernelspec: { display_name: 'TypeScript (RaDis)', language: 'typescript', name: 'radis' },
    };
    if (!signal?.aborted) writeNotebook(target, notebook);
  }
  return notebook;
}

/** Collects what a cell publishes as nbformat outputs. */
class Outputs {
  list = [];
  stderr = '';
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

  #stream({ name, text }) {
    if (name === 'stderr') this.stderr += text;
    const last = this.list.at(-1);
    if (last?.output_type === 'stream' && last.name === name) last.text += text;
    else this.list.push({ output_type: 'stream', name, text });
  }

  #display({ data, transient }) {
    const { [PROGRESS]: progress, ...shown } = data;
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
    const heading = cell_type === 'markdown' && /^#+ +(.+)$/m.exec(text(source));
    if (heading) return heading[1];
  }
  return '';
}

const text = source => (Array.isArray(source) ? source.join('') : source);

/** Writes under a temporary name, then renames: a reader never sees half a notebook. */
export function writeNotebook(path, notebook) {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(notebook, null, 1)}\n`);
  renameSync(temporary, path);
}
