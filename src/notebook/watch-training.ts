import { type RunConfig, type Seen, watchTuning } from '../experiments';
import { largest } from '../extremes';
import { ask } from '../generate';
import type { ChatModel } from '../model';
import type { TrainLog } from '../train';
import { createDisplay } from './display';
import { escapeHtml } from './html';
import { tableText } from './table';
import { withProgress } from './with-progress';

/** A model that was watched while it trained. */
export interface WatchedModel {
  model: ChatModel;
  /** What it answers to the questions at the end. */
  answers: string[];
  /** How long training took, in seconds. */
  seconds: number;
}

/** Size of the curve of losses, in pixels, the room for the names of its lines, and the height of a name. */
const [WIDTH, HEIGHT, ROOM, LINE] = [620, 120, 130, 14];

/**
 * Fine-tunes a model in front of the reader: the loss falls, and the answers to the questions change, while it trains. What was trained before is shown as it
 * ended. Interrupting the cell stops it.
 *
 * @param questions what the model is asked at each look, one message each
 * @param options.looks how often it is asked; default 8
 */
export async function watchTraining(
  base: ChatModel,
  run: RunConfig,
  questions: readonly string[],
  { looks = 8 }: { looks?: number } = {},
): Promise<WatchedModel> {
  const display = createDisplay();
  let first: string[] | undefined;
  const onLook = (seen: Seen<string[]>, log: readonly TrainLog[]) => {
    first ??= seen.what;
    const rows = questions.map((question, i) => ({ question, before: first?.[i] ?? '', now: seen.what[i] ?? '' }));
    display.show({ 'text/html': watchedHtml(rows, seen, log), 'text/plain': watchedText(rows, seen) });
  };
  const look = (model: ChatModel) => ask(model, questions);
  const tuned = await withProgress(
    'fine-tuning',
    hooks => watchTuning(base, run, { looks, key: questions, look, onLook }, hooks),
    ({ log, seconds }) => `${log.length} steps in ${seconds.toFixed(0)} s`,
  );
  return { model: tuned.model, answers: tuned.seen.at(-1)?.what ?? [], seconds: tuned.seconds };
}

interface WatchedRow {
  question: string;
  before: string;
  now: string;
}

const watchedText = (rows: readonly WatchedRow[], { step, steps }: Seen<unknown>): string =>
  tableText(
    ['question', 'before', 'now'],
    rows.map(({ question, before, now }) => [question, before, now]),
    `after ${step} of ${steps} steps`,
  );

function watchedHtml(rows: readonly WatchedRow[], { step, steps }: Seen<unknown>, log: readonly TrainLog[]): string {
  const cell = (text: string, style = '') =>
    `<td style="text-align:left;padding:4px 12px;vertical-align:top;white-space:pre-line;${style}">${escapeHtml(text)}</td>`;
  // By a bar as well, not by colour alone.
  const changed = 'border-left:4px solid #D55E00';
  const body = rows.map(
    ({ question, before, now }) =>
      `<tr>${cell(question)}${cell(before)}${cell(now, now === before ? '' : changed)}</tr>`,
  );
  const heads = ['question', 'before', 'now'].map(head => `<th style="text-align:left;padding:4px 12px">${head}</th>`);
  return (
    `<div style="font-family:sans-serif;font-size:13px">after ${step} of ${steps} steps; a bar marks an answer that has changed</div>` +
    `${lossesSvg(log, steps)}<table style="border-collapse:collapse"><thead><tr style="border-bottom:1px solid #888">${heads.join('')}</tr></thead><tbody>${body.join('')}</tbody></table>`
  );
}

/** The losses of both parts so far, with room for the steps to come. */
function lossesSvg(log: readonly TrainLog[], steps: number): string {
  const series = [
    { name: 'translation', dash: '', color: '#2E7D4F', at: (row: TrainLog) => row.translationLoss ?? 0 },
    { name: 'rationale', dash: '5 3', color: '#0072B2', at: (row: TrainLog) => row.rationaleLoss ?? 0 },
  ].filter(({ at }) => log.some(row => at(row) > 0));
  if (log.length < 2 || series.length === 0) return '';
  const top = largest(series.flatMap(({ at }) => log.map(at)));
  const [left, bottom] = [34, 18];
  const x = (step: number) => (left + ((WIDTH - left - ROOM) * step) / steps).toFixed(1);
  const y = (loss: number) => (6 + (HEIGHT - bottom - 6) * (1 - loss / top)).toFixed(1);
  const last = log.at(-1) as TrainLog;
  const ends = series.map(({ at }) => Number(y(at(last))));
  // Names of lines that end close together are put one below the other.
  const apart = ends.length > 1 ? Math.max(0, LINE - Math.abs((ends[0] as number) - (ends[1] as number))) / 2 : 0;
  const lines = series.map(({ name, dash, color, at }, i) => {
    const points = log.map(row => `${x(row.step)},${y(at(row))}`).join(' ');
    const isUpper =
      (ends[i] as number) <= (ends[1 - i] ?? Number.POSITIVE_INFINITY) && i <= ends.indexOf(ends[i] as number);
    const height = (ends[i] as number) + 4 + (isUpper ? -apart : apart);
    return (
      `<polyline points="${points}" fill="none" stroke="${color}" stroke-width="2" stroke-dasharray="${dash}"/>` +
      `<text x="${Number(x(last.step)) + 5}" y="${height}" fill="${color}">${name} ${at(last).toFixed(2)}</text>`
    );
  });
  const frame =
    `<text x="0" y="12" fill="currentColor">${top.toFixed(1)}</text><text x="0" y="${HEIGHT - bottom}" fill="currentColor">0</text>` +
    `<line x1="${left}" x2="${WIDTH - ROOM}" y1="${HEIGHT - bottom}" y2="${HEIGHT - bottom}" stroke="#888"/>` +
    `<text x="${left}" y="${HEIGHT - 4}" fill="currentColor">loss (nats per token) over ${steps} steps</text>`;
  return `<svg width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" style="font:12px sans-serif" role="img" aria-label="losses while training">${frame}${lines.join('')}</svg>`;
}
