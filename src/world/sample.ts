import type { Random } from '../random';
import { type Adjective, isOneOf, type Lexicon, lexicon, type Noun, type Verb } from './lexicon';
import type { Action, Clause, Conjunction, Modal, NounPhrase, Sentence, Tense, Time } from './meaning';
import { times } from './times';

/** First names, the same in both languages. */
export const names = ['Anna', 'Ben', 'Clara', 'David', 'Emma', 'Felix', 'Greta', 'Hugo', 'Ida', 'Jonas', 'Lena', 'Max'];

/** The words that a sampler may use: everyday life, or a domain beside it. */
export interface Vocabulary extends Lexicon {
  domain: string;
  times: Time[];
}

/** The vocabulary of a domain; `known` leaves out entries, such as those the base model never meets. */
export function vocabulary(
  domain: string,
  known: (entry: Noun | Verb | Adjective) => boolean = () => true,
): Vocabulary {
  const all = lexicon();
  const mine = <T extends Noun | Verb | Adjective>(entries: T[]) =>
    entries.filter(entry => entry.domain === domain && known(entry));
  return {
    domain,
    nouns: mine(all.nouns),
    verbs: mine(all.verbs),
    adjectives: mine(all.adjectives),
    times: times.filter(time => time.domain === domain),
  };
}

const chance = (random: Random, p: number) => random() < p;

/** A random sentence that makes sense in the domain. */
export function sampleSentence(words: Vocabulary, random: Random): Sentence {
  return words.domain === 'everyday' ? everydaySentence(words, random) : domainSentence(words, random);
}

function everydaySentence(words: Vocabulary, random: Random): Sentence {
  const tense: Tense = chance(random, 0.5) ? 'past' : 'present';
  const people = words.nouns.filter(noun => noun.tags.includes('person'));
  const main = chance(random, 0.22) ? everydayState(words, random, tense) : everydayAction(words, random, tense);
  if (!chance(random, 0.28)) return { main };
  const conjunction: Conjunction = chance(random, 0.65) ? 'because' : 'although';
  const subject = person(people, random);
  const state: Clause = {
    kind: 'state',
    subject,
    adjective: random.pick(fitting(words.adjectives, subject)),
    tense,
    negated: chance(random, 0.15),
  };
  const clause = chance(random, 0.6)
    ? state
    : { ...everydayAction(words, random, tense), time: undefined, timeFirst: false };
  return { main, subordinate: { conjunction, clause } };
}

function everydayState(words: Vocabulary, random: Random, tense: Tense): Clause {
  for (;;) {
    const noun = random.pick(words.nouns.filter(n => !n.tags.includes('person') || chance(random, 0.5)));
    const subject: NounPhrase = { noun, determiner: 'definite', plural: canBePlural(noun) && chance(random, 0.25) };
    const adjectives = fitting(words.adjectives, subject);
    if (adjectives.length === 0) continue;
    return { kind: 'state', subject, adjective: random.pick(adjectives), tense, negated: chance(random, 0.15) };
  }
}

function everydayAction(words: Vocabulary, random: Random, tense: Tense): Action {
  const verb = random.pick(words.verbs);
  const subjects = words.nouns.filter(noun => isOneOf(noun, verb.subjects));
  const subject =
    verb.subjects.includes('animal') && chance(random, 0.4)
      ? described(random.pick(subjects), words, random)
      : person(subjects, random);
  const recipient =
    verb.frame === 'ditransitive' ? person(words.nouns.filter(isPerson), random, 'definite') : undefined;
  const negated = chance(random, 0.14);
  const placed = !negated && chance(random, verb.frame === 'intransitive' ? 0.7 : 0.25);
  const timed = chance(random, 0.45);
  const modal = chance(random, 0.15) ? random.pick<Modal>(['must', 'can', 'want']) : undefined;
  return {
    kind: 'action',
    subject,
    verb,
    object: verb.frame === 'intransitive' ? undefined : object(verb, words, random, negated),
    recipient,
    tense,
    // "must not" and "muss nicht" are false friends: the world does not say them.
    negated: negated && modal !== 'must',
    modal,
    place: placed ? random.pick(words.nouns.filter(noun => noun.tags.includes('place'))) : undefined,
    time: timed ? random.pick(timesFor(words, tense)) : undefined,
    timeFirst: timed && chance(random, 0.45),
  };
}

function domainSentence(words: Vocabulary, random: Random): Sentence {
  const tense: Tense = chance(random, 0.6) ? 'past' : 'present';
  const kind = random();
  const staff = words.nouns.filter(noun => noun.tags.includes('staff'));
  const patients = words.nouns.filter(noun => noun.tags.includes('patient'));
  const symptoms = words.nouns.filter(noun => noun.tags.includes('symptom'));
  const medicines = words.nouns.filter(noun => noun.tags.includes('medicine'));
  const having = (canBeFalse = true): Clause => ({
    kind: 'having',
    subject: { noun: random.pick(patients), determiner: 'definite', plural: false },
    symptom: random.pick(symptoms),
    tense,
    negated: canBeFalse && chance(random, 0.2),
  });
  if (kind < 0.14) {
    return {
      main: {
        kind: 'dose',
        subject: described(random.pick(staff), words, random),
        recipient: described(random.pick(patients), words, random),
        medicine: random.pick(medicines),
        milligrams: random.pick([2, 5, 10, 20, 25, 40, 50, 75, 100, 200, 250, 400, 500]),
        timesADay: 1 + random.int(4),
        tense,
        negated: false,
      },
    };
  }
  if (kind < 0.22) return { main: having() };
  const main = domainAction(words, random, tense);
  if (!chance(random, 0.45)) return { main };
  const conjunction = random.pick<Conjunction>(['because', 'although', 'before', 'as soon as', 'while']);
  const clause = chance(random, 0.45)
    ? having(conjunction === 'because' || conjunction === 'although')
    : { ...domainAction(words, random, tense), time: undefined, timeFirst: false, purpose: undefined };
  return { main, subordinate: { conjunction, clause } };
}

