/** Who speaks in a turn of a chat. */
export type Role = 'system' | 'user' | 'assistant';

/** One turn of a chat. */
export interface Message {
  role: Role;
  content: string;
}

/** The turns of a chat, oldest first. */
export type Conversation = Message[];

/** What stands between a translation and the explanation after it. */
export const separator = '\n\n';

/** A BCP-47 language code, such as `en` or `de`. */
export type Language = string;
