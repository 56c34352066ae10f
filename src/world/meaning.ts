import {
  type Adjective,
  type Concept,
  isOneOf,
  type Name,
  type Noun,
  type Tense,
  type Time,
  type Verb,
} from './lexicon';

/** What a phrase is about, before any language says it. */
export type NounPhrase = Named | Described | Measured | Pronoun | Gap;

/** Somebody or something with a name of its own: "Anna", "Mr Weber", "Hamburg", "the Aurora". */
export interface Named {
  name: Name;
  title?: 'Mr' | 'Mrs';
}

/** A thing, with what is said of it. */
export interface Described {
  noun: Noun;
  adjective?: Adjective;
  /** `none` is a bare plural or mass word: "bread", "apples". */
  determiner: 'definite' | 'indefinite' | 'none';
  plural: boolean;
  /** How many, as a number in front: "three apples". */
  count?: number;
  /** What tells it from its like, behind it: "berth 4", "the freighter Aurora". */
  label?: number | Name;
  /** Whose it is: "the captain's cargo", "his lawyer". It takes the place of the determiner. */
  possessor?: Named | Described | Pronoun;
  /** A clause about it, in which it is the gap: "the man who stole the car". */
  relative?: Clause;
}

/** An amount in a unit, and of what: "40 tonnes of coal", "three years", "5 mg of morphine". */
export interface Measured {
  amount: number;
  unit: Noun;
  of?: Noun;
}

/** Somebody or something that was named before: "he", "it", "they". */
export interface Pronoun {
  pronoun: Named | Described;
}

/** What a relative pronoun or the question word stands for. */
export interface Gap {
  gap: true;
}

/** When something happens: a set phrase, or a point in time. */
export type When = Time | PointInTime;

/** "on Monday at 6:45 pm", "on 3 March 2019": at least one of the two is given. */
export interface PointInTime {
  day?: Time | CalendarDate;
  clock?: Clock;
}

export interface CalendarDate {
  /** 1 to 31. */
  day: number;
  /** 1 to 12. */
  month: number;
  year?: number;
}

export interface Clock {
  /** 0 to 23. */
  hour: number;
  /** 0 to 59. */
  minute: number;
}

/** "three times a day". */
export interface Frequency {
  times: number;
  per: 'day' | 'week';
}

/**
 * What is obliged, able, willing, allowed or advised. No sentence negates "must": "must not" and "muss nicht" are false friends.
 */
export type Modal = 'must' | 'can' | 'want' | 'may' | 'should';

/** When, where and why a clause holds: whatever is done or so. */
export interface Circumstances {
  time?: When;
  /** The time opens the sentence. */
  timeFirst?: boolean;
  /** Where: "in the park". */
  place?: NounPhrase;
  /** How long: "for three hours". */
  duration?: Measured;
  /** What brings it about: "because of the storm". */
  cause?: NounPhrase;
  /** By which rule: "under section 12". */
  basis?: NounPhrase;
}

interface ClauseBase extends Circumstances {
  /** In the content of a report: seen from when it is said. In every other subordinate clause: seen from now. */
  tense: Tense;
  negated: boolean;
  modal?: Modal;
}

/** Somebody does something. */
export interface Action extends ClauseBase {
  kind: 'action';
  /** Who does it, also in the passive; nobody is named in a passive without an agent. */
  subject?: NounPhrase;
  verb: Verb;
  object?: NounPhrase;
  recipient?: NounPhrase;
  /** What the verb's own preposition or case joins to it: "accuses him *of theft*". */
  complement?: NounPhrase;
  /** Where a movement starts and ends: "from Rotterdam to Hamburg". */
  from?: NounPhrase;
  to?: NounPhrase;
  frequency?: Frequency;
  /** The object is spoken of: "the wound was stitched by the nurse". Subject and object keep their roles. */
  passive?: boolean;
  /** What is said, thought or denied. */
  content?: Clause;
  /** What the subject decides to do, or the object is told to do: as the frame of the verb says. */
  infinitive?: Infinitive;
  /** What it is done for, by the same person. */
  purpose?: Infinitive;
}

/** What is to be done, by whom the clause above says. */
export type Infinitive = Pick<Action, 'verb' | 'object' | 'recipient' | 'complement' | 'from' | 'to' | 'place'>;

