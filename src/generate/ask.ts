import { type AnswerOptions, answer, type Speaker } from './chat';

/**
 * What a model answers to a message, or to each of several, as plain text.
 *
 * @throws Error when a message has no place in the context
 *
 * @example
 * ```ts
 * const base = radis.openTinyChat();
 * console.log(await radis.ask(base, 'What does a bear eat?'));
 * // A bear eats honey.
 * ```
 */
export async function ask(model: Speaker, message: string, options?: AnswerOptions): Promise<string>;
export async function ask(model: Speaker, messages: readonly string[], options?: AnswerOptions): Promise<string[]>;
export async function ask(
  model: Speaker,
  messages: string | readonly string[],
  options: AnswerOptions = {},
): Promise<string | string[]> {
  const asked = typeof messages === 'string' ? [messages] : messages;
  const answers = await answer(
    model,
    asked.map(content => [{ role: 'user', content }]),
    options,
  );
  const texts = answers.map(({ text }) => text);
  return typeof messages === 'string' ? (texts[0] as string) : texts;
}
