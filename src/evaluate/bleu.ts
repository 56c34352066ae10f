import { largest } from '../extremes';
import { asList, checkCorpus, countNgrams, type References, sumColumns } from './corpus';
import { type BleuTokenizer, bleuWords } from './tokenizers';

const ORDER = 4;

/** Settings of BLEU, with sacreBLEU's defaults. */
export interface BleuOptions {
  tokenize?: BleuTokenizer;
  lowercase?: boolean;
  /** How an order without a match counts: halved each time (`exp`), or as zero (`none`). */
  smooth?: 'exp' | 'none';
  /** Leave out orders longer than the text; for single sentences. */
  effectiveOrder?: boolean;
}

/** BLEU, and what it is made of. */
export interface BleuScore {
  /** 0 to 100. */
  score: number;
  /** Precision of 1- to 4-grams, in percent. */
  precisions: number[];
  brevityPenalty: number;
  /** Words. */
  systemLength: number;
  referenceLength: number;
  signature: string;
}

/**
 * BLEU of a corpus:
 *
 *     BP · exp(Σ_n log p_n / 4),   BP = exp(1 − r/c) when c < r, else 1
 *
 * with p_n the clipped n-gram precisions, c the length of the system's text and r that of the closest reference.
 *
 * @throws Error when the corpus is empty, or hypotheses and references are not as many
 * Source: Papineni et al. 2002; equal to sacreBLEU 2.6 (Post 2018).
 *
 * @example
 * ```ts
 * const { score } = radis.corpusBleu(['Die Katze schläft gern .'], ['Die Katze schläft gern .']);
 * console.log(Math.round(score));
 * // 100
 * ```
 */
export function corpusBleu(
  hypotheses: readonly string[],
  references: References,
  options: BleuOptions = {},
): BleuScore {
  checkCorpus(hypotheses, references);
  const rows = hypotheses.map((hypothesis, i) => bleuCounts(hypothesis, asList(references[i] as string), options));
  const { tokenize = '13a', lowercase = false, smooth = 'exp', effectiveOrder = false } = options;
  const signature = [
    `nrefs:${largest(references.map(reference => asList(reference).length))}`,
    `case:${lowercase ? 'lc' : 'mixed'}`,
    `eff:${effectiveOrder ? 'yes' : 'no'}`,
    `tok:${tokenize}`,
    `smooth:${smooth}`,
  ].join('|');
  return { ...bleuOfCounts(sumColumns(rows), options), signature };
}

/** BLEU of one sentence, with effective order as sacreBLEU's `sentence_bleu`. */
export function sentenceBleu(
  hypothesis: string,
  reference: string | readonly string[],
  options: BleuOptions = {},
): BleuScore {
  return corpusBleu([hypothesis], [reference], { effectiveOrder: true, ...options });
}

/**
 * What BLEU needs to know of one sentence: [length, closest reference length, matches of order 1-4, n-grams of order 1-4].
 *
 * The counts of a corpus are the sum of those of its sentences.
 */
export function bleuCounts(
  hypothesis: string,
  references: readonly string[],
  { tokenize = '13a', lowercase = false }: BleuOptions,
): number[] {
  const cut = (text: string) => bleuWords(lowercase ? text.toLowerCase() : text, tokenize);
  const system = cut(hypothesis);
  const targets = references.map(cut);
  const closest = targets
    .map(target => target.length)
    .reduce((best, length) => {
      const [now, before] = [Math.abs(length - system.length), Math.abs(best - system.length)];
      return now < before || (now === before && length < best) ? length : best;
    });
  const matches: number[] = [];
  const totals: number[] = [];
  for (let n = 1; n <= ORDER; n++) {
    const known = targets.map(target => countNgrams(target, n, ' '));
    let matched = 0;
    for (const [ngram, count] of countNgrams(system, n, ' ')) {
      matched += Math.min(count, largest(known.map(counts => counts.get(ngram) ?? 0)));
    }
    matches.push(matched);
    totals.push(Math.max(0, system.length - n + 1));
  }
  return [system.length, closest, ...matches, ...totals];
}

/** BLEU of counts that were added up. */
export function bleuOfCounts(
  counts: readonly number[],
  { smooth = 'exp', effectiveOrder = false }: BleuOptions,
): Omit<BleuScore, 'signature'> {
  const [systemLength, referenceLength] = counts as [number, number];
  const matches = counts.slice(2, 2 + ORDER);
  const totals = counts.slice(2 + ORDER);
  const brevityPenalty =
    systemLength >= referenceLength ? 1 : systemLength > 0 ? Math.exp(1 - referenceLength / systemLength) : 0;
  const precisions = [0, 0, 0, 0];
  let order = ORDER;
  let halving = 1;
  for (let n = 0; n < ORDER && matches.some(count => count > 0); n++) {
    if (totals[n] === 0) break;
    if (effectiveOrder) order = n + 1;
    if ((matches[n] as number) > 0) precisions[n] = (100 * (matches[n] as number)) / (totals[n] as number);
    else if (smooth === 'exp') {
      halving *= 2;
      precisions[n] = 100 / (halving * (totals[n] as number));
    }
  }
  const used = precisions.slice(0, order);
  const score = used.some(p => p === 0)
    ? 0
    : brevityPenalty * Math.exp(used.reduce((sum, p) => sum + Math.log(p), 0) / order);
  return { score, precisions, brevityPenalty, systemLength, referenceLength };
}
