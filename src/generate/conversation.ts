import type { ChatModel } from '../model';
import type { EncodingOptions } from '../text';
import type { Message } from '../types';
import { openDecoder, textSoFar } from './chat';
import type { DecodingOptions } from './decode';

/** How a conversation goes. */
export interface ConversationOptions
  extends Pick<DecodingOptions, 'temperature' | 'topK' | 'topP' | 'repetitionPenalty' | 'maxNewTokens' | 'seed'> {
  /** What stands before all turns. */
  system?: string;
  /** How it is rendered and encoded. */
  chat?: EncodingOptions;
}

/** An answer in a conversation. */
export interface Reply {
  text: string;
  /** Whether the model ended its turn by itself, rather than being stopped or cut off. */
  finished: boolean;
  /** Messages at the beginning that the model did not read any more, because all together were too long for it. */
  forgotten: number;
}

/** A conversation with a model that stays open. */
export interface Conversation {
  /** What was said so far, without the system's message. */
  readonly turns: readonly Message[];
  /** What of the options is other from now on. */
  change(options: ConversationOptions): void;
  /**
   * Says something, and waits for the answer; both become turns.
   * @param hooks.onText the answer so far, whenever it has grown
   * @param hooks.signal stops the answer; what was written stands
   * @throws Error when even the question alone is too long for the model
   */
  say(text: string, hooks?: { onText?: (text: string) => void; signal?: AbortSignal }): Promise<Reply>;
  /** Forgets all turns. */
  reset(): void;
  dispose(): Promise<void>;
}

/** Opens a conversation with a chat model: it is opened for generation once, and remembers as many turns as it can read. */
export function openConversation(model: ChatModel, options: ConversationOptions = {}): Conversation {
  const { tokenizer, config } = model;
  const decoder = openDecoder(model);
  let turns: Message[] = [];
  let how = options;

  /** The tokens of the chat, of which the oldest turns are left out until there is room for an answer. */
  const prompt = (all: readonly Message[], room: number): { ids: number[]; forgotten: number } => {
    const system: Message[] = how.system ? [{ role: 'system', content: how.system }] : [];
    for (let forgotten = 0; ; forgotten += 2) {
      const kept = all.slice(forgotten);
      const ids = tokenizer.encodeChat([...system, ...kept], { ...how.chat, addGenerationPrompt: true });
      if (ids.length + room <= config.contextLength) return { ids, forgotten };
      if (kept.length <= 1)
        throw new Error(
          `the message has ${ids.length} tokens with its template, and the model reads ${config.contextLength}, ${room} of them for an answer: shorten it`,
        );
    }
  };
  return {
    get turns() {
      return turns;
    },
    change(others) {
      how = { ...how, ...others };
    },
    async say(text, { onText, signal } = {}) {
      const { system: _, chat: __, maxNewTokens = 256, ...decoding } = how;
      const asked: Message[] = [...turns, { role: 'user', content: text }];
      const room = Math.min(maxNewTokens, Math.floor(config.contextLength / 2));
      const { ids, forgotten } = prompt(asked, room);
      const growing: number[] = [];
      const [generated] = await decoder.generate([ids], {
        ...decoding,
        maxNewTokens,
        stop: () => signal?.aborted ?? false,
        onToken({ id }) {
          growing.push(id);
          onText?.(textSoFar(tokenizer, growing));
        },
      });
      const said = tokenizer.decode(generated!.ids);
      turns = [...asked, { role: 'assistant', content: said }];
      return { text: said, finished: generated!.finished && !signal?.aborted, forgotten };
    },
    reset() {
      turns = [];
    },
    dispose: () => decoder.dispose(),
  };
}
