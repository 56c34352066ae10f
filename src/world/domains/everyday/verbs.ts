import { ids } from '../phrases';

/** What is done to things, animals and people. */
export const DOINGS = ids(
  'buy, sell, see, find, lose, read, write, eat, drink, cook, bake, love, visit, greet, call, hear, feed, wash, paint, repair, carry, open, close, build, clean, follow, help, thank',
);

/** What is done by itself. */
export const PASTIMES = ids('sleep, work, sing, laugh, dance, play, live, wait, rest');

/** What goes from one to another. */
export const GIFTS = ['give', 'show', 'bring', 'send'];

/** What takes its time, while others do something else. */
export const MEANWHILE = ids(
  'read, write, cook, bake, wash, paint, repair, clean, feed, work, sing, play, sleep, rest',
);

/** What makes tired. */
export const EFFORTS = ids('work, dance, clean, wash, repair, paint, build, carry, cook, bake');
