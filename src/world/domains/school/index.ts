import type { Random } from '../../../random';
import { concept, isOneOf, type Tense } from '../../lexicon';
import type { Action, Described, Sentence, State } from '../../meaning';
import type { Vocabulary } from '../../vocabulary';
import { act, demand, foremost, maybePassive, oneOf, placed, purposeful, regularly, timed } from '../actions';
import type { Domain } from '../domain';
import { linked } from '../links';
import { ofTheirOwn } from '../own';
import { chance, definite, ids, isA, thing, weighted } from '../phrases';
import { ask } from '../questions';
import { type Content, report } from '../reports';
import { FIRST_NAMES, participant, type Scene } from '../scene';
import { forbidden, quality, type Size, sized } from '../states';
import { reasoned } from '../subordinate';
import { clock, date, told } from '../times';
import { LINKS } from './links';
import { type Child, child, style } from './style';
import { CLASSWORK, DOINGS, EXAMS, FRIENDSHIP, PASTIMES, SPORTS, WAYS } from './verbs';

/** Lessons, exams, sport and friends, and the family around them. */
export const school: Domain = {
  borrowed: {
    nouns: ids(
      'teacher, pupil, girl, boy, book, poem, story, song, picture, apple, cake, chair, table, box, room, library, rain, bus',
    ),
    adjectives: ids('tired, happy, hungry, friendly, new, red, blue, nervous, wet'),
    times: ids(
      'yesterday, last week, last month, this morning, today, every day, every week, on Monday, on Tuesday, on Friday, in the evening, tomorrow, tomorrow morning, next week',
    ),
    names: FIRST_NAMES,
  },
  sentence(words: Vocabulary, random: Random): Sentence {
    const scene: Scene = { words, random, style };
    const tense = random.pick<Tense>(['past', 'past', 'past', 'present', 'present', 'present', 'future', 'future']);
    return weighted(kinds, random)(scene, tense);
  },
};

const kinds: [weight: number, make: (scene: Scene, tense: Tense) => Sentence][] = [
  [
    22,
    (scene, tense) => reasoned(scene, ofTheirOwn(scene, maybePassive(scene, oneOf(scene, CLASSWORK, tense))), related),
  ],
  [10, (scene, tense) => reasoned(scene, oneOf(scene, EXAMS, tense), related)],
  [14, (scene, tense) => reasoned(scene, ofTheirOwn(scene, oneOf(scene, DOINGS, tense)), related)],
  [12, (scene, tense) => reasoned(scene, ofTheirOwn(scene, oneOf(scene, SPORTS, tense)), related)],
  [6, (scene, tense) => ({ main: timed(scene, ofTheirOwn(scene, oneOf(scene, FRIENDSHIP, tense))) })],
  [6, (scene, tense) => ({ main: timed(scene, family(scene, tense)) })],
  [6, (scene, tense) => reasoned(scene, oneOf(scene, WAYS, tense), related)],
  [5, (scene, tense) => ({ main: errand(scene, tense) })],
  [5, (scene, tense) => reasoned(scene, pastime(scene, tense), related)],
  [3, (scene, tense) => ({ main: regularly(scene, told(tense)) })],
  [4, (scene, tense) => ({ main: session(scene, tense) })],
  [9, (scene, tense) => ({ main: report(scene, tense, REPORTS) })],
  [7, (scene, tense) => ({ main: foremost(timed(scene, ofTheirOwn(scene, demand(scene, told(tense))))) })],
  [7, (scene, tense) => ({ main: condition(scene, tense) })],
  [1, scene => ({ main: ban(scene) })],
  [3, scene => ({ main: siblings(scene) })],
  [3, (scene, tense) => ({ main: mistakes(scene, tense) })],
  [2, (scene, tense) => ({ main: timed(scene, birthday(scene, tense)) })],
  [4, (scene, tense) => ({ main: foremost(timed(scene, permission(scene, tense))) })],
  [10, (scene, tense) => question(scene, tense)],
];

/** What one goes where to do. */
const ERRANDS: { to: string; verbs: readonly string[] }[] = [
  { to: 'library', verbs: ['borrow', 'return (book)', 'read'] },
  { to: 'sports field', verbs: ['play (game)'] },
  { to: 'gym', verbs: ['play (game)'] },
  { to: 'assembly hall', verbs: ['give (talk)', 'practise'] },
  { to: 'classroom', verbs: ['wipe', 'take (exam)', 'hand in'] },
  { to: 'canteen', verbs: ['eat'] },
];

/** How old people are, and how long things. */
const SIZES: readonly Size[] = [
  { adjective: 'old (age)', of: ['learner'], unit: 'year (of age)', range: [8, 13] },
  { adjective: 'long (text)', of: ['essay'], unit: 'page', range: [2, 12] },
  { adjective: 'long (text)', of: ['presentation', 'break'], unit: 'minute', range: [5, 25] },
  { adjective: 'long (text)', of: ['lesson'], unit: 'minute', range: [40, 60] },
];

const related = linked(LINKS);

const REPORTS: Record<string, readonly Content[]> = {
  say: [
    { tense: 'past', verbs: ['win', 'lose (match)', 'solve', 'answer', 'stay at home', 'come late'] },
    { tense: 'present', verbs: ['understand', 'know'] },
    { tense: 'future', verbs: ['take part', 'give (talk)'] },
  ],
  think: [
    { tense: 'past', verbs: ['pass', 'win', 'forget', 'lose (match)', 'oversleep'] },
    { tense: 'future', verbs: ['pass', 'win'] },
    { tense: 'present', verbs: ['understand', 'know'] },
  ],
  hope: [{ tense: 'future', verbs: ['win', 'pass', 'score', 'take part'] }],
  claim: [{ tense: 'past', verbs: ['forget', 'miss', 'hand in', 'oversleep'], self: true }],
  announce: [
    { tense: 'future', verbs: ['take part'] },
    scene => ({ ...session(scene, 'future', ['match', 'race', 'tournament', 'concert']), timeFirst: false }),
  ],
};

