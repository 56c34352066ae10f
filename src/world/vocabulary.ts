import {
  type Adjective,
  isOneOf,
  type Lexicon,
  lexicon,
  type Name,
  type Noun,
  type Tense,
  type Time,
  type Verb,
} from './lexicon';

/** The words that a sampler may use: everyday life, or a domain beside it. */
export interface Vocabulary extends Lexicon {
  domain: string;
  /** The nouns of one of the kinds, tags or nouns; shared ones, such as units, among them. */
  nounsOf(kinds: readonly string[]): Noun[];
  namesOf(kinds: readonly string[]): Name[];
  /** Times that fit the tense. */
  timesOf(tense: Tense): Time[];
}

/** The vocabulary of a domain; `known` leaves out words, such as those the base model never meets. */
export function vocabulary(
  domain: string,
  known: (concept: Noun | Verb | Adjective) => boolean = () => true,
): Vocabulary {
  const all = lexicon();
  const mine = <T extends Noun | Verb | Adjective>(concepts: T[]) =>
    concepts.filter(concept => concept.domain === domain && known(concept));
  const nouns = mine(all.nouns);
  const withShared = [...nouns, ...all.nouns.filter(noun => noun.domain === 'shared')];
  const names = all.names.filter(name => name.domain === domain);
  const times = all.times.filter(time => time.domain === domain);
  return {
    domain,
    nouns,
    verbs: mine(all.verbs),
    adjectives: mine(all.adjectives),
    times,
    names,
    nounsOf: remembered(kinds => withShared.filter(noun => isOneOf(noun, kinds))),
    namesOf: remembered(kinds => names.filter(name => isOneOf(name, kinds))),
    timesOf: tense => times.filter(time => time.tense === tense || time.tense === 'any'),
  };
}

/** The same question is asked for every sentence: the answer is kept. */
function remembered<T>(ask: (kinds: readonly string[]) => T): (kinds: readonly string[]) => T {
  const answers = new Map<string, T>();
  return kinds => {
    const key = kinds.join(' ');
    let answer = answers.get(key);
    if (answer === undefined) {
      answer = ask(kinds);
      answers.set(key, answer);
    }
    return answer;
  };
}
