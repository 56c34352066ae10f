import type { CalendarDate, Clock, Frequency, When } from '../../meaning';
import { join } from '../language';
import { forms } from './forms';

const words = [
  'null',
  'eins',
  'zwei',
  'drei',
  'vier',
  'fünf',
  'sechs',
  'sieben',
  'acht',
  'neun',
  'zehn',
  'elf',
  'zwölf',
];

/** A number up to twelve in words, as careful prose writes it; larger ones in digits. */
export function numberWord(value: number): string {
  return words[value] ?? digits(value);
}

/** "12.000". */
export function digits(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '.');
}

/** "einmal täglich", "viermal wöchentlich". */
export function frequency({ times, per }: Frequency): string {
  return `${times === 1 ? 'ein' : numberWord(times)}mal ${{ day: 'täglich', week: 'wöchentlich' }[per]}`;
}

/** "am Montag", "am 3. März 2019 um 18:45 Uhr". */
export function when(time: When): string {
  if ('kind' in time) return forms.time(time).lemma;
  const { day, clock } = time;
  return join([day && ('kind' in day ? when(day) : date(day)), clock && clockTime(clock)]);
}

const months = [
  'Januar',
  'Februar',
  'März',
  'April',
  'Mai',
  'Juni',
  'Juli',
  'August',
  'September',
  'Oktober',
  'November',
  'Dezember',
];

const date = ({ day, month, year }: CalendarDate) =>
  join(['am', `${day}.`, months[month - 1], year === undefined ? '' : String(year)]);

/** Twenty-four hours: "um 18:45 Uhr", "um 9 Uhr". */
function clockTime({ hour, minute }: Clock): string {
  if (hour === 0 && minute === 0) return 'um Mitternacht';
  return `um ${minute === 0 ? hour : `${hour}:${String(minute).padStart(2, '0')}`} Uhr`;
}
