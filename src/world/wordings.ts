import { readFileSync } from 'node:fs';
import { projectPath } from '../paths';
import type { Wordings } from './ability';
import { remembered } from './remembered';
import { parseTable } from './table';

/**
 * The ways to say something, read from `data/world/wordings/<file>.tsv`: what is said, who uses the wording (`all`, or only a
 * `paraphrase`), and the text, in which `{…}` stands for what is filled in.
 *
 * @throws Error naming the file and the entry when something is said in training or in paraphrases only, or when a wording stands twice
 */
export const wordingsOf: (file: string) => Readonly<Record<string, Wordings>> = remembered(readWordings);

function readWordings(file: string): Record<string, Wordings> {
  const path = `wordings/${file}.tsv`;
  const rows = parseTable(
    path,
    readFileSync(projectPath('data', 'world', 'wordings', `${file}.tsv`), 'utf8'),
    ['said', 'use', 'text'],
    { unique: ['said', 'text'] },
  );
  const wordings: Record<string, Wordings> = {};
  for (const { said, use, text } of rows) {
    if (use !== 'all' && use !== 'paraphrase')
      throw new Error(`${path}: ${said} has the use ${use}: write all or paraphrase`);
    wordings[said] ??= { known: [], heldOut: [] };
    wordings[said][use === 'all' ? 'known' : 'heldOut'].push(text);
  }
  for (const [said, { known, heldOut }] of Object.entries(wordings)) {
    const missing = known.length === 0 ? 'all' : heldOut.length === 0 ? 'paraphrase' : undefined;
    if (missing) throw new Error(`${path}: ${said} has no wording for ${missing}`);
  }
  return wordings;
}
