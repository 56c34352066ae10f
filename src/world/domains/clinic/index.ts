import type { Random } from '../../../random';
import { concept, type Tense } from '../../lexicon';
import type { Action, Sentence, State } from '../../meaning';
import type { Vocabulary } from '../../vocabulary';
import { act, maybePassive, oneOf, type Related, timed } from '../actions';
import type { Domain } from '../domain';
import { linked } from '../links';
import { chance, thing, weighted } from '../phrases';
import { participant, type Scene } from '../scene';
import { quality } from '../states';
import { reasoned } from '../subordinate';
import { clock, told } from '../times';
import { dose } from './doses';
import { LINKS } from './links';
import { style } from './style';
import { having, isInfant, symptomFor, TREATED } from './symptoms';
import { MISHAPS, TREATMENT, WARD_WORK } from './verbs';

/** Patients and staff: doses, symptoms, passives and purposes. */
export const clinic: Domain = {
  sentence(words: Vocabulary, random: Random): Sentence {
    const scene: Scene = { words, random, style };
    return weighted(kinds, random)(scene, chance(random, 0.6) ? 'past' : 'present');
  },
};

const kinds: [weight: number, make: (scene: Scene, tense: Tense) => Sentence][] = [
  [14, (scene, tense) => ({ main: dose(scene, tense) })],
  [9, (scene, tense) => ({ main: symptom(scene, tense) })],
  [40, (scene, tense) => reasoned(scene, maybePassive(scene, oneOf(scene, TREATMENT, tense), 0.45), related)],
  [16, (scene, tense) => reasoned(scene, maybePassive(scene, oneOf(scene, WARD_WORK, tense), 0.45), related)],
  [10, (scene, tense) => reasoned(scene, oneOf(scene, MISHAPS, tense), related)],
  [7, (scene, tense) => prescription(scene, tense)],
  [7, (scene, tense) => ({ main: unwrapped(scene, tense) })],
  [5, (scene, tense) => ({ main: condition(scene, tense) })],
  [3, (scene, tense) => ({ main: session(scene, tense) })],
];

const link = linked(LINKS);

/** What stands behind a treatment. Whoever is said to have something has what fits. */
function related(scene: Scene, action: Action): Related | undefined {
  const found = link(scene, action);
  const clause = found?.clause;
  if (found === undefined || clause?.kind !== 'action' || clause.verb.id !== 'have' || !clause.subject) return found;
  const object = symptomFor(scene, clause.subject, action.verb.id);
  return object && { ...found, clause: { ...clause, object, negated: false } };
}

/** "The patient has fever." */
function symptom(scene: Scene, tense: Tense): Action {
  const subject = participant(scene, ['patient'], { plain: true });
  return { ...having(scene, subject, tense), negated: chance(scene.random, 0.2) };
}

/** "The doctor prescribes the patient insulin because he has diabetes." */
function prescription(scene: Scene, tense: Tense): Sentence {
  const { random } = scene;
  const [drug, illness] = random.pick(TREATED);
  const recipient = thing('patient');
  const given = { object: participant(scene, [drug], { plain: true }), recipient };
  const main = oneOf(scene, ['prescribe', 'administer'], tense, given);
  if (chance(random, 0.5)) return { main: timed(scene, main) };
  const object = { noun: concept('nouns', illness), determiner: 'none', plural: false } as const;
  const clause = act(scene, concept('verbs', 'have'), tense, { subject: { pronoun: recipient }, object });
  return { main, subordinate: { conjunction: 'because', clause } };
}

/** "The nurse removed the dressing in order to check the wound." */
function unwrapped(scene: Scene, tense: Tense): Action {
  const wound = thing(scene.random.pick(['wound', 'burn', 'ulcer']));
  const action = oneOf(scene, ['remove'], tense, { object: thing(scene.random.pick(['dressing', 'bandage'])) });
  const verb = concept('verbs', scene.random.pick(['check', 'disinfect']));
  const object = verb.id === 'disinfect' && wound.noun.id === 'ulcer' ? thing('wound') : wound;
  return { ...action, purpose: { verb, object } };
}

/** "The wound is infected", "the patient is unconscious". */
function condition(scene: Scene, tense: Tense): State {
  const state = quality(scene, tense, { but: ['on-call', 'elderly'] });
  return isInfant(state.subject) ? { ...state, negated: false } : state;
}

/** "The operation begins at 9 am." */
function session(scene: Scene, tense: Tense): Action {
  const { random } = scene;
  const id = random.pick(['operation', 'round', 'night shift']);
  const action = oneOf(scene, ['begin', 'end'], told(tense), { subject: thing(id) });
  const night = action.verb.id === 'begin' ? ([20, 23] as const) : ([5, 8] as const);
  const [from, until] = id === 'night shift' ? night : ([7, 16] as const);
  return { ...action, time: { clock: clock(random, from, until) } };
}
