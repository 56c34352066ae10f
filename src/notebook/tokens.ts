import { show } from './display';
import { escapeHtml } from './html';
import { segmentColours } from './palette';

/** A token of a training example, as it is shown. */
export interface ShownToken {
  text: string;
  /** 0 prompt, 1 translation, 2 rationale. */
  segment: number;
  /** Its weight in the loss before normalisation. */
  weight: number;
}

/** What a decoder writes for the bytes of a character that other tokens complete, and what is shown for it. */
const [REPLACEMENT, PART] = ['\uFFFD', '▯'];

/** Shows training examples token by token: colour tells the segment, its strength the weight in the loss. */
export function showTokens(examples: readonly (readonly ShownToken[])[]): void {
  const names = ['prompt', 'translation', 'rationale'] as const;
  const legend = names.map(
    name =>
      `<span style="background:${segmentColours[name]};padding:2px 8px;margin-right:6px;color:#222">${name}</span>`,
  );
  const html = examples.map(
    tokens =>
      `<div style="margin:8px 0;line-height:1.9;font-family:monospace;font-size:13px">${tokens.map(tokenHtml).join('')}</div>`,
  );
  const text = examples.map(tokens => tokens.map(token => token.text.replaceAll(REPLACEMENT, PART)).join(''));
  show({ 'text/html': `<div>${legend.join(' ')}</div>${html.join('')}`, 'text/plain': text.join('\n\n') });
}

function tokenHtml({ text, segment, weight }: ShownToken): string {
  const name = (['prompt', 'translation', 'rationale'] as const)[segment] ?? 'prompt';
  const strength = segment === 0 ? 1 : 0.25 + 0.75 * Math.min(1, weight);
  const background = `${segmentColours[name]}${Math.round(strength * 255)
    .toString(16)
    .padStart(2, '0')}`;
  const shown = escapeHtml(text).replaceAll('\n', '⏎').replaceAll(REPLACEMENT, PART);
  return `<span title="${name}, weight ${weight}" style="background:${background};color:#222;border-right:1px solid #fff;white-space:pre-wrap">${shown}</span>`;
}
