import { concept, isOneOf } from '../../lexicon';
import type { Described, Named } from '../../meaning';
import { oneOf } from '../actions';
import { chance, definite, ids } from '../phrases';
import { byFirstName, type Scene, type Style } from '../scene';
import { CLASSWORK, DOINGS, EXAMS, LEARNING, LEISURE, REGULAR, UNFORESEEN } from './verbs';

/** Times at which only some things happen. */
const ONLY_AT: Record<string, readonly string[]> = {
  'in the first lesson': ['explain (rule)', 'hand out', 'collect', ...LEARNING, 'give (talk)'],
  'during the break': ids('eat, play (game), lend, look for, read, wipe, go, run, correct'),
  'after school': [...LEISURE, 'invite', 'wait (for)', 'go', 'take (to)', 'borrow', 'tidy'],
  'at the weekend': LEISURE,
  'in the evening': LEISURE.filter(verb => verb !== 'look for'),
  'every day': REGULAR,
  'every week': REGULAR,
  'every afternoon': REGULAR,
  'before the holidays': [
    'hand out',
    'take (exam)',
    'pass',
    'collect',
    'write (essay)',
    'celebrate',
    'give (talk)',
    'tidy',
  ],
  'this morning': [...EXAMS, ...DOINGS, ...CLASSWORK],
  soon: ids(
    'take (exam), give (talk), learn, explain (rule), hand out, write (essay), return (book), celebrate, take part, visit (family)',
  ),
};

/** How school is spoken of. */
export const style: Style = {
  indefinite: ids('learner, contest, question, book, apple, cake, song, poem, present, exam'),
  unique: ids(
    'headmistress, caretaker, librarian, goalkeeper, coach, class, team, choir, kin, place, rain, timetable, blackboard, present, victory, answer, contest, exam, presentation, bus, treat, event',
  ),
  predicative: ids(
    'ill, tired, hungry, happy, nervous, proud, good at, interested, pleased, old (age), long (text), forbidden, good, bad, wrong, right, wet, broken (thing)',
  ),
  completed: ['good at', 'interested'],
  makes: ['write (essay)'],
  involuntary: [...UNFORESEEN, 'know', 'belong', 'score', 'win'],
  unforeseen: UNFORESEEN,
  possessions: [
    { owned: ['belonging', 'essay', 'school report'], owners: ['learner'] },
    { owned: ['answer'], owners: ['learner'] },
    { owned: ['victory', 'goalkeeper', 'coach'], owners: ['team'] },
    { owned: ['timetable'], owners: ['class'] },
  ],
  own: {
    forget: ['belonging', 'homework'],
    'look for': ['belonging'],
    lend: ['belonging'],
    pack: ['schoolbag'],
    'hand in': ['schoolwork'],
    'give (talk)': ['presentation'],
    celebrate: ['victory'],
    'visit (family)': ['kin'],
    invite: ['kin'],
    'thank (for)': ['kin'],
  },
  special(noun, scene, taken) {
    const { random } = scene;
    if (isOneOf(noun, ['kin'])) return { ...definite(noun), possessor: child(scene, taken) };
    if (isOneOf(noun, ['learner']) && chance(random, 0.35)) return byFirstName(scene, 'learner', taken);
    if (isOneOf(noun, ['teaching']) && chance(random, 0.25)) return surname(scene, taken);
    if (noun.id === 'class' && chance(random, 0.5))
      return { noun, determiner: 'none', plural: false, label: 5 + random.int(8) };
    if (noun.id === 'room') return { noun, determiner: 'none', plural: false, label: 1 + random.int(40) };
    if (noun.id === 'mark')
      return {
        ...definite(noun),
        determiner: 'indefinite',
        adjective: concept('adjectives', random.pick(['good', 'bad'])),
      };
    if (noun.id === 'mistake') return { noun, determiner: 'definite', plural: true };
    if (noun.id === 'classmate' || (isOneOf(noun, ['trophy']) && chance(random, 0.7)))
      return { noun, determiner: 'indefinite', plural: false };
    if (noun.id === 'goal' || noun.id === 'word') {
      const count = 2 + random.int(noun.id === 'goal' ? 4 : 30);
      return { noun, determiner: 'none', plural: true, count };
    }
    return undefined;
  },
  relative(noun, scene) {
    const gap = { gap: true } as const;
    if (isOneOf(noun, ['learner'])) return oneOf(scene, ['win', 'pass', 'come late'], 'past', { subject: gap });
    // Whoever is named for a subject teaches that.
    if (noun.id === 'teacher' || noun.id === 'class teacher')
      return oneOf(scene, ['teach'], 'present', { subject: gap });
    if (isOneOf(noun, ['belonging'])) return oneOf(scene, ['forget'], 'past', { object: gap });
    return undefined;
  },
  places: {
    'explain (rule)': ['classroom', 'room'],
    'hand out': ['classroom', 'room'],
    collect: ['classroom'],
    solve: ['classroom'],
    learn: ['library', 'classroom'],
    read: ['library', 'playground'],
    practise: ['assembly hall', 'classroom'],
    recite: ['assembly hall', 'classroom'],
    'take (exam)': ['classroom', 'room', 'assembly hall'],
    'give (talk)': ['room', 'assembly hall'],
    'look for': ['classroom', 'gym', 'playground', 'canteen'],
    eat: ['canteen', 'playground'],
    train: ['gym', 'sports field'],
    'play (game)': ['gym', 'playground', 'sports field'],
    swim: ['swimming pool'],
    sing: ['assembly hall'],
    'wait (for)': ['bus stop'],
    correct: ['staff room'],
  },
  lasting: ['learn', 'practise'],
  regular: ['train', 'swim', 'play (game)', 'practise'],
  timeless: ['know', 'belong', 'look forward'],
  clocked: ['begin', 'end'],
  dated: ids('take (exam), win, lose (match), take part, celebrate, begin, end, give (talk), make (mistake)'),
  happens({ id }, time) {
    return ONLY_AT[time.id]?.includes(id) ?? true;
  },
  infinitives: {
    try: ['solve', 'understand', 'win'],
    decide: ['take part', 'visit (family)', 'celebrate', 'learn'],
    promise: ['hand in', 'tidy', 'return (book)', 'learn', 'wipe'],
    refuse: ['recite', 'tidy', 'wipe'],
    'forget (to)': ['pack', 'hand in', 'return (book)', 'wipe'],
    'ask (to)': ['wipe', 'hand in', 'tidy', 'recite', 'pack'],
    allow: ['play (game)', 'swim', 'borrow', 'take part'],
    forbid: ['play (game)', 'eat'],
    advise: ['learn', 'prepare (for)', 'read'],
  },
  reasons: {},
  granted: {},
};

export type Child = Named | Described;

/** A child with or without a name. */
export function child(scene: Scene, taken: ReadonlySet<string> = new Set()): Child {
  if (chance(scene.random, 0.5)) return byFirstName(scene, 'learner', taken);
  return definite(
    scene.random.pick(['girl', 'boy', 'pupil'].filter(id => !taken.has(id)).map(id => concept('nouns', id))),
  );
}

function surname({ words, random }: Scene, taken: ReadonlySet<string>): Named {
  const name = random.pick(words.namesOf(['surname']).filter(({ id }) => !taken.has(id)));
  return { name, title: random.pick(['Mr', 'Mrs']) };
}
