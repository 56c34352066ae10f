import { realiser } from './languages';
import { glossary, type TranslationItem } from './translations';

/** What the quotations of an explanation are about. */
export interface Grounding {
  /** Words or phrases in quotation marks. */
  quoted: number;
  /** Those of them that stand in the text or its translation, or are forms of words that do. */
  grounded: number;
}

/**
 * Counts the quoted words of an explanation, and those that are about the text at hand: a model that explains words which are not
 * there teaches itself something else. Whether what it says of them is true is not judged.
 */
export function groundingOf(
  explanation: string,
  item: Pick<TranslationItem, 'meaning' | 'from' | 'to' | 'source' | 'reference'>,
): Grounding {
  const known = new Set(wordsOf(`${item.source} ${item.reference}`));
  const languages = [realiser(item.from), realiser(item.to)];
  for (const { source, target, concept } of glossary(item)) {
    const forms = languages.flatMap(language => language.forms(concept));
    for (const form of [source, target, ...forms]) for (const word of wordsOf(form)) known.add(word);
  }
  for (const article of ['der', 'die', 'das', 'a', 'an', 'the']) known.add(article);
  const quotes = [...explanation.matchAll(/"([^"\n]+)"/g)].map(([, quote]) => wordsOf(quote as string));
  const about = (words: string[]) => words.length > 0 && words.every(word => known.has(word));
  return { quoted: quotes.length, grounded: quotes.filter(about).length };
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
