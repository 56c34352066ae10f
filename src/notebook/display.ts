import { sep } from 'node:path';
import { plainValue } from './plain';

/** One output in several forms, by mime type; each viewer shows the richest form it knows. */
export type MimeBundle = Record<string, unknown>;

type Writer = (
  content: { data: MimeBundle; metadata: object; transient: { display_id: string } },
  update: boolean,
) => void;

let count = 0;

/** An output that can be shown again in another state, in the same place. */
export interface Display {
  show(bundle: MimeBundle): void;
}

/** Opens a place in the output of the running cell. Outside a notebook nothing is shown. */
export function createDisplay(): Display {
  const transient = { display_id: `radis-${process.pid}-${++count}` };
  let shown = false;
  return {
    show(bundle) {
      const data = Object.fromEntries(Object.entries(bundle).map(([type, content]) => [type, sendable(type, content)]));
      notebookWriter()?.({ data, metadata: {}, transient }, shown);
      shown = true;
    },
  };
}

/** A form of an output as Jupyter's messages carry it: JSON, in which the bytes of a picture are base64. */
const sendable = (type: string, content: unknown): unknown =>
  content instanceof Uint8Array && !type.endsWith('json')
    ? Buffer.from(content).toString('base64')
    : plainValue(content);

/** Whether this runs in a cell of a notebook. */
export const inNotebook = (): boolean => notebookWriter() !== undefined;

/** Shows one output in the running cell. */
export const show = (bundle: MimeBundle): void => createDisplay().show(bundle);

/**
 * tslab's public display functions write one mime type each; only its kernel module can write a bundle. That module is looked up, not
 * loaded: outside the kernel it is not there.
 */
function notebookWriter(): Writer | undefined {
  const suffix = ['tslab', 'dist', 'jupyter.js'].join(sep);
  const path = Object.keys(require.cache).find(name => name.endsWith(suffix));
  const kernel =
    path === undefined ? undefined : (require.cache[path]?.exports as { lastWriteDisplayData?: Writer | null });
  return kernel?.lastWriteDisplayData ?? undefined;
}
