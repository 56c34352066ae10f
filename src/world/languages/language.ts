import type { Language } from '../../types';
import type { Concept } from '../lexicon';
import type { Sentence } from '../meaning';

/**
 * What a language must be able to do. Adding one is adding its forms in `data/world/<code>`, a file here, and a line in `index.ts`.
 */
export interface Realiser {
  code: Language;
  /** Its words have no endings: one stands in a text as a dictionary lists it, if perhaps in two parts. */
  uninflected?: true;
  /** Its name in English, as requests name it. */
  name: string;
  /** Says a sentence as it is written: with a capital and a full stop or question mark, where the script has them. */
  sentence(meaning: Sentence): string;
  /** What is written between two sentences: a space, or nothing. */
  between: string;
  /** Sentences end without a mark, so that there is none to take from a text that is left open. */
  endsUnmarked?: true;
  /** A word as a dictionary lists it. */
  dictionaryForm(concept: Concept): string;
  /** The forms of a word that its table lists, for telling whether a text quotes it. */
  forms(concept: Concept): string[];
}

/** The text with a capital first letter. */
export const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The words that are there, with a space between each two. */
export function join(words: readonly (string | undefined)[]): string {
  let text = '';
  for (const word of words) if (word) text = text === '' ? word : `${text} ${word}`;
  return text;
}
