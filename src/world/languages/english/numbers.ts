import type { CalendarDate, Clock, Frequency, When } from '../../meaning';
import { join } from '../language';
import { forms } from './forms';

const words = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** A number up to twelve in words, as careful prose writes it; larger ones in digits. */
export function numberWord(value: number): string {
  return words[value] ?? digits(value);
}

/** "12,000". */
export function digits(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** "once a day", "four times a week". */
export function frequency({ times, per }: Frequency): string {
  return `${['', 'once', 'twice'][times] ?? `${numberWord(times)} times`} a ${per}`;
}

/** "on Monday", "on 3 March 2019 at 6:45 pm". */
export function when(time: When): string {
  if ('kind' in time) return forms.time(time).lemma;
  const { day, clock } = time;
  return join([day && ('kind' in day ? when(day) : date(day)), clock && clockTime(clock)]);
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const date = ({ day, month, year }: CalendarDate) =>
  join(['on', String(day), months[month - 1], year === undefined ? '' : String(year)]);

/** Twelve hours with am and pm: "at 6:45 pm", "at 9 am"; the ends of the day by their names. */
function clockTime({ hour, minute }: Clock): string {
  if (minute === 0 && hour % 12 === 0) return hour === 0 ? 'at midnight' : 'at noon';
  const minutes = minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`;
  return `at ${hour % 12 || 12}${minutes} ${hour < 12 ? 'am' : 'pm'}`;
}
