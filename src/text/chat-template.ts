import { Template } from '@huggingface/jinja';
import type { Message } from '../types';

/** The control tokens of TinyChat. */
export const specialTokens = {
  pad: '<|pad|>',
  end: '<|end|>',
  system: '<|system|>',
  user: '<|user|>',
  assistant: '<|assistant|>',
} as const;

/** TinyChat's chat template: each turn is its role, its text, and the end token. */
export const chatTemplate =
  "{% for message in messages %}{{ '<|' + message['role'] + '|>' + message['content'] + '<|end|>' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}";

/** A rendered chat, cut into what the template wrote and what people and models wrote. */
export interface ChatPiece {
  text: string;
  /** The index of the message whose text this is; absent for what the template wrote. */
  message?: number;
}

/** Stands for the text of a message while the template is rendered: private characters, which no template writes. */
const placeholder = (index: number) => `\uE000${index}\uE001`;

/**
 * Renders a chat with a Jinja template, keeping apart what the template wrote from the texts of the messages: a control token that
 * somebody typed is text, and must not end a turn.
 */
export function renderChat(
  template: Template,
  messages: readonly Message[],
  variables: Record<string, unknown>,
): ChatPiece[] {
  const masked = messages.map(({ role }, index) => ({ role, content: placeholder(index) }));
  const rendered = template.render({ messages: masked, ...variables });
  return rendered
    .split(/\uE000(\d+)\uE001/)
    .map((part, i) => (i % 2 === 0 ? { text: part } : { text: messages[Number(part)]!.content, message: Number(part) }))
    .filter(piece => piece.text !== '');
}

export { Template };
