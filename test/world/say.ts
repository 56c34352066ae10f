import { concept } from '../../src/world/lexicon';
import type {
  Action,
  CalendarDate,
  Clause,
  Clock,
  Described,
  Measured,
  Named,
  NounPhrase,
  PointInTime,
  Pronoun,
  State,
} from '../../src/world/meaning';

/** Short ways to write meanings, so that a test of a language is a table: what is meant, what is said. */
export const the = (id: string, more: Partial<Described> = {}): Described => ({
  noun: concept('nouns', id),
  determiner: 'definite',
  plural: false,
  ...more,
});
export const a = (id: string, more: Partial<Described> = {}): Described =>
  the(id, { determiner: 'indefinite', ...more });
export const bare = (id: string, more: Partial<Described> = {}): Described => the(id, { determiner: 'none', ...more });
export const adjective = (id: string) => concept('adjectives', id);
export const named = (id: string, title?: Named['title']): Named => ({
  name: concept('names', id),
  ...(title ? { title } : {}),
});
export const it_ = (pronoun: Named | Described): Pronoun => ({ pronoun });
export const gap = { gap: true } as const;
export const measured = (amount: number, unit: string, of?: string): Measured => ({
  amount,
  unit: concept('nouns', unit),
  ...(of ? { of: concept('nouns', of) } : {}),
});
export const time = (id: string) => concept('times', id);
export const at = (hour: number, minute = 0): { clock: Clock } => ({ clock: { hour, minute } });
export const on = (day: number, month: number, year?: number): PointInTime => ({
  day: { day, month, ...(year ? { year } : {}) } as CalendarDate,
});

/** Somebody does something, now unless told otherwise. */
export const does = (subject: NounPhrase | undefined, id: string, more: Partial<Action> = {}): Action => ({
  kind: 'action',
  subject,
  verb: concept('verbs', id),
  tense: 'present',
  negated: false,
  ...more,
});
/** Something is so. */
export const is = (subject: NounPhrase, id: string, more: Partial<State> = {}): State => ({
  kind: 'state',
  subject,
  adjective: adjective(id),
  tense: 'present',
  negated: false,
  ...more,
});
/** Something is done: by nobody who is named, unless there is a subject. */
export const done = (object: NounPhrase, id: string, more: Partial<Action> = {}): Action =>
  does(undefined, id, { object, passive: true, ...more });
export const past = <C extends Clause>(clause: C): C => ({ ...clause, tense: 'past' });
export const future = <C extends Clause>(clause: C): C => ({ ...clause, tense: 'future' });
