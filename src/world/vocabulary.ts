import { domainOf } from './domains';
import { type Adjective, isOneOf, type Lexicon, lexicon, type Name, type Noun, type Tense, type Time } from './lexicon';
import { remembered } from './remembered';

/** The words that a sampler may use: those of its domain, and those that the domain borrows. */
export interface Vocabulary extends Lexicon {
  domain: string;
  /** The nouns of one of the kinds, tags or nouns; shared ones, such as units, among them. */
  nounsOf(kinds: readonly string[]): Noun[];
  namesOf(kinds: readonly string[]): Name[];
  /** Adjectives that can be said of a noun. */
  fitting(noun: Noun): Adjective[];
  /** Times that fit the tense. */
  timesOf(tense: Tense): Time[];
}

/** The vocabulary of a domain. */
export function vocabulary(domain: string): Vocabulary {
  const all = lexicon();
  const { borrowed = {} } = domainOf(domain);
  const mine = <K extends keyof Lexicon>(kind: K) => {
    const others = kind === 'verbs' ? [] : (borrowed[kind as keyof typeof borrowed] ?? []);
    const concepts: Lexicon[K][number][] = all[kind];
    return concepts.filter(word => word.domain === domain || others.includes(word.id)) as Lexicon[K];
  };
  const nouns = mine('nouns');
  const withShared = [...nouns, ...all.nouns.filter(noun => noun.domain === 'shared')];
  const names = mine('names');
  const times = mine('times');
  const adjectives = mine('adjectives');
  return {
    domain,
    nouns,
    verbs: mine('verbs'),
    adjectives,
    times,
    names,
    nounsOf: remembered(
      (kinds: readonly string[]) => withShared.filter(noun => isOneOf(noun, kinds)),
      kinds => kinds.join('|'),
    ),
    namesOf: remembered(
      (kinds: readonly string[]) => names.filter(name => isOneOf(name, kinds)),
      kinds => kinds.join('|'),
    ),
    fitting: remembered(
      (noun: Noun) => adjectives.filter(({ saidOf }) => isOneOf(noun, saidOf)),
      ({ id }) => id,
    ),
    timesOf: tense => times.filter(time => time.tense === tense || time.tense === 'any'),
  };
}
