import type { Random } from '../../random';
import { concept, type Noun, type Tense } from '../lexicon';
import type { Action, Conjunction, NounPhrase, Sentence } from '../meaning';
import type { Vocabulary } from '../vocabulary';
import type { Domain } from './domain';
import { chance, definite, described, isA, object } from './phrases';

/** Patients and staff: doses, symptoms, passives and purposes. */
export const clinic: Domain = {
  sentence(words: Vocabulary, random: Random): Sentence {
    const tense: Tense = chance(random, 0.6) ? 'past' : 'present';
    const kind = random();
    if (kind < 0.14) return { main: dose(words, random, tense) };
    if (kind < 0.22) return { main: symptom(words, random, tense) };
    const main = treatment(words, random, tense);
    if (!chance(random, 0.45)) return { main };
    const conjunction = random.pick<Conjunction>(['because', 'although', 'before', 'as soon as', 'while']);
    const clause = chance(random, 0.45)
      ? symptom(words, random, tense, conjunction === 'because' || conjunction === 'although')
      : { ...treatment(words, random, tense), time: undefined, timeFirst: false, purpose: undefined };
    return { main, subordinate: { conjunction, clause } };
  },
};

/** "The nurse gives the patient 5 mg of morphine twice a day." */
function dose(words: Vocabulary, random: Random, tense: Tense): Action {
  return {
    kind: 'action',
    subject: described(random.pick(words.nounsOf(['staff'])), words, random),
    verb: concept('verbs', 'give (dose)'),
    recipient: described(random.pick(words.nounsOf(['patient'])), words, random),
    object: {
      of: random.pick(words.nounsOf(['medicine'])),
      amount: random.pick([2, 5, 10, 20, 25, 40, 50, 75, 100, 200, 250, 400, 500]),
      unit: concept('nouns', 'milligram'),
    },
    frequency: { times: 1 + random.int(4), per: 'day' },
    tense,
    negated: false,
  };
}

/** "The patient has fever." */
function symptom(words: Vocabulary, random: Random, tense: Tense, canBeFalse = true): Action {
  return {
    ...having(definite(random.pick(words.nounsOf(['patient']))), random.pick(words.nounsOf(['symptom']))),
    tense,
    negated: canBeFalse && chance(random, 0.2),
  };
}

function treatment(words: Vocabulary, random: Random, tense: Tense): Action {
  const possible = words.verbs.filter(
    ({ frame, subject, object }) =>
      words.nounsOf(subject).length > 0 && (frame === 'intransitive' || words.nounsOf(object).length > 0),
  );
  const verb = random.pick(possible);
  const subject = described(random.pick(words.nounsOf(verb.subject)), words, random);
  const transitive = verb.frame === 'transitive';
  let target = verb.frame === 'intransitive' ? undefined : object(verb, words, random, false);
  const passive = transitive && chance(random, 0.45);
  if (passive && target) {
    target = { ...target, determiner: 'definite', count: undefined };
    if (isA(target, 'patient') && chance(random, 0.5)) {
      const relative = having({ gap: true }, random.pick(words.nounsOf(['symptom'])));
      target.relative = { ...relative, tense: 'present', negated: false };
    }
  }
  const staff = isA(subject, 'staff');
  const obliged = !passive && staff && chance(random, 0.25);
  const places = words.nounsOf(['place']);
  const timed = chance(random, 0.4);
  const purposes = possible.filter(
    other => other.frame === 'transitive' && other !== verb && other.subject.includes('staff'),
  );
  const purpose =
    transitive && !passive && staff && chance(random, 0.25) && purposes.length > 0 ? random.pick(purposes) : undefined;
  return {
    kind: 'action',
    subject,
    verb,
    object: target,
    recipient:
      verb.frame === 'ditransitive' ? described(random.pick(words.nounsOf(verb.recipient)), words, random) : undefined,
    tense,
    negated: !purpose && !obliged && chance(random, 0.1),
    modal: obliged ? 'must' : undefined,
    passive,
    place: places.length > 0 && chance(random, 0.25) ? definite(random.pick(places)) : undefined,
    time: timed && words.times.length > 0 ? random.pick(words.timesOf(tense)) : undefined,
    timeFirst: timed && chance(random, 0.4),
    purpose: purpose && { verb: purpose, object: definite(random.pick(words.nounsOf(purpose.object))) },
  };
}

const having = (subject: NounPhrase, symptom: Noun) => ({
  kind: 'action' as const,
  subject,
  verb: concept('verbs', 'have'),
  object: { noun: symptom, determiner: 'none' as const, plural: false },
});