function domainAction(words: Vocabulary, random: Random, tense: Tense): Action {
  const possible = words.verbs.filter(
    verb =>
      words.nouns.some(noun => isOneOf(noun, verb.subjects)) &&
      (verb.frame === 'intransitive' || words.nouns.some(noun => isOneOf(noun, verb.objects))),
  );
  const verb = random.pick(possible);
  const subject = described(random.pick(words.nouns.filter(noun => isOneOf(noun, verb.subjects))), words, random);
  const patients = words.nouns.filter(noun => noun.tags.includes('patient'));
  const transitive = verb.frame === 'accusative';
  let target = verb.frame === 'intransitive' ? undefined : object(verb, words, random, false);
  const passive = transitive && chance(random, 0.45);
  const symptoms = words.nouns.filter(noun => noun.tags.includes('symptom'));
  if (passive && target && !('name' in target)) {
    target = { ...target, determiner: 'definite', count: undefined };
    if (isOneOf(target.noun, ['patient']) && chance(random, 0.5)) target.having = random.pick(symptoms);
  }
  const obliged = !passive && isStaff(subject) && chance(random, 0.25);
  const places = words.nouns.filter(noun => noun.tags.includes('cplace'));
  const timed = chance(random, 0.4);
  const purposes = possible.filter(
    other => other.frame === 'accusative' && other !== verb && other.subjects.includes('staff'),
  );
  const purposeVerb =
    transitive && !passive && isStaff(subject) && chance(random, 0.25) && purposes.length > 0
      ? random.pick(purposes)
      : undefined;
  return {
    kind: 'action',
    subject,
    verb,
    object: target,
    recipient: verb.frame === 'ditransitive' ? described(random.pick(patients), words, random) : undefined,
    tense,
    negated: !purposeVerb && !obliged && chance(random, 0.1),
    modal: obliged ? 'must' : undefined,
    passive,
    place: places.length > 0 && chance(random, 0.25) ? random.pick(places) : undefined,
    time: timed && words.times.length > 0 ? random.pick(timesFor(words, tense)) : undefined,
    timeFirst: timed && chance(random, 0.4),
    purpose: purposeVerb && {
      verb: purposeVerb,
      object: definite(random.pick(words.nouns.filter(noun => isOneOf(noun, purposeVerb.objects)))),
    },
  };
}

const isPerson = (noun: Noun) => noun.tags.includes('person');
const isStaff = (np: NounPhrase) => !('name' in np) && np.noun.tags.includes('staff');
const canBePlural = (noun: Noun) => noun.enPlural !== undefined && noun.dePlural !== undefined && noun.gender !== 'p';
const timesFor = (words: Vocabulary, tense: Tense) =>
  words.times.filter(time => time.tense === tense || time.tense === 'any');
const definite = (noun: Noun): NounPhrase => ({ noun, determiner: 'definite', plural: false });

/** Adjectives that can be said of the thing. */
function fitting(adjectives: Adjective[], np: NounPhrase): Adjective[] {
  if ('name' in np)
    return adjectives.filter(adjective => adjective.tags.includes('person') && adjective.en !== 'small');
  return adjectives.filter(adjective => isOneOf(np.noun, adjective.tags));
}

/** A person: a name, or somebody known or unknown. */
function person(candidates: Noun[], random: Random, determiner?: 'definite'): NounPhrase {
  if (candidates.every(isPerson) && chance(random, 0.25)) return { name: random.pick(names) };
  const noun = random.pick(candidates);
  const plural = chance(random, 0.18);
  return { noun, determiner: determiner ?? (plural || chance(random, 0.75) ? 'definite' : 'indefinite'), plural };
}

/** A phrase with a fitting adjective now and then. */
function described(noun: Noun, words: Vocabulary, random: Random): NounPhrase {
  const np = { noun, determiner: 'definite' as const, plural: canBePlural(noun) && chance(random, 0.15) };
  const adjectives = fitting(words.adjectives, np);
  return adjectives.length > 0 && chance(random, 0.3) ? { ...np, adjective: random.pick(adjectives) } : np;
}

/** Something that the verb can be done to. */
function object(verb: Verb, words: Vocabulary, random: Random, negated: boolean): NounPhrase {
  const noun = random.pick(words.nouns.filter(candidate => isOneOf(candidate, verb.objects)));
  const adjectives = fitting(words.adjectives, { noun, determiner: 'definite', plural: false });
  const adjective = adjectives.length > 0 && chance(random, 0.35) ? random.pick(adjectives) : undefined;
  if (noun.tags.includes('mass')) {
    const bare = noun.tags.includes('bare') || chance(random, 0.5);
    return {
      noun,
      adjective: noun.tags.includes('bare') ? undefined : adjective,
      determiner: bare ? 'none' : 'definite',
      plural: false,
    };
  }
  if (!negated && noun.tags.includes('count') && chance(random, 0.3)) {
    return { noun, adjective, determiner: 'none', plural: true, count: 2 + random.int(11) };
  }
  const plural = canBePlural(noun) && chance(random, 0.2);
  return { noun, adjective, determiner: chance(random, 0.5) ? 'definite' : plural ? 'none' : 'indefinite', plural };
}
