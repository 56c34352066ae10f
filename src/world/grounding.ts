import { realiser } from './languages';
import { glossary, type TranslationItem } from './translations';

/** What the quotations of an explanation are about. */
export interface Grounding {
  /** Words or phrases in quotation marks. */
  quoted: number;
  /** Those of them that stand in the text or its translation, or are forms of words that do. */
  grounded: number;
}

/** Words of grammar that explanations name, in the form of dictionaries: texts have them in others. */
const GRAMMAR = ['der', 'die', 'das', 'a', 'an', 'the', 'haben', 'sein', 'werden', 'sich', 'Herr'];

/**
 * Counts the quoted words of an explanation, and those that are about the text at hand: a model that explains words which are not
 * there teaches itself something else. Whether what it says of them is true is not judged.
 */
export function groundingOf(
  explanation: string,
  item: Pick<TranslationItem, 'meaning' | 'from' | 'to' | 'source' | 'reference'>,
): Grounding {
  const text = `${item.source} ${item.reference}`;
  const known = new Set(GRAMMAR.flatMap(wordsOf));
  for (const word of wordsOf(text)) known.add(word);
  const languages = [realiser(item.from), realiser(item.to)];
  for (const { source, target, concept } of glossary(item)) {
    const forms = languages.flatMap(language => language.forms(concept));
    for (const form of [source, target, ...forms]) for (const word of wordsOf(form)) known.add(word);
  }
  const quotes = [...explanation.matchAll(/"([^"\n]+)"/g)].map(([, quote]) => quote as string);
  const about = (quote: string) => {
    const words = wordsOf(quote);
    if (words.length === 0) return false;
    return words.every(word => known.has(word)) || (UNSPACED.test(quote) && text.includes(quote));
  };
  return { quoted: quotes.length, grounded: quotes.filter(about).length };
}

/** Scripts without spaces: a word is a part of what stands between two marks. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Thai}]+$/u;

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
