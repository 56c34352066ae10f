import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeEach } from 'vitest';
import type { MimeBundle } from '../../src/notebook';
import { projectPath } from '../../src/paths';

/** One thing shown in a notebook. */
export interface Shown {
  data: MimeBundle;
  id: string;
  /** Whether it replaces what was shown before under the same id. */
  update: boolean;
}

/** Stands in for the tslab kernel: gives the list of what the running test has shown. */
export function recordShown(): Shown[] {
  const shown: Shown[] = [];
  const lastWriteDisplayData = (content: { data: MimeBundle; transient: { display_id: string } }, update: boolean) => {
    shown.push({ data: content.data, id: content.transient.display_id, update });
  };
  const loaded = createRequire(__filename).cache as Record<string, unknown>;
  loaded[join(projectPath('node_modules'), 'tslab', 'dist', 'jupyter.js')] = { exports: { lastWriteDisplayData } };
  beforeEach(() => {
    shown.length = 0;
  });
  return shown;
}
