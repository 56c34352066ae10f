import type { Message } from '../types';

/** Two texts that no template writes by itself. */
const [QUESTION, ANSWER] = ['\uE000q\uE001', '\uE000a\uE001'];

/**
 * The control token with which a template ends an assistant's turn: the first thing behind the answer but white space.
 *
 * @param controls the texts of all added tokens
 * @param render renders a chat
 * @returns nothing where no such token follows the answer, or there is no template
 */
export function turnEnd(
  controls: readonly string[],
  render: (messages: readonly Message[]) => string,
): string | undefined {
  let text: string;
  try {
    text = render([
      { role: 'user', content: QUESTION },
      { role: 'assistant', content: ANSWER },
    ]);
  } catch {
    return undefined;
  }
  const at = text.lastIndexOf(ANSWER);
  if (at < 0) return undefined;
  const behind = text.slice(at + ANSWER.length).trimStart();
  const found = controls.filter(token => behind.startsWith(token));
  return found.sort((a, b) => b.length - a.length)[0];
}