/** "Anna's brother" */
function kinOf({ words, random }: Scene, possessor: Child, kin: readonly string[] = ['kin']): Described {
  return { ...definite(random.pick(words.nounsOf(kin))), possessor };
}

/** "Anna's brother helps her with the homework." */
function family(scene: Scene, tense: Tense): Action {
  const owner = child(scene);
  const subject = kinOf(scene, owner);
  return oneOf(scene, ['help (with)', 'comfort', 'take (to)'], tense, { subject, object: { pronoun: owner } });
}

/** "The pupil goes to the library in order to borrow a book." */
function errand(scene: Scene, tense: Tense): Action {
  const { to, verbs } = scene.random.pick(ERRANDS);
  const subject = participant(scene, ['learner']);
  const going = act(scene, concept('verbs', 'go'), tense, { subject, to: thing(to) });
  return foremost(timed(scene, ofTheirOwn(scene, purposeful(scene, { ...going, from: undefined }, verbs))));
}

function pastime(scene: Scene, tense: Tense): Action {
  return oneOf(scene, PASTIMES, tense, { subject: participant(scene, ['learner']) });
}

/** "The lesson begins on 4 May at 9 am." */
function session(scene: Scene, tense: Tense, events: readonly string[] = ['event']): Action {
  const { random } = scene;
  const subject = participant(scene, events, { plain: true });
  const action = oneOf(scene, ['begin', 'begin', 'end'], tense, { subject });
  const days = scene.words.timesOf(tense).filter(({ id }) => id.startsWith('on '));
  const day = chance(random, 0.5) ? date(tense, random) : random.pick(days);
  // Holidays begin on a day, not at a time of it.
  const hour = isHolidays(action) ? {} : { clock: clock(random, 8, 17) };
  return { ...action, time: { day, ...hour }, timeFirst: chance(random, 0.3) };
}

const isHolidays = ({ subject }: Action) =>
  subject !== undefined && 'noun' in subject && subject.noun.id === 'holidays';

/** "The girl is twelve years old", "the task is difficult", "Anna's father is proud of the team". */
function condition(scene: Scene, tense: Tense): State {
  if (chance(scene.random, 0.25)) return sized(scene, SIZES);
  const state = quality(scene, tense, { but: ['forbidden', 'old (age)', 'long (text)'] });
  const { subject } = state;
  const somebodys = 'noun' in subject && isOneOf(subject.noun, ['kin']) && subject.possessor === undefined;
  return somebodys ? { ...state, subject: { ...subject, possessor: child(scene) } } : state;
}

/** "Mobile phones are forbidden under the school rules." */
function ban({ random }: Scene): State {
  const rules = { basis: thing('school rules') };
  const place = thing(random.pick(['classroom', 'playground', 'canteen', 'library']));
  return forbidden(random.pick(['mobile phone', 'skateboard']), chance(random, 0.5) ? rules : { place });
}

/** "The boy has two sisters." */
function siblings(scene: Scene): Action {
  const { random } = scene;
  const noun = concept('nouns', random.pick(['sister', 'brother']));
  const count = chance(random, 0.6) ? 2 + random.int(3) : undefined;
  return act(scene, concept('verbs', 'have'), 'present', {
    subject: child(scene),
    object: { noun, determiner: count ? 'none' : 'indefinite', plural: count !== undefined, count },
  });
}

/** "Ben made three mistakes in the test." */
function mistakes(scene: Scene, tense: Tense): Action {
  const { random } = scene;
  const noun = concept('nouns', 'mistake');
  const count = chance(random, 0.7) ? 2 + random.int(12) : undefined;
  return {
    ...act(scene, concept('verbs', 'make (mistake)'), tense, {
      subject: child(scene),
      object: { noun, determiner: count ? 'none' : 'indefinite', plural: count !== undefined, count },
    }),
    place: thing(random.pick(['dictation', 'test', 'essay', 'exam'])),
  };
}

/** "Greta celebrates her birthday on Friday." */
function birthday(scene: Scene, tense: Tense): Action {
  const celebrant = child(scene);
  const object = { ...thing('birthday'), possessor: { pronoun: celebrant } };
  return oneOf(scene, ['celebrate'], tense, { subject: celebrant, object });
}

const PARENTS = ['mother', 'father', 'parents'];

/** "Anna's father allows her to swim." Parents do not allow her to invite one of them. */
function permission(scene: Scene, tense: Tense): Action {
  const owner = child(scene);
  const subject = kinOf(scene, owner, [...PARENTS, 'grandmother', 'grandfather']);
  const not = isA(subject, ...PARENTS) ? PARENTS : [];
  const allowed = { allow: ['swim', 'take part', 'invite', 'stay at home', 'play (game)'] };
  return ofTheirOwn(scene, demand(scene, told(tense), { subject, object: { pronoun: owner }, not }, allowed));
}

function question(scene: Scene, tense: Tense): Sentence {
  const { random } = scene;
  const verbs = random.pick([CLASSWORK, EXAMS, DOINGS, SPORTS, FRIENDSHIP, WAYS]);
  return ask(placed(scene, timed(scene, oneOf(scene, verbs, tense))), random);
}
