import type { ChatModel } from '../model';
import type { Message } from '../types';
import { createDecoder, type Decoder, type DecodingOptions } from './decode';

/** A model's answer to a conversation. */
export interface Answer {
  text: string;
  /** Whether the model ended its turn by itself. */
  finished: boolean;
}

/** Opens a chat model for generation. */
export function openDecoder({ config, parameters, tokenizer }: ChatModel): Decoder {
  return createDecoder(config, parameters, tokenizer);
}

/** Lets the model answer each conversation, whose last turn is the user's. */
export async function answer(
  model: ChatModel,
  conversations: readonly (readonly Message[])[],
  options: DecodingOptions = {},
): Promise<Answer[]> {
  const prompts = conversations.map(turns => model.tokenizer.encodeChat([...turns], { addGenerationPrompt: true }));
  const decoder = openDecoder(model);
  try {
    const generated = await decoder.generate(prompts, options);
    return generated.map(({ ids, finished }) => ({ text: model.tokenizer.decode(ids), finished }));
  } finally {
    await decoder.dispose();
  }
}
