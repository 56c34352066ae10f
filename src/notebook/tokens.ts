import { largest } from '../extremes';
import { show } from './display';
import { escapeHtml } from './html';
import { segmentColours } from './palette';

/** A token of a training example, as it is shown: what `annotate` tells of it is enough. */
export interface ShownToken {
  text: string;
  /** The part that it belongs to, by its name or number: 0 prompt, 1 translation, 2 rationale. */
  segment: number | SegmentName;
  /** Its weight in the loss, beside those of the other tokens. */
  weight: number;
  /** What it costs the model, in nats. */
  nll?: number;
}

const names = ['prompt', 'translation', 'rationale'] as const;
type SegmentName = (typeof names)[number];

/** What a decoder writes for the bytes of a character that other tokens complete, and what is shown for it. */
const [REPLACEMENT, PART] = ['\uFFFD', '▯'];

/** Shows training examples token by token: colour tells the part, its strength the weight in the loss. */
export function showTokens(examples: readonly ShownToken[] | readonly ShownToken[][]): void {
  const lists = (Array.isArray(examples[0]) ? examples : [examples]) as readonly ShownToken[][];
  const legend = names.map(
    name =>
      `<span style="background:${segmentColours[name]};padding:2px 8px;margin-right:6px;color:#222">${name}</span>`,
  );
  const html = lists.map(tokens => {
    const heaviest = largest(tokens.map(({ weight }) => weight));
    const spans = tokens.map(token => tokenHtml(token, heaviest > 0 ? token.weight / heaviest : 0));
    return `<div style="margin:8px 0;line-height:1.9;font-family:monospace;font-size:13px">${spans.join('')}</div>`;
  });
  const text = lists.map(tokens => tokens.map(token => token.text.replaceAll(REPLACEMENT, PART)).join(''));
  show({ 'text/html': `<div>${legend.join(' ')}</div>${html.join('')}`, 'text/plain': text.join('\n\n') });
}

/** @param share its weight in parts of the heaviest token's */
function tokenHtml({ text, segment, weight, nll }: ShownToken, share: number): string {
  const name = (typeof segment === 'number' ? names[segment] : segment) ?? 'prompt';
  const strength = name === 'prompt' ? 1 : 0.25 + 0.75 * share;
  const background = `${segmentColours[name]}${Math.round(strength * 255)
    .toString(16)
    .padStart(2, '0')}`;
  const shown = escapeHtml(text).replaceAll('\n', '⏎').replaceAll(REPLACEMENT, PART);
  const cost = nll === undefined || Number.isNaN(nll) ? '' : `, loss ${nll.toFixed(2)}`;
  return `<span title="${name}, weight ${Number(weight.toPrecision(3))}${cost}" style="background:${background};color:#222;border-right:1px solid #fff;white-space:pre-wrap">${shown}</span>`;
}
