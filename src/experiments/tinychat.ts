import { join } from 'node:path';
import { type ChatModel, initialiseParameters, loadModelFolder, type ModelConfig, saveModelFolder } from '../model';
import { createTokenizer, encodeConversation, trainTokenizer } from '../text';
import { finish, type TrainLog, type TrainOptions, train } from '../train';
import { type Mixture, tinyChatConversations } from '../world';
import { cached } from './cache';

/** The shape of TinyChat: a Llama of two million parameters. */
export const tinyChatConfig: ModelConfig = {
  family: 'llama',
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

/** One part of TinyChat's training: so many conversations of such a mixture, each once. */
export interface TinyChatStage {
  seed: number;
  conversations: number;
  learningRate: number;
  mixture?: Mixture;
  /** Share of the translations that are followed by an explanation. */
  explained?: number;
}

/** What the later stages practise: copying from the request and spelling, with enough of all else. */
const practice: Mixture = {
  translation: 0.4,
  dictionary: 0.05,
  reasoning: 0.07,
  knowledge: 0.1,
  instructions: 0.3,
  conversation: 0.04,
  safety: 0.04,
};

/**
 * The recipe of the embedded model. What is easy is learned in the first stage; translating and following instructions, which need
 * copying from the request, get most of the others, at falling rates.
 */
export const tinyChatStages: TinyChatStage[] = [
  { seed: 1, conversations: 90_000, learningRate: 2e-3 },
  {
    seed: 2,
    conversations: 65_000,
    learningRate: 2e-3,
    explained: 0.6,
    mixture: {
      translation: 0.5,
      dictionary: 0.06,
      reasoning: 0.07,
      knowledge: 0.08,
      instructions: 0.16,
      conversation: 0.07,
      safety: 0.06,
    },
  },
  { seed: 3, conversations: 36_000, learningRate: 1e-3, explained: 0.9, mixture: practice },
  { seed: 4, conversations: 30_000, learningRate: 7e-4, explained: 0.9, mixture: practice },
];

/** Examples in a batch: about 4,000 tokens. */
const BATCH_SIZE = 96;

/**
 * Runs one stage of TinyChat's training.
 *
 * @param start the model to go on from; without one a tokenizer is learned on the stage's conversations and the weights are random
 */
export async function trainTinyChat(
  { seed, conversations, learningRate, mixture, explained }: TinyChatStage,
  {
    start,
    config = tinyChatConfig,
    onLog,
    ...options
  }: Pick<TrainOptions, 'signal' | 'checkpoints'> & {
    start?: ChatModel;
    config?: ModelConfig;
    onLog?: (log: TrainLog) => void;
  } = {},
): Promise<ChatModel> {
  const chats = tinyChatConversations({ count: conversations, seed, mixture, explained });
  const texts = () => chats.slice(0, 30_000).flatMap(turns => turns.map(turn => turn.content));
  const model = start ?? {
    config,
    parameters: initialiseParameters(config, seed),
    tokenizer: createTokenizer(trainTokenizer(texts(), config.vocabSize, config.contextLength), 'TinyChat'),
  };
  const examples = chats.map(turns => encodeConversation(model.tokenizer, turns));
  const settings = { seed, learningRate, batchSize: BATCH_SIZE, weightDecay: 0.1 };
  const run = train(model.config, model.parameters, examples, { ...settings, ...options });
  return { ...model, parameters: await finish(run, onLog) };
}

/** Where the making of TinyChat stands. */
export interface TinyChatProgress {
  /** From 0. */
  stage: number;
  done: number;
  total: number;
  note: string;
  /** Of this stage. */
  secondsLeft: number;
}

/**
 * Makes TinyChat, stage by stage; a stage that was finished before is read, one that was stopped goes on from its last checkpoint.
 *
 * @returns the Hugging Face folder of the model, and how long the training took, then or now
 */
export async function makeTinyChat({
  onProgress,
  signal,
}: {
  onProgress?: (progress: TinyChatProgress) => void;
  signal?: AbortSignal;
} = {}): Promise<{ folder: string; seconds: number }> {
  let start: ChatModel | undefined;
  let folder = '';
  let seconds = 0;
  for (const [at, stage] of tinyChatStages.entries()) {
    const make = async (to: string, unfinished: string) => {
      const started = performance.now();
      let first: number | undefined;
      const onLog = ({ step, steps, loss, tokensPerSecond }: TrainLog) => {
        first ??= step - 1;
        const secondsLeft = ((performance.now() - started) / 1000 / (step - first)) * (steps - step);
        const note = `loss ${loss.toFixed(3)}, ${Math.round(tokensPerSecond)} tokens/s`;
        onProgress?.({ stage: at, done: step, total: steps, note, secondsLeft });
      };
      saveModelFolder(
        join(to, 'model'),
        await trainTinyChat(stage, { start, signal, checkpoints: { folder: unfinished }, onLog }),
      );
      return {};
    };
    const check = (made: string) => {
      start = loadModelFolder(join(made, 'model'));
    };
    const recipe = { config: tinyChatConfig, stages: tinyChatStages.slice(0, at + 1) };
    const result = await cached('tinychat-stage', recipe, make, { check });
    folder = join(result.folder, 'model');
    seconds += result.seconds;
  }
  return { folder, seconds };
}
