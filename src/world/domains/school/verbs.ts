import { ids } from '../phrases';

export const TEACHING = ['explain (rule)', 'correct', 'hand out', 'collect', 'praise'];

export const LEARNING = ids('learn, practise, recite, solve, answer, draw, hand in, wipe, tidy');

export const CLASSWORK = [...TEACHING, ...TEACHING, ...LEARNING, 'understand', 'interrupt'];

export const EXAMS = ids(
  'teach, take (exam), pass, fail, prepare (for), give (talk), get (mark), ask (question), know, come late, stay at home, oversleep, miss',
);

export const DOINGS = ids('forget, forget, look for, lend, borrow, return (book), pack, write (essay), belong');

export const SPORTS = ['win', 'lose (match)', 'score', 'play (game)', 'train', 'swim', 'take part', 'celebrate'];

/** What everybody can do, but at school only pupils do. */
export const PASTIMES = ['read', 'eat', 'sing'];

export const FRIENDSHIP = [
  'invite',
  'congratulate',
  'thank (for)',
  'look forward',
  'help (with)',
  'wait (for)',
  'visit (family)',
];

export const WAYS = ['go', 'go', 'run', 'carry (to)'];

/** What is done for its own sake, when there is time. */
export const LEISURE = [
  ...SPORTS,
  'practise',
  'read',
  'write (essay)',
  'pack',
  'visit (family)',
  'look for',
  'help (with)',
];

export const REGULAR = [
  'train',
  'swim',
  'play (game)',
  'practise',
  'go',
  'learn',
  'teach',
  'wipe',
  'tidy',
  ...PASTIMES,
];

/** What happens to people rather than that they do it. */
export const UNFORESEEN = ids(
  'forget, forget (to), oversleep, come late, miss, fail, lose (match), make (mistake), get (mark)',
);

/** What takes its time, while others do something else. */
export const MEANWHILE = ['learn', 'recite', 'draw', 'solve', 'correct', 'explain (rule)', 'write (essay)'];
