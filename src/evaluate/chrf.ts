import { asList, checkCorpus, countNgrams, type References, sumColumns } from './corpus';
import { words } from './tokenizers';

/** Settings of chrF, with sacreBLEU's defaults. */
export interface ChrfOptions {
  /** Longest character n-gram. */
  charOrder?: number;
  /** Longest word n-gram: 0 is chrF, 2 is chrF++. */
  wordOrder?: number;
  /** How much more recall weighs than precision. */
  beta?: number;
}

/**
 * chrF of a corpus, 0 to 100: the F-score of character (and word) n-grams,
 *
 *     (1 + β²) · P · R / (β² · P + R)
 *
 * with P and R averaged over the orders that both sides have. White space does not count.
 *
 * @throws Error when the corpus is empty, or hypotheses and references are not as many
 * Source: Popović 2015 and 2017; equal to sacreBLEU 2.6.
 *
 * @example
 * ```ts
 * console.log(Math.round(radis.corpusChrf(['The cat sleeps.'], ['The cat sleeps.'])));
 * // 100
 * ```
 */
export function corpusChrf(hypotheses: readonly string[], references: References, options: ChrfOptions = {}): number {
  checkCorpus(hypotheses, references);
  const rows = hypotheses.map((hypothesis, i) => chrfCounts(hypothesis, asList(references[i] as string), options));
  return chrfOfCounts(sumColumns(rows), options);
}

/** chrF of one sentence. */
export function sentenceChrf(
  hypothesis: string,
  reference: string | readonly string[],
  options: ChrfOptions = {},
): number {
  return corpusChrf([hypothesis], [reference], options);
}

/**
 * What chrF needs to know of one sentence, for each order: n-grams of the hypothesis, of the reference, and in both.
 *
 * Of several references the best one counts. The counts of a corpus are the sum of those of its sentences.
 */
export function chrfCounts(hypothesis: string, references: readonly string[], options: ChrfOptions): number[] {
  const system = allNgrams(hypothesis, options);
  const candidates = references.map(reference =>
    allNgrams(reference, options).flatMap((known, order) => {
      let matched = 0;
      let total = 0;
      for (const [ngram, count] of system[order] as Map<string, number>) {
        total += count;
        matched += Math.min(count, known.get(ngram) ?? 0);
      }
      const referenceTotal = [...known.values()].reduce((sum, count) => sum + count, 0);
      return [referenceTotal > 0 ? total : 0, referenceTotal, matched];
    }),
  );
  return candidates.reduce((best, counts) =>
    chrfOfCounts(counts, options) > chrfOfCounts(best, options) ? counts : best,
  );
}

function allNgrams(text: string, { charOrder = 6, wordOrder = 0 }: ChrfOptions): Map<string, number>[] {
  const characters = Array.from(words(text).join(''));
  const tokens = words(text).flatMap(splitPunctuation);
  return [
    ...Array.from({ length: charOrder }, (_, n) => countNgrams(characters, n + 1, '')),
    ...Array.from({ length: wordOrder }, (_, n) => countNgrams(tokens, n + 1, ' ')),
  ];
}

const PUNCTUATION = new Set('!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~');

/** Sets apart one mark at the end of a word, or else one at its start. */
function splitPunctuation(word: string): string[] {
  const characters = Array.from(word);
  if (characters.length === 1) return [word];
  if (PUNCTUATION.has(characters.at(-1) as string))
    return [characters.slice(0, -1).join(''), characters.at(-1) as string];
  if (PUNCTUATION.has(characters[0] as string)) return [characters[0] as string, characters.slice(1).join('')];
  return [word];
}

/** chrF of counts that were added up. */
export function chrfOfCounts(counts: readonly number[], { beta = 2 }: ChrfOptions): number {
  let precision = 0;
  let recall = 0;
  let orders = 0;
  for (let i = 0; i < counts.length; i += 3) {
    const [system, reference, matched] = counts.slice(i, i + 3) as [number, number, number];
    if (system === 0 || reference === 0) continue;
    precision += matched / system;
    recall += matched / reference;
    orders++;
  }
  if (precision + recall === 0) return 0;
  const [p, r] = [precision / orders, recall / orders];
  return (100 * (1 + beta ** 2) * p * r) / (beta ** 2 * p + r);
}