/** Something is so: "the hold is empty", "the channel is twelve metres deep", "the man is guilty of theft". */
export interface State extends ClauseBase {
  kind: 'state';
  subject: NounPhrase;
  adjective: Adjective;
  measure?: Measured;
  complement?: NounPhrase;
}

export type Clause = Action | State;

/**
 * Whether a clause tells what a state has come from, or in spite of what: "is tired because she has worked", but "because she worked
 * on Monday".
 */
export const isBehindState = (main: Clause, { conjunction, clause }: Subordinate): boolean =>
  (conjunction === 'because' || conjunction === 'although') &&
  main.kind === 'state' &&
  clause.kind === 'action' &&
  clause.tense === 'past' &&
  !clause.negated &&
  clause.time === undefined;

export type Conjunction =
  | 'because'
  | 'although'
  | 'before'
  | 'after'
  | 'as soon as'
  | 'while'
  | 'if'
  | 'when'
  | 'so that';

/** What a question leaves open. For `who` and `what` the main clause has a gap; for the others the circumstance is left out. */
export type Question = 'whether' | 'who' | 'what' | 'where' | 'where to' | 'when' | 'why';

/** One sentence: a main clause and perhaps a subordinate one. */
export interface Sentence {
  main: Clause;
  /** A statement without it. */
  question?: Question;
  subordinate?: Subordinate;
}

export interface Subordinate {
  conjunction: Conjunction;
  clause: Clause;
  /** It opens the sentence. */
  first?: boolean;
}

/** Whether several are spoken of. */
export function isPlural(np: NounPhrase): boolean {
  if ('pronoun' in np) return isPlural(np.pronoun);
  if ('amount' in np) return np.amount !== 1;
  return 'noun' in np && np.plural;
}

/** Whether it is somebody. */
export function isPerson(np: NounPhrase): boolean {
  if ('pronoun' in np) return isPerson(np.pronoun);
  if ('noun' in np) return np.noun.tags.includes('person');
  return 'name' in np && np.name.tags.includes('person');
}

/** Whether a person is taken up as "she". */
export const isFemale = (np: Named | Described): boolean =>
  'name' in np ? np.title === 'Mrs' || np.name.tags.includes('female') : np.noun.tags.includes('female');

/** Whether it is of several people that act as one: "the team", "the court". */
export const isGroup = (thing: Noun | Name): boolean => isOneOf(thing, ['group', 'tribunal']);

type ContentWord = Exclude<Concept, Time | Name>;

/** All words with a meaning of their own in a sentence, in the order in which they are mentioned. */
export function contentWords({ main, subordinate }: Sentence): ContentWord[] {
  const clauses = subordinate ? [main, subordinate.clause] : [main];
  // Shared words are tools of grammar, such as "have": no text is about them.
  return [...new Set(clauses.flatMap(wordsOfClause))].filter(({ domain }) => domain !== 'shared');
}

function wordsOfClause(clause: Clause): ContentWord[] {
  if (clause.kind === 'state') {
    return [
      ...wordsOf(clause.subject),
      clause.adjective,
      ...wordsOf(clause.measure, clause.complement),
      ...wordsOf(clause.place, clause.duration, clause.cause, clause.basis),
    ];
  }
  return [
    ...wordsOf(clause.subject),
    ...wordsOfInfinitive(clause),
    ...wordsOf(clause.duration, clause.cause, clause.basis),
    ...(clause.content ? wordsOfClause(clause.content) : []),
    ...(clause.infinitive ? wordsOfInfinitive(clause.infinitive) : []),
    ...(clause.purpose ? wordsOfInfinitive(clause.purpose) : []),
  ];
}

function wordsOfInfinitive({ verb, recipient, object, complement, from, to, place }: Infinitive): ContentWord[] {
  return [verb, ...wordsOf(recipient, object, complement, from, to, place)];
}

function wordsOf(...phrases: (NounPhrase | undefined)[]): ContentWord[] {
  return phrases.flatMap(np => {
    if (np === undefined || 'name' in np || 'gap' in np || 'pronoun' in np) return [];
    if ('amount' in np) return np.of ? [np.unit, np.of] : [np.unit];
    const { adjective, noun, possessor, relative } = np;
    return [
      ...(adjective ? [adjective] : []),
      noun,
      ...wordsOf(possessor),
      ...(relative ? wordsOfClause(relative) : []),
    ];
  });
}
