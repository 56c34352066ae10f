import type { Certainty, Difference } from '../analysis';
import { formatInterval, type Interval } from '../evaluate';
import { show } from './display';
import { escapeHtml } from './html';

/** What a sentence may hold: text, a number, an interval, or a difference, which brings its word of certainty. */
export type Said = string | number | Interval | Difference | undefined;

/**
 * Shows a sentence whose numbers come from the run: ``say`RaDis keeps ${difference} points more.` `` writes *2.9 ± 1.2 (shown)*. So no number is typed into
 * prose, and a sentence cannot contradict its figure. `**bold**` is bold.
 */
export function say(words: TemplateStringsArray, ...values: readonly Said[]): void {
  const text = words.map((part, i) => part + (i < values.length ? saidText(values[i] as Said) : '')).join('');
  const plain = text.replace(/\s+/g, ' ').trim();
  const html = escapeHtml(plain).replace(/\*\*(.+?)\*\*/g, '<strong>$1</strong>');
  show({
    'text/html': `<p style="max-width:46em;font-size:15px">${html}</p>`,
    'text/plain': plain.replaceAll('**', ''),
  });
}

function saidText(value: Said): string {
  // A sketch may have learned too little for there to be a number.
  if (value === undefined) return '–';
  if (typeof value === 'string') return value;
  if (typeof value === 'number')
    return Number.isInteger(value) || Math.abs(value) < 0.1 ? String(value) : value.toFixed(1);
  const interval = formatInterval(value).replace(/^-/, '−');
  const { certainty } = value as { certainty?: Certainty };
  return certainty === undefined ? interval : `${interval} (${certainty})`;
}
