import type { Random } from '../../random';
import { type Adjective, canBePlural, type Noun, type Tense } from '../lexicon';
import type { Action, Clause, Conjunction, Modal, NounPhrase, Sentence } from '../meaning';
import type { Vocabulary } from '../vocabulary';
import type { Domain } from './domain';
import { chance, definite, described, object } from './phrases';

/** Family, food, things and places: what TinyChat knows well. */
export const everyday: Domain = {
  sentence(words: Vocabulary, random: Random): Sentence {
    const tense: Tense = chance(random, 0.5) ? 'past' : 'present';
    const main = chance(random, 0.22) ? state(words, random, tense) : action(words, random, tense);
    if (!chance(random, 0.28)) return { main };
    const conjunction: Conjunction = chance(random, 0.65) ? 'because' : 'although';
    const subject = person(words.nounsOf(['person']), words, random);
    const reason: Clause = {
      kind: 'state',
      subject,
      adjective: random.pick(fittingPerson(words, subject)),
      tense,
      negated: chance(random, 0.15),
    };
    const clause = chance(random, 0.6)
      ? reason
      : { ...action(words, random, tense), time: undefined, timeFirst: false };
    return { main, subordinate: { conjunction, clause } };
  },
};

function state(words: Vocabulary, random: Random, tense: Tense): Clause {
  for (;;) {
    const noun = random.pick(words.nouns.filter(n => !isSomebody(n) || chance(random, 0.5)));
    const subject: NounPhrase = { noun, determiner: 'definite', plural: canBePlural(noun) && chance(random, 0.25) };
    const adjectives = words.fitting(noun);
    if (adjectives.length === 0) continue;
    return { kind: 'state', subject, adjective: random.pick(adjectives), tense, negated: chance(random, 0.15) };
  }
}

function action(words: Vocabulary, random: Random, tense: Tense): Action {
  const verb = random.pick(words.verbs);
  const subjects = words.nounsOf(verb.subject);
  const subject =
    verb.subject.includes('animal') && chance(random, 0.4)
      ? described(random.pick(subjects), words, random)
      : person(subjects, words, random);
  const recipient =
    verb.frame === 'ditransitive' ? person(words.nounsOf(verb.recipient), words, random, 'definite') : undefined;
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
    negated: negated && modal !== 'must',
    modal,
    place: placed ? definite(random.pick(words.nounsOf(['place']))) : undefined,
    time: timed ? random.pick(words.timesOf(tense)) : undefined,
    timeFirst: timed && chance(random, 0.45),
  };
}

const isSomebody = (noun: Noun) => noun.tags.includes('person');

/** Adjectives that can be said of a person; nobody with a name is small. */
function fittingPerson(words: Vocabulary, np: NounPhrase): Adjective[] {
  if ('noun' in np) return words.fitting(np.noun);
  return words.adjectives.filter(({ saidOf, id }) => saidOf.includes('person') && id !== 'small');
}

/** A person: a name, or somebody known or unknown. */
function person(candidates: readonly Noun[], words: Vocabulary, random: Random, determiner?: 'definite'): NounPhrase {
  if (candidates.every(isSomebody) && chance(random, 0.25)) return { name: random.pick(words.names) };
  const noun = random.pick(candidates);
  const plural = chance(random, 0.18);
  return { noun, determiner: determiner ?? (plural || chance(random, 0.75) ? 'definite' : 'indefinite'), plural };
}
