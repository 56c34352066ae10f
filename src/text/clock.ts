const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
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

/**
 * A date as Python's `strftime` writes it in its default locale: in English on every machine. With `-` behind the percent sign numbers have
 * no leading zeros, as on Linux. What is unknown stays as it is.
 *
 * Source: https://docs.python.org/3/library/datetime.html#format-codes
 */
export function strftime(date: Date, format: string): string {
  const [day, month] = [days[date.getDay()] as string, months[date.getMonth()] as string];
  const number = (value: number, width = 2) => String(value).padStart(width, '0');
  const hour = date.getHours();
  const startOfYear = new Date(date.getFullYear(), 0, 1);
  const dayOfYear =
    Math.round(
      (new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime() - startOfYear.getTime()) / 86_400_000,
    ) + 1;
  const parts: Record<string, string> = {
    a: day.slice(0, 3),
    A: day,
    b: month.slice(0, 3),
    B: month,
    c: '%a %b %e %H:%M:%S %Y',
    d: number(date.getDate()),
    D: '%m/%d/%y',
    e: String(date.getDate()).padStart(2, ' '),
    f: number(date.getMilliseconds() * 1000, 6),
    F: '%Y-%m-%d',
    h: month.slice(0, 3),
    H: number(hour),
    I: number(hour % 12 === 0 ? 12 : hour % 12),
    j: number(dayOfYear, 3),
    m: number(date.getMonth() + 1),
    M: number(date.getMinutes()),
    p: hour < 12 ? 'AM' : 'PM',
    S: number(date.getSeconds()),
    T: '%H:%M:%S',
    u: String(date.getDay() === 0 ? 7 : date.getDay()),
    w: String(date.getDay()),
    x: '%m/%d/%y',
    X: '%H:%M:%S',
    y: number(date.getFullYear() % 100),
    Y: String(date.getFullYear()),
    // A date without a zone has none to name.
    z: '',
    Z: '',
    '%': '%',
  };
  return format.replace(/%(-?)([a-zA-Z%])/g, (whole, short: string, code: string) => {
    const part = parts[code];
    if (part === undefined) return whole;
    const written = part.length > 1 && part.includes('%') ? strftime(date, part) : part;
    return short === '' ? written : written.replace(/^[0 ]+(?=\d)/, '');
  });
}
