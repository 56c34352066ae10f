import { separator as defaultSeparator } from '../types';
import { corpusBleu } from './bleu';
import { bleuTokenizer } from './choose-tokenizer';
import { corpusChrf } from './chrf';
import type { BleuTokenizer } from './tokenizers';

/** How well translations were done. Scores are 0 to 100; shares are percentages of the answers. */
export interface TranslationScores {
  /** BLEU and chrF of the answers up to the separator: what a reader would take as the translation. */
  bleu: number;
  chrf: number;
  /** Answers that are the reference to the letter. */
  exact: number;
  /** BLEU of the answers as they stand, with whatever the model added. */
  strictBleu: number;
  /** Answers with something behind the separator. */
  explained: number;
  /** Answers with fewer sentences than the reference. */
  truncated: number;
}

/** The scores, and how they were counted. */
export interface ScoredTranslations extends TranslationScores {
  /** The settings of both BLEU scores as sacreBLEU writes them, such as `nrefs:1|case:mixed|eff:no|tok:zh|smooth:exp`. */
  signature: string;
}

/** How translations are scored. */
export interface TranslationScoring {
  /** What stands between a translation and its explanation. */
  separator?: string;
  /** How BLEU cuts words; by default as the language of the references wants it: {@link bleuTokenizer}. */
  tokenize?: BleuTokenizer;
  /** The language of the references, such as `zh`, or that of each; by default their letters tell. */
  target?: string | readonly string[];
}

/** What a reader takes as the translation: the answer up to the separator. */
export const translationOf = (answer: string, separator: string = defaultSeparator): string =>
  answer.split(separator)[0] as string;

/**
 * Scores translations by BLEU, chrF and some shares.
 *
 * @throws Error when there is nothing to score, or answers and references are not as many
 *
 * @example
 * ```ts
 * // What stands behind the blank line is an explanation, and is not scored.
 * const { exact, explained } = radis.scoreTranslations(['Ja.\n\nThat means yes.'], ['Ja.']);
 * console.log(exact, explained);
 * // 100 100
 * ```
 */
export function scoreTranslations(
  answers: readonly string[],
  references: readonly string[],
  { separator = defaultSeparator, target, tokenize = bleuTokenizer(references, target) }: TranslationScoring = {},
): ScoredTranslations {
  const cut = answers.map(answer => translationOf(answer, separator));
  const share = (holds: (i: number) => boolean) => (100 * answers.filter((_, i) => holds(i)).length) / answers.length;
  const { score: bleu, signature } = corpusBleu(cut, references, { tokenize });
  return {
    bleu,
    chrf: corpusChrf(cut, references),
    exact: share(i => cut[i] === references[i]),
    strictBleu: corpusBleu(answers, references, { tokenize }).score,
    explained: share(i => (answers[i] as string).slice(cut[i]!.length + separator.length).trim() !== ''),
    truncated: share(i => sentences(cut[i] as string) < sentences(references[i] as string)),
    signature,
  };
}

/** Sentences, counted by the marks that end them; Chinese writes no space behind its own. */
const sentences = (text: string) =>
  text.split(/[.!?]+["'“”»]?(?=\s|$)|[。！？]+[”」]?/).filter(part => part.trim() !== '').length;
