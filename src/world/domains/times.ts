import type { Random } from '../../random';
import type { Tense, Time } from '../lexicon';
import type { CalendarDate, Clock, When } from '../meaning';
import { chance } from './phrases';

/** When it happens: one of the set phrases, a date, or a time of the day. */
export function someTime(
  phrases: readonly Time[],
  tense: Tense,
  { clocked, dated }: { clocked: boolean; dated: boolean },
  random: Random,
): When {
  const kind = random();
  if (clocked && kind < 0.4) {
    const weekdays = phrases.filter(({ id }) => id.startsWith('on '));
    const day = weekdays.length > 0 && chance(random, 0.3) ? { day: random.pick(weekdays) } : {};
    return { ...day, clock: clock(random) };
  }
  if ((dated && kind > 0.75 && tense !== 'present') || phrases.length === 0) return { day: date(tense, random) };
  return random.pick(phrases);
}

/** A day of the year; those of the past have a year. */
export function date(tense: Tense, random: Random): CalendarDate {
  const [day, month] = [1 + random.int(28), 1 + random.int(12)];
  return tense === 'past' ? { day, month, year: 2010 + random.int(15) } : { day, month };
}

/** A time of the day, to five minutes, mostly to a quarter. */
export function clock(random: Random, from = 0, until = 24): Clock {
  return { hour: from + random.int(until - from), minute: random.pick([0, 0, 15, 30, 45, 5 * random.int(12)]) };
}

/** The tense of what nobody tells of the future: what is so, is done regularly, or is said. */
export const told = (tense: Tense): Tense => (tense === 'future' ? 'present' : tense);
