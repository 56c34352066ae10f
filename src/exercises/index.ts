export { check } from './check';
export type { Exercise, Verdict } from './exercise';
export { exercises } from './list';
export { type Guess, predict, reveal } from './predict';
export type { RationaleAtHand } from './teachers';
export { type BeforeAndAfter, type BlindAnswers, blind } from './tour';
