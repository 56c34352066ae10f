import type { CalendarDate, Clock, Frequency, When } from '../../meaning';
import { forms } from './forms';

const words = ['零', '一', '两', '三', '四', '五', '六', '七', '八', '九', '十'];

/** A number before a measure word: up to ten in words, with 两 for two; larger ones in digits. */
export const numeral = (value: number): string => words[value] ?? digits(value);

/** "500", "1.2万". */
export function digits(value: number): string {
  return value >= 10_000 && value % 100 === 0 ? `${value / 10_000}万` : String(value);
}

/** "每天两次": where something is done, and how often. */
export function frequency({ times, per }: Frequency): { every: string; often: string } {
  return { every: { day: '每天', week: '每周' }[per], often: `${numeral(times)}次` };
}

/** "星期一", "2019年3月3日18时45分". */
export function when(time: When): string {
  if ('kind' in time) return forms.time(time).lemma;
  const { day, clock } = time;
  return [day && ('kind' in day ? when(day) : date(day)), clock && clockTime(clock)].filter(Boolean).join('');
}

const date = ({ day, month, year }: CalendarDate) => `${year === undefined ? '' : `${year}年`}${month}月${day}日`;

/** Twenty-four hours, as timetables and the press count them: "18时45分"; the ends of the day by their names. */
function clockTime({ hour, minute }: Clock): string {
  if (minute === 0 && hour % 12 === 0) return hour === 0 ? '零时' : '中午12时';
  return `${hour}时${minute === 0 ? '' : `${String(minute).padStart(2, '0')}分`}`;
}

/** How a time behaves in a sentence: a point in time like its day. */
export function positionOf(time: When): 'day' | 'span' | 'now' | 'repeated' | 'manner' {
  if ('kind' in time) return forms.time(time).position;
  return time.day && 'kind' in time.day ? positionOf(time.day) : 'day';
}
