import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mean } from '../evaluate';
import { writeAtomic } from '../files';
import { initialiseParameters, loadModelFolder, type ModelConfig, saveModelFolder } from '../model';
import { createTokenizer, encodeConversation, type Tokenizer, trainTokenizer } from '../text';
import { finish, type TrainingExample, type TrainLog, train } from '../train';
import { tinyChatConversations, type Voice } from '../world';
import { cached } from './cache';

/** How a chat model of the small world is made: everything that its weights depend on, beside the code. */
export interface TinyChatRecipe {
  config: ModelConfig;
  /** Of the weights, the conversations and their order. */
  seed: number;
  /** Training conversations, each read once. */
  conversations: number;
  batchSize: number;
  /** The peak of the schedule, for Muon. */
  learningRate: number;
  /** Whose words its explanations are in. */
  voice: Voice;
}

/** The shape of TinyChat: a Llama of two million parameters. */
export const tinyChatConfig: ModelConfig = {
  family: 'llama',
  vocabSize: 3072,
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

const tinychat: TinyChatRecipe = {
  config: tinyChatConfig,
  seed: 1,
  conversations: 225_000,
  batchSize: 48,
  learningRate: 4e-3,
  voice: 'own',
};

/** Three times as many parameters. */
const largeConfig: ModelConfig = {
  ...tinyChatConfig,
  hiddenSize: 288,
  intermediateSize: 768,
  layers: 6,
  heads: 9,
};

/** The models of the repository: TinyChat, and two other teachers of rationales, one that explains itself in other words, one larger. */
export const tinyChatRecipes = {
  tinychat,
  'other-words': { ...tinychat, seed: 2, voice: 'other' },
  large: { ...tinychat, config: largeConfig, seed: 3, learningRate: 3e-3 },
} satisfies Record<string, TinyChatRecipe>;

/** Conversations that the tokenizer is learned on. */
const TOKENIZER_SAMPLE = 30_000;

/** Longer conversations, about one in a thousand, are left out: rows that are no longer than they need to be train faster. */
const LONGEST = 192;

/** Conversations that are not trained on: the loss on them shows what was learned. */
const HELD_OUT = 400;

/** Steps between two measurements of that loss. */
const EVALUATE_EVERY = 250;

/** A point of the training of TinyChat. */
export interface TinyChatPoint {
  step: number;
  tokens: number;
  /** Mean loss of the answers in the batches since the point before. */
  loss: number;
  /** Mean loss of answers in conversations that are not trained on, in nats per token. */
  heldOut: number;
}

/** Where the making of TinyChat stands. */
export interface TinyChatProgress {
  done: number;
  total: number;
  note: string;
  secondsLeft: number;
}

/** The tokenizer of a recipe, and its conversations as examples. */
function tinyChatExamples({
  config,
  seed,
  conversations,
  voice,
}: Pick<TinyChatRecipe, 'config' | 'seed' | 'conversations' | 'voice'>): {
  tokenizer: Tokenizer;
  examples: TrainingExample[];
  heldOut: TrainingExample[];
} {
  const chats = tinyChatConversations({ count: conversations + HELD_OUT, seed, voice });
  const texts = chats.slice(0, TOKENIZER_SAMPLE).flatMap(turns => turns.map(turn => turn.content));
  const tokenizer = createTokenizer(trainTokenizer(texts, config.vocabSize, config.contextLength), 'TinyChat');
  const encoded = chats.map(turns => encodeConversation(tokenizer, turns));
  const fitting = (examples: TrainingExample[]) => examples.filter(({ ids }) => ids.length <= LONGEST);
  return {
    tokenizer,
    examples: fitting(encoded.slice(HELD_OUT)),
    heldOut: fitting(encoded.slice(0, HELD_OUT)),
  };
}

/**
 * Makes a chat model from nothing; one that was made before is read, and one whose making was stopped goes on from its last checkpoint.
 * The same recipe and code give the same weights.
 *
 * @param options.root the folder in which it is kept; default outputs/cache
 * @returns the Hugging Face folder of the model, how its training went, and how long it took, all sessions together
 */
export async function makeTinyChat(
  recipe: TinyChatRecipe,
  {
    onProgress,
    signal,
    root,
  }: { onProgress?: (progress: TinyChatProgress) => void; signal?: AbortSignal; root?: string } = {},
): Promise<{ folder: string; seconds: number; points: TinyChatPoint[] }> {
  const { config, seed, batchSize, learningRate } = recipe;
  const make = async (to: string, unfinished: string) => {
    const history = readHistory(unfinished);
    const began = performance.now();
    const seconds = () => history.seconds + (performance.now() - began) / 1000;
    const { tokenizer, examples, heldOut } = tinyChatExamples(recipe);
    const started = performance.now();
    let first: number | undefined;
    let losses: number[] = [];
    const onLog = ({ step, steps, tokens, loss, tokensPerSecond, evaluation }: TrainLog) => {
      first ??= step - 1;
      losses.push(loss);
      if (evaluation) {
        history.points.set(step, { step, tokens, loss: mean(losses), heldOut: evaluation.loss });
        const points = [...history.points.values()];
        writeAtomic(join(unfinished, HISTORY), JSON.stringify({ points, seconds: seconds() }));
        losses = [];
      }
      const secondsLeft = ((performance.now() - started) / 1000 / (step - first)) * (steps - step);
      const note = `loss ${loss.toFixed(3)}, ${Math.round(tokensPerSecond)} tokens/s`;
      onProgress?.({ done: step, total: steps, note, secondsLeft });
    };
    const run = train(config, initialiseParameters(config, seed), examples, {
      seed,
      batchSize,
      learningRate,
      optimizer: 'muon',
      weightDecay: 0.1,
      evaluate: { examples: heldOut, every: EVALUATE_EVERY },
      checkpoints: { folder: unfinished, every: EVALUATE_EVERY },
      signal,
    });
    const parameters = await finish(run, onLog);
    saveModelFolder(join(to, 'model'), { config, parameters, tokenizer });
    return { points: [...history.points.values()], seconds: seconds() };
  };
  const check = (made: string) => void loadModelFolder(join(made, 'model'));
  const { folder, value } = await cached('tinychat', recipe, make, { check, root });
  return { folder: join(folder, 'model'), ...value };
}

/** Beside the checkpoints: what was measured so far, and how long that took. */
const HISTORY = 'history.json';

function readHistory(folder: string): { points: Map<number, TinyChatPoint>; seconds: number } {
  try {
    const { points, seconds } = JSON.parse(readFileSync(join(folder, HISTORY), 'utf8')) as {
      points: TinyChatPoint[];
      seconds: number;
    };
    return { points: new Map(points.map(point => [point.step, point])), seconds };
  } catch {
    // Nothing was measured yet.
    return { points: new Map(), seconds: 0 };
  }
}
