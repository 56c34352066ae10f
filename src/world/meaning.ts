import type { Adjective, Noun, Verb } from './lexicon';

/** What a phrase is about, before any language says it. */
export type NounPhrase =
  | { name: string }
  | {
      noun: Noun;
      adjective?: Adjective;
      /** `none` is a bare plural or mass word: "bread", "apples". */
      determiner: 'definite' | 'indefinite' | 'none';
      plural: boolean;
      /** A number in front: "three apples". */
      count?: number;
      /** A symptom the person has: "the patient who has fever". */
      having?: Noun;
    };

/** When something happens; the same everywhere, so each language lists its words for it. */
export interface Time {
  en: string;
  de: string;
  tense: Tense | 'any';
  domain: string;
}

export type Tense = 'present' | 'past';
export type Modal = 'must' | 'can' | 'want';
export type Conjunction = 'because' | 'although' | 'before' | 'as soon as' | 'while';

interface ClauseBase {
  subject: NounPhrase;
  tense: Tense;
  negated: boolean;
  time?: Time;
  /** The time opens the sentence. */
  timeFirst?: boolean;
}

/** Somebody does something. */
export interface Action extends ClauseBase {
  kind: 'action';
  verb: Verb;
  object?: NounPhrase;
  recipient?: NounPhrase;
  place?: Noun;
  modal?: Modal;
  /** The object is spoken of: "the wound was stitched by the nurse". Subject and object keep their roles. */
  passive?: boolean;
  /** What it is done for, by the same person. */
  purpose?: { verb: Verb; object: NounPhrase };
}

/** Something is so. */
export interface State extends ClauseBase {
  kind: 'state';
  adjective: Adjective;
}

/** Somebody has a symptom. */
export interface Having extends ClauseBase {
  kind: 'having';
  symptom: Noun;
}

/** A medicine in a dose: "the nurse gives the patient 5 mg of morphine twice a day". */
export interface Dose extends ClauseBase {
  kind: 'dose';
  recipient: NounPhrase;
  medicine: Noun;
  milligrams: number;
  timesADay: number;
}

export type Clause = Action | State | Having | Dose;

/** One sentence: a main clause and perhaps a subordinate one. */
export interface Sentence {
  main: Clause;
  subordinate?: { conjunction: Conjunction; clause: Clause };
}

/** All words with a meaning of their own in a sentence, in the order in which they are mentioned. */
export function contentWords(sentence: Sentence): (Noun | Verb | Adjective)[] {
  const words: (Noun | Verb | Adjective)[] = [];
  const phrase = (np?: NounPhrase) => {
    if (np === undefined || 'name' in np) return;
    if (np.adjective) words.push(np.adjective);
    words.push(np.noun);
    if (np.having) words.push(np.having);
  };
  for (const clause of [sentence.main, sentence.subordinate?.clause]) {
    if (clause === undefined) continue;
    phrase(clause.subject);
    if (clause.kind === 'state') words.push(clause.adjective);
    if (clause.kind === 'having') words.push(clause.symptom);
    if (clause.kind === 'dose') {
      phrase(clause.recipient);
      words.push(clause.medicine);
    }
    if (clause.kind === 'action') {
      words.push(clause.verb);
      phrase(clause.recipient);
      phrase(clause.object);
      if (clause.place) words.push(clause.place);
      if (clause.purpose) {
        words.push(clause.purpose.verb);
        phrase(clause.purpose.object);
      }
    }
  }
  return [...new Set(words)];
}
