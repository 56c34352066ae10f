import type { Tense } from '../../lexicon';
import type { CalendarDate, Clock, Frequency, When } from '../../meaning';
import { forms } from './forms';

const words = ['ศูนย์', 'หนึ่ง', 'สอง', 'สาม', 'สี่', 'ห้า', 'หก', 'เจ็ด', 'แปด', 'เก้า', 'สิบ', 'สิบเอ็ด', 'สิบสอง'];

/** How many there are: up to twelve in words, larger numbers in digits. */
export function numberWord(value: number): string {
  return words[value] ?? ` ${digits(value)} `;
}

/** "12,000". Amounts in a unit are written in digits, however small. */
export function digits(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** "วันละ 3 ครั้ง"; what is counted by its journeys is "วันละ 3 เที่ยว". */
export function frequency({ times, per }: Frequency, counter: 'ครั้ง' | 'เที่ยว' = 'ครั้ง'): string {
  return `${per === 'day' ? 'วัน' : 'สัปดาห์'}ละ ${digits(times)} ${counter}`;
}

/** "เมื่อวันจันทร์", "ในวันที่ 3 มีนาคม ค.ศ. 2019 เวลา 18.45 น.". What is past is "เมื่อ". */
export function when(time: When, tense: Tense): string {
  if ('kind' in time) {
    const { lemma, past } = forms.time(time);
    return tense === 'past' ? (past ?? lemma) : lemma;
  }
  const { day, clock } = time;
  const past = tense === 'past' ? 'เมื่อ' : '';
  if (day === undefined) return clock ? past + clockTime(clock) : '';
  const words = 'kind' in day ? when(day, tense) : (past || 'ใน') + date(day);
  return clock ? `${words} ${clockTime(clock)}` : words;
}

const months = [
  'มกราคม',
  'กุมภาพันธ์',
  'มีนาคม',
  'เมษายน',
  'พฤษภาคม',
  'มิถุนายน',
  'กรกฎาคม',
  'สิงหาคม',
  'กันยายน',
  'ตุลาคม',
  'พฤศจิกายน',
  'ธันวาคม',
];

/** Years are those of the Common Era, and say so: the world's towns count by it. */
const date = ({ day, month, year }: CalendarDate) =>
  `วันที่ ${day} ${months[month - 1]}${year === undefined ? '' : ` ค.ศ. ${year}`}`;

/** Twenty-four hours: "เวลา 09.05 น."; the ends of the day by their names. */
function clockTime({ hour, minute }: Clock): string {
  if (minute === 0 && hour % 12 === 0) return hour === 0 ? 'เวลาเที่ยงคืน' : 'เวลาเที่ยงวัน';
  const two = (value: number) => String(value).padStart(2, '0');
  return `เวลา ${two(hour)}.${two(minute)} น. `;
}
