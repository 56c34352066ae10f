import type { Message } from '../types';
import type { Rendered } from './jinja';

type Range = [number, number];

/** Stands for a control token that somebody typed while the template is rendered. */
const standIn = (nonce: string, index: number) => `\uE000${nonce}${index}\uE001`;

/**
 * Renders a chat so that it is known where control tokens were typed into messages: private characters stand for them while the template
 * is rendered, so that nothing in the template mistakes them for its own.
 *
 * @param controlsIn where control tokens stand in a text
 * @param render renders messages
 * @returns the text with what was typed back in its place, and these places
 */
export function renderTyped(
  messages: readonly Message[],
  controlsIn: (text: string) => readonly (readonly [number, number])[],
  render: (messages: readonly Message[]) => Rendered,
): Rendered & { typed: Range[] } {
  const held = messages.map(({ content }) => content).join('\n');
  let nonce = 't';
  while (held.includes(`\uE000${nonce}`)) nonce += 't';
  const typedTexts: string[] = [];
  const masked = messages.map(message => {
    let content = '';
    let read = 0;
    for (const [from, to] of controlsIn(message.content)) {
      content += message.content.slice(read, from) + standIn(nonce, typedTexts.length);
      typedTexts.push(message.content.slice(from, to));
      read = to;
    }
    return { ...message, content: content + message.content.slice(read) };
  });
  const rendered = render(masked);
  if (typedTexts.length === 0) return { ...rendered, typed: [] };
  const typed: Range[] = [];
  let text = '';
  let shift = 0;
  const shifts: [number, number][] = [];
  let read = 0;
  for (const { index, 0: mark, 1: number } of rendered.text.matchAll(new RegExp(`\uE000${nonce}(\\d+)\uE001`, 'g'))) {
    const original = typedTexts[Number(number)] as string;
    text += rendered.text.slice(read, index);
    typed.push([text.length, text.length + original.length]);
    text += original;
    read = index + mark.length;
    shift += original.length - mark.length;
    shifts.push([read, shift]);
  }
  const moved = (place: number) => place + (shifts.findLast(([from]) => from <= place)?.[1] ?? 0);
  return {
    text: text + rendered.text.slice(read),
    ...(rendered.generation && {
      generation: rendered.generation.map(([from, to]): Range => [moved(from), moved(to)]),
    }),
    typed,
  };
}
