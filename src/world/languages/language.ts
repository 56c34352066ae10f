import type { Language } from '../../types';
import type { Sentence } from '../meaning';

/** What a language must be able to do: adding one is adding one file. */
export interface Realiser {
  code: Language;
  /** Its name in English, as requests name it. */
  name: string;
  /** Says a sentence, with capital and full stop. */
  sentence(meaning: Sentence): string;
}

/** The text with a capital first letter. */
export const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const numbers: Record<string, string[]> = {
  en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'],
  de: ['null', 'eins', 'zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun', 'zehn', 'elf', 'zwölf'],
};

/** A number up to twelve in words, as careful prose writes it; larger ones in digits. */
export function numberWord(language: Language, value: number): string {
  return numbers[language]?.[value] ?? String(value);
}
