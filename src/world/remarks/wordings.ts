import { remembered } from '../remembered';
import { parseTable, textOf } from '../table';
import { filled } from '../wordings';
import type { Values } from './kind';

/**
 * Whose words: the base model's `own`, or those of the `other` teacher, who says the same things and never in the same words.
 */
export type Voice = 'own' | 'other';

const voices: readonly string[] = ['own', 'other'] satisfies Voice[];

const FILE = 'wordings/explanations.tsv';

/** The wordings of everything that explanations say, by what is said and whose words they are; `{…}` stands for what is filled in. */
export const explanationWordings = (): Readonly<Record<string, Readonly<Record<Voice, readonly string[]>>>> =>
  read(FILE);

const read = remembered((file: string) => parseExplanations(file, textOf(file)));

/**
 * Reads a table of wordings: what is said, whose words they are, and the text.
 *
 * @throws Error naming the file and the entry when a voice is unknown, cannot say something, or a wording stands twice, be it in both voices
 */
export function parseExplanations(file: string, text: string): Record<string, Record<Voice, string[]>> {
  const rows = parseTable(file, text, ['said', 'voice', 'text'], { unique: ['text'] });
  const wordings: Record<string, Record<Voice, string[]>> = {};
  for (const { said, voice, text } of rows) {
    if (!voices.includes(voice)) throw new Error(`${file}: ${said} has the voice ${voice}: write own or other`);
    wordings[said] ??= { own: [], other: [] };
    wordings[said][voice as Voice].push(text);
  }
  for (const [said, { own, other }] of Object.entries(wordings)) {
    const missing = own.length === 0 ? 'own' : other.length === 0 ? 'other' : undefined;
    if (missing) throw new Error(`${file}: ${said} has no wording of the voice ${missing}`);
  }
  return wordings;
}

/**
 * The ways in which a voice says something.
 *
 * @throws Error naming what has no wordings
 */
export function wordingsFor(said: string, voice: Voice): readonly string[] {
  const found = explanationWordings()[said];
  if (found === undefined) throw new Error(`${FILE}: ${said} is missing: give it wordings of both voices`);
  return found[voice];
}

/** A sentence: a wording with its gaps filled, and a capital letter. */
export function sentence(wording: string, values: Values): string {
  const text = filled(wording, values);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What is filled in. */
export const GAP = /\{(\w+)\}/g;
