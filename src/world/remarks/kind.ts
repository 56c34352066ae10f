import type { Language } from '../../types';
import type { Sentence } from '../meaning';
import type { GlossaryEntry } from '../translations';

/** What a remark is good for. An explanation takes its remarks from different groups. */
export type Group = (typeof groups)[number];

export const groups = ['glossary', 'structure', 'fact', 'usage', 'number', 'caution'] as const;

/** What stands in the gaps of a wording, by their names. */
export type Values = Readonly<Record<string, string>>;

/** A word in English and in the language that is explained. */
export interface Word {
  en: string;
  word: string;
  language: Language;
  concept: GlossaryEntry['concept'];
}

/** A sentence of a text, with what both languages make of it. */
export interface SaidSentence {
  meaning: Sentence;
  language: Language;
  english(): string;
  said(): string;
}

/** A kind of remark: what is true of a word wherever it stands, or of the sentences of a text. */
export type Kind = { group: Group } & (
  | { ofWord(word: Word): Values | undefined; ofText?: never }
  | { ofText(text: readonly SaidSentence[]): Values[]; ofWord?: never }
);

/** Kinds of remarks by their names, which `data/world/wordings/explanations.tsv` gives words to. */
export type Kinds = Readonly<Record<string, Kind>>;

/** A kind that is told of each sentence on its own. */
export function ofSentence(group: Group, say: (sentence: SaidSentence) => Values | undefined): Kind {
  return { group, ofText: text => text.map(say).filter(values => values !== undefined) };
}

/** A kind that has nothing to fill in: it holds of a sentence, or does not. */
export const whenever = (group: Group, holds: (sentence: SaidSentence) => boolean): Kind =>
  ofSentence(group, sentence => (holds(sentence) ? {} : undefined));

/** A kind that is told of words of one part of speech. */
export function ofPart<P extends Word['concept']['kind']>(
  part: P,
  group: Group,
  say: (concept: Extract<Word['concept'], { kind: P }>, word: Word) => Values | undefined,
): Kind {
  return {
    group,
    ofWord: word => (word.concept.kind === part ? say(word.concept as never, word) : undefined),
  };
}
