import type { Wordings } from './ability';
import { remembered } from './remembered';
import { parseTable, textOf } from './table';

/**
 * What is said, and the names that stand in the braces of each of its wordings, separated by spaces; one that may be missing ends
 * with a question mark, as in `thing number owner?`.
 */
export type Placeholders<S extends string = string> = Readonly<Record<S, string>>;

/**
 * The ways to say something, read from `data/world/wordings/<file>.tsv`: what is said, who uses the wording (`all`, or only a
 * `paraphrase`), and the text, in which `{…}` stands for what is filled in, and `\n` for a line break.
 *
 * @param placeholders what the file must say, and what its wordings leave to be filled in; unchecked by default
 * @throws Error naming the file and the entry when something is said in training or in paraphrases only, when a wording stands twice,
 *   when a paraphrase is in the words of training, and when an entry or a name in braces is unknown or missing
 */
export function wordingsOf<S extends string>(
  file: string,
  placeholders?: Placeholders<S>,
): Readonly<Record<S, Wordings>> {
  return read({ file, placeholders }) as Record<S, Wordings>;
}

const read = remembered(
  ({ file, placeholders }: { file: string; placeholders?: Placeholders }) =>
    parseWordings(`wordings/${file}.tsv`, textOf(`wordings/${file}.tsv`), placeholders),
  ({ file }) => file,
);

/** Reads the text of a file of wordings; see {@link wordingsOf}. */
export function parseWordings(path: string, text: string, placeholders?: Placeholders): Record<string, Wordings> {
  const rows = parseTable(path, text, ['said', 'use', 'text'], { unique: ['said', 'text'] });
  const wordings: Record<string, Wordings> = {};
  for (const { said, use, text } of rows) {
    if (use !== 'all' && use !== 'paraphrase')
      throw new Error(`${path}: ${said} has the use ${use}: write all or paraphrase`);
    wordings[said] ??= { known: [], heldOut: [] };
    wordings[said][use === 'all' ? 'known' : 'heldOut'].push(text.replaceAll('\\n', '\n'));
  }
  const trained = new Set(rows.filter(({ use }) => use === 'all').map(({ text }) => text.toLowerCase()));
  const met = rows.find(({ use, text }) => use === 'paraphrase' && trained.has(text.toLowerCase()));
  if (met) throw new Error(`${path}: ${met.said} has a paraphrase that training uses: ${met.text}`);
  for (const [said, { known, heldOut }] of Object.entries(wordings)) {
    const missing = known.length === 0 ? 'all' : heldOut.length === 0 ? 'paraphrase' : undefined;
    if (missing) throw new Error(`${path}: ${said} has no wording for ${missing}`);
  }
  if (placeholders) check(path, wordings, placeholders);
  return wordings;
}

function check(path: string, wordings: Record<string, Wordings>, placeholders: Placeholders): void {
  const absent = Object.keys(placeholders).find(said => !Object.hasOwn(wordings, said));
  if (absent !== undefined) throw new Error(`${path}: ${absent} has no wordings`);
  for (const [said, { known, heldOut }] of Object.entries(wordings)) {
    if (!Object.hasOwn(placeholders, said))
      throw new Error(
        `${path}: ${said} is nothing that is said: choose one of ${Object.keys(placeholders).join(', ')}`,
      );
    const names = placeholders[said]!.split(' ').filter(Boolean);
    const allowed = names.map(name => name.replace('?', ''));
    const required = names.filter(name => !name.endsWith('?'));
    for (const text of [...known, ...heldOut]) {
      const used = [...text.matchAll(/\{(.*?)\}/g)].map(([, name]) => name!);
      const unknown = used.find(name => !allowed.includes(name));
      if (unknown !== undefined) throw new Error(`${path}: ${said} has the unknown placeholder {${unknown}}: ${text}`);
      const missing = required.find(name => !used.includes(name));
      if (missing !== undefined) throw new Error(`${path}: ${said} has no placeholder {${missing}}: ${text}`);
    }
  }
}

/** The wording with its placeholders filled in. */
export function filled(wording: string, values: Readonly<Record<string, string | number>>): string {
  return wording.replace(/\{(\w+)\}/g, (placeholder, name: string) => String(values[name] ?? placeholder));
}
