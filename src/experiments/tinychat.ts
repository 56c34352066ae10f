import { type ChatModel, initialiseParameters, type ModelConfig } from '../model';
import { createTokenizer, encodeConversation, trainTokenizer } from '../text';
import { type TrainLog, train } from '../train';
import { tinyChatConversations } from '../world';

/** The shape of TinyChat: a Llama of two million parameters. */
export const tinyChatConfig: ModelConfig = {
  vocabSize: 2048,
  hiddenSize: 192,
  intermediateSize: 512,
  layers: 4,
  heads: 6,
  kvHeads: 3,
  headDim: 32,
  ropeTheta: 10000,
  rmsNormEps: 1e-5,
  contextLength: 384,
  tieWordEmbeddings: true,
};

/** How TinyChat is made. */
export interface TinyChatOptions {
  seed?: number;
  /** Conversations it is trained on, each once. */
  conversations?: number;
  config?: ModelConfig;
  learningRate?: number;
  batchSize?: number;
  onLog?: (log: TrainLog) => void;
  signal?: AbortSignal;
}

/** Makes the embedded chat model from nothing: learns its tokenizer on the world, then trains it on conversations of the world. */
export async function makeTinyChat(options: TinyChatOptions = {}): Promise<ChatModel> {
  const {
    seed = 1,
    conversations = 90_000,
    config = tinyChatConfig,
    learningRate = 2e-3,
    batchSize = 96,
    onLog,
    signal,
  } = options;
  const chats = tinyChatConversations({ count: conversations, seed });
  const texts = chats.slice(0, 30_000).flatMap(turns => turns.map(turn => turn.content));
  const tokenizer = createTokenizer(trainTokenizer(texts, config.vocabSize), 'TinyChat');
  const examples = chats.map(turns => encodeConversation(tokenizer, turns));
  const run = train(config, initialiseParameters(config, seed), examples, {
    seed,
    learningRate,
    batchSize,
    weightDecay: 0.1,
    signal,
  });
  for (;;) {
    const { value, done } = await run.next();
    if (done) return { config, parameters: value, tokenizer };
    onLog?.(value);
  }
}
