import type { Random } from '../../../random';
import { concept, type Tense } from '../../lexicon';
import type { Action, Described, Named, Sentence, State } from '../../meaning';
import type { Vocabulary } from '../../vocabulary';
import { act, oneOf } from '../actions';
import type { Domain } from '../domain';
import { linked } from '../links';
import { chance, weighted } from '../phrases';
import { participant, type Scene } from '../scene';
import { quality } from '../states';
import { reasoned } from '../subordinate';
import { LINKS, MOODS } from './links';
import { placesOf } from './places';
import { style } from './style';
import { DOINGS, GIFTS, PASTIMES } from './verbs';

/** Family, food, things and places: what TinyChat knows well. */
export const everyday: Domain = {
  sentence(words: Vocabulary, random: Random): Sentence {
    const scene: Scene = { words, random, style };
    return weighted(kinds, random)(scene, chance(random, 0.5) ? 'past' : 'present');
  },
};

const kinds: [weight: number, make: (scene: Scene, tense: Tense) => Sentence][] = [
  [44, (scene, tense) => reasoned(scene, somewhere(scene, oneOf(scene, DOINGS, tense)), related)],
  [16, (scene, tense) => reasoned(scene, somewhere(scene, oneOf(scene, PASTIMES, tense)), related)],
  [12, (scene, tense) => reasoned(scene, gift(scene, tense), related)],
  [20, (scene, tense) => ({ main: condition(scene, tense) })],
  [8, (scene, tense) => mood(scene, tense)],
];

const related = linked(LINKS);

/** The action in a place where it is done, now and then; to live is to live somewhere. */
function somewhere({ words, random }: Scene, action: Action): Action {
  const kinds = placesOf(action);
  const share = action.verb.id === 'live' ? 1 : action.object ? 0.3 : 0.6;
  if (kinds.length === 0 || !chance(random, share)) return action;
  const noun = random.pick(words.nounsOf(kinds));
  return { ...action, place: { noun, determiner: 'definite', plural: false } };
}

/** "The aunt gives the child an apple": it is known to whom. */
function gift(scene: Scene, tense: Tense): Action {
  const action = oneOf(scene, GIFTS, tense);
  const { recipient } = action;
  return recipient && 'noun' in recipient ? { ...action, recipient: { ...recipient, determiner: 'definite' } } : action;
}

/** "The bread is fresh." Whoever has a name could be of any age and size. */
function condition(scene: Scene, tense: Tense): State {
  for (;;) {
    const state = quality(scene, tense, {});
    if (!('name' in state.subject) || state.adjective.saidOf.includes('person')) return state;
  }
}

/** "The farmer is tired because he worked": how somebody feels, and what it comes from. */
function mood(scene: Scene, tense: Tense): Sentence {
  const { is, who, because, although } = scene.random.pick(MOODS);
  const [conjunction, does] = chance(scene.random, 0.7)
    ? (['because', because] as const)
    : (['although', although] as const);
  const subject = participant(scene, who);
  const adjective = concept('adjectives', is);
  // What is told of somebody could contradict how they feel.
  const plain = ('noun' in subject ? { ...subject, determiner: 'definite', adjective: undefined } : subject) as
    | Described
    | Named;
  const clause = act(scene, concept('verbs', scene.random.pick(does)), 'past', { subject: plain });
  return {
    main: { kind: 'state', subject: plain, adjective, tense, negated: false },
    subordinate: { conjunction, clause: { ...clause, subject: { pronoun: plain } } },
  };
}
