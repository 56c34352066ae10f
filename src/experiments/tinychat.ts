import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mean } from '../evaluate';
import { writeAtomic } from '../files';
import { type ChatModel, initialiseParameters, loadModelFolder, type ModelConfig, saveModelFolder } from '../model';
import { createTokenizer, encodeConversation, trainTokenizer } from '../text';
import { finish, type TrainingExample, type TrainLog, train } from '../train';
import type { Message } from '../types';
import { type Mixture, tinyChatConversations, type Voice } from '../world';
import { cached } from './cache';

/** How a chat model of the small world is made: everything that its weights depend on, beside the code. */
export interface TinyChatRecipe {
  config: ModelConfig;
  /** Of the weights, the conversations and their order. */
  seed: number;
  batchSize: number;
  /** Whose words its explanations are in. */
  voice: Voice;
  stages: TinyChatStage[];
}

/** One part of the training. */
export interface TinyChatStage {
  /** Training conversations, each read once. */
  conversations: number;
  /** The peak of the schedule, for Muon. */
  learningRate: number;
  /** What the conversations are about, where it is not the usual mixture. */
  mixture?: Mixture;
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

/** Following instructions takes copying words from the request, in order: the ability that is learned last gets practice of its own. */
const practice: Mixture = {
  translation: 0.3,
  dictionary: 0.03,
  reasoning: 0.06,
  knowledge: 0.05,
  instructions: 0.5,
  conversation: 0.03,
  safety: 0.03,
};

/** The models of the repository: TinyChat, and two other teachers of rationales, one that explains itself in other words, one larger. */
export const tinyChatRecipes = {
  tinychat: {
    config: tinyChatConfig,
    seed: 1,
    batchSize: 48,
    voice: 'own',
    stages: [
      { conversations: 190_000, learningRate: 4e-3 },
      { conversations: 48_000, learningRate: 2e-3, mixture: practice },
    ],
  },
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
  /** From 0. */
  stage: number;
  step: number;
  tokens: number;
  /** Mean loss of the answers in the batches since the point before. */
  loss: number;
  /** Mean loss of answers in conversations that are not trained on, in nats per token. */
  heldOut: number;
}

/** Where the making of TinyChat stands. */
export interface TinyChatProgress {
  /** From 0. */
  stage: number;
  done: number;
  total: number;
  note: string;
  secondsLeft: number;
}

/** The conversations of a stage; those of the first begin with the ones that the tokenizer is learned on. */
function conversationsOf({ seed, voice, stages }: TinyChatRecipe, stage: number): Message[][] {
  const { conversations, mixture } = stages[stage] as TinyChatStage;
  const place = stage === 0 ? seed : `${seed}/${stage}`;
  return tinyChatConversations({ count: conversations + HELD_OUT, seed: place, mixture, voice });
}

/** A model with random weights and a tokenizer learned on the conversations. */
function newModel({ config, seed }: TinyChatRecipe, chats: readonly Message[][]): ChatModel {
  const texts = chats.slice(0, TOKENIZER_SAMPLE).flatMap(turns => turns.map(turn => turn.content));
  const tokenizer = createTokenizer(trainTokenizer(texts, config.vocabSize, config.contextLength), 'TinyChat');
  return { config, parameters: initialiseParameters(config, seed), tokenizer };
}

/**
 * Makes a chat model from nothing, stage by stage; a stage that was finished before is read, and one that was stopped goes on from its last
 * checkpoint. The same recipe gives the same weights.
 *
 * @returns the Hugging Face folder of the model, how its training went, and how long it took, then or now
 */
export async function makeTinyChat(
  recipe: TinyChatRecipe,
  { onProgress, signal }: { onProgress?: (progress: TinyChatProgress) => void; signal?: AbortSignal } = {},
): Promise<{ folder: string; seconds: number; points: TinyChatPoint[] }> {
  const { seed, batchSize } = recipe;
  let start: ChatModel | undefined;
  let folder = '';
  let seconds = 0;
  const points: TinyChatPoint[] = [];
  for (const [stage, { learningRate }] of recipe.stages.entries()) {
    const make = async (to: string, unfinished: string) => {
      const chats = conversationsOf(recipe, stage);
      const model = start ?? newModel(recipe, chats);
      const encoded = chats.map(turns => encodeConversation(model.tokenizer, turns));
      const fitting = (examples: TrainingExample[]) => examples.filter(({ ids }) => ids.length <= LONGEST);
      const log = createLog(stage, unfinished, onProgress);
      const run = train(model.config, model.parameters, fitting(encoded.slice(HELD_OUT)), {
        seed,
        batchSize,
        learningRate,
        optimizer: 'muon',
        weightDecay: 0.1,
        evaluate: { examples: fitting(encoded.slice(0, HELD_OUT)), every: EVALUATE_EVERY },
        checkpoints: { folder: unfinished, every: EVALUATE_EVERY },
        signal,
      });
      saveModelFolder(join(to, 'model'), { ...model, parameters: await finish(run, log.add) });
      return log.points();
    };
    const check = (made: string) => {
      start = loadModelFolder(join(made, 'model'));
    };
    const upToHere = { ...recipe, stages: recipe.stages.slice(0, stage + 1) };
    const result = await cached('tinychat-stage', upToHere, make, { check });
    folder = join(result.folder, 'model');
    seconds += result.seconds;
    points.push(...result.value);
  }
  return { folder, seconds, points };
}

/** Beside the checkpoints of a stage: what was measured so far. */
const HISTORY = 'history.json';

/** Collects what a stage measures, across interruptions, and reports its progress. */
function createLog(stage: number, unfinished: string, onProgress?: (progress: TinyChatProgress) => void) {
  const path = join(unfinished, HISTORY);
  const points = new Map(readHistory(path).map(point => [point.step, point]));
  const started = performance.now();
  let first: number | undefined;
  let losses: number[] = [];
  const add = ({ step, steps, tokens, loss, tokensPerSecond, evaluation }: TrainLog) => {
    first ??= step - 1;
    losses.push(loss);
    if (evaluation) {
      points.set(step, { stage, step, tokens, loss: mean(losses), heldOut: evaluation.loss });
      writeAtomic(path, JSON.stringify([...points.values()]));
      losses = [];
    }
    const secondsLeft = ((performance.now() - started) / 1000 / (step - first)) * (steps - step);
    const note = `loss ${loss.toFixed(3)}, ${Math.round(tokensPerSecond)} tokens/s`;
    onProgress?.({ stage, done: step, total: steps, note, secondsLeft });
  };
  return { add, points: () => [...points.values()] };
}

function readHistory(path: string): TinyChatPoint[] {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // Nothing was measured yet.
    return [];
  }
}
