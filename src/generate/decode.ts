import * as ort from 'onnxruntime-node';
import { createSession, type Provider } from '../compile';
import { largest } from '../extremes';
import type { ModelConfig, Parameters } from '../model';
import { createRandom } from '../random';
import { KeyValueCache } from './cache';
import { decodingGraph } from './graph';
import { rotaryReader } from './rotary';

/** How the answers are chosen. */
export interface DecodingOptions {
  /** New tokens an answer may have; default 160. */
  maxNewTokens?: number;
  /** 0 (default) takes the most likely token; above it tokens are drawn, from a flatter distribution the higher it is. */
  temperature?: number;
  /** When drawing: only among this many most likely tokens; default 50. */
  topK?: number;
  /** When drawing: only among the fewest most likely tokens that together have this probability; default 1, all of them. */
  topP?: number;
  /** Above 1, tokens of the prompt and of the answer become less likely to come again; default 1. */
  repetitionPenalty?: number;
  /** Ends an answer, after each of its tokens, when it says so. */
  stop?: (ids: readonly number[]) => boolean;
  /** Called with each new token of an answer. */
  onToken?: (token: { index: number; id: number }) => void;
  /** Seed of the draws. An answer depends on the seed and on its place in the list, not on how the list is cut into batches. */
  seed?: number | string;
  /** Prompts decoded together; default 64. */
  batchSize?: number;
  signal?: AbortSignal;
  /** Called after each batch step with the answers finished and the tokens generated so far. */
  onProgress?: (progress: { done: number; total: number; tokens: number; tokensPerSecond: number }) => void;
}

/** What the model wrote after a prompt. */
export interface Generated {
  /** The new tokens, without the end token. */
  ids: number[];
  /** Whether the model ended by itself or was stopped, rather than cut off by the limit of new tokens or of the context. */
  finished: boolean;
}

/** The tokens that a decoder must know. */
export interface EndTokens {
  /** Each of them ends an answer; without any, answers are as long as they may be. */
  endIds: readonly number[];
  /** What fills up the shorter prompts of a batch. */
  padId: number;
}

/** A model opened for generation. */
export interface Decoder {
  /**
   * Continues each prompt until an end token.
   * @param prompts token ids, ending where the answer is to start (a pre-filled answer is simply part of the prompt)
   * @throws Error when a prompt is empty or leaves no room in the context, or when a setting makes no sense
   */
  generate(prompts: readonly (readonly number[])[], options?: DecodingOptions): Promise<Generated[]>;
  dispose(): Promise<void>;
}

/** Opens a model for batched generation, on the CPU unless a provider is named; the next token is chosen inside the graph. */
export function createDecoder(
  config: ModelConfig,
  parameters: Parameters,
  tokens: EndTokens,
  { provider }: { provider?: Provider } = {},
): Decoder {
  const sessions = new Map<boolean, Promise<ort.InferenceSession>>();
  let disposed = false;
  const session = (penalised: boolean) => {
    let opened = sessions.get(penalised);
    if (opened === undefined) {
      const graph = decodingGraph(config, parameters, { penalised });
      opened = createSession(graph.toBytes(), { provider, externalData: graph.externalData() });
      sessions.set(penalised, opened);
      // What failed to open may be tried again, and needs no closing.
      opened.catch(() => sessions.delete(penalised));
    }
    return opened;
  };
  return {
    async generate(prompts, options = {}) {
      if (disposed) throw new Error('the decoder is disposed of: open another');
      const { temperature = 0, topK = 50, topP = 1, repetitionPenalty: penalty = 1 } = options;
      const { batchSize = 64, seed = 0, maxNewTokens = 160, stop, onToken, signal, onProgress } = options;
      checkPrompts(prompts, config);
      checkSettings({ maxNewTokens, batchSize, temperature, topK, topP, penalty });
      checkDrawn(options);
      const drawing = temperature > 0 ? { temperature, topK: Math.min(topK, config.vocabSize), topP } : GREEDY;
      const penalised = penalty !== 1;
      signal?.throwIfAborted();
      const model = await session(penalised);
      const results: Generated[] = new Array(prompts.length);
      // Prompts of like length share a batch: less padding.
      const order = prompts.map((_, i) => i).sort((a, b) => prompts[a]!.length - prompts[b]!.length || a - b);
      const started = performance.now();
      let done = 0;
      let count = 0;
      for (let from = 0; from < order.length; from += batchSize) {
        signal?.throwIfAborted();
        const rows = order.slice(from, from + batchSize).map(index => {
          const prompt = prompts[index] as readonly number[];
          return { index, prompt, random: createRandom(`${seed}/${index}`), ids: [], fresh: prompt, ended: false };
        });
        const finish = (row: Row, finished: boolean) => {
          results[row.index] = { ids: row.ids, finished };
          done++;
        };
        const step = (tokens: number) => {
          count += tokens;
          signal?.throwIfAborted();
          const tokensPerSecond = (count / (performance.now() - started)) * 1000;
          onProgress?.({ done, total: prompts.length, tokens: count, tokensPerSecond });
        };
        const context = { config, tokens, drawing, penalty: penalised ? penalty : undefined, maxNewTokens };
        await decodeBatch(model, rows, { ...context, stop, onToken, finish, step });
      }
      return results;
    },
    async dispose() {
      disposed = true;
      for (const opened of sessions.values()) await (await opened).release();
      sessions.clear();
    },
  };
}

/** Among one token there is nothing to draw. */
const GREEDY = { temperature: 1, topK: 1, topP: 1 };

/** Tokens by which a cache grows when it is full. */
const ROOM = 32;

interface Row {
  index: number;
  prompt: readonly number[];
  random: () => number;
  /** The answer so far. */
  ids: number[];
  /** What the model reads next: the prompt, then a token at a time. */
  fresh: readonly number[];
  ended: boolean;
}

interface BatchContext {
  config: ModelConfig;
  tokens: EndTokens;
  drawing: { temperature: number; topK: number; topP: number };
  penalty: number | undefined;
  maxNewTokens: number;
  stop: DecodingOptions['stop'];
  onToken: DecodingOptions['onToken'];
  finish: (row: Row, finished: boolean) => void;
  step: (tokens: number) => void;
}

/** Decodes one batch. Prompts are padded on the right; rows that have ended leave the batch once half of it has. */
async function decodeBatch(model: ort.InferenceSession, rows: Row[], context: BatchContext): Promise<void> {
  const { config, tokens, maxNewTokens, stop, onToken, finish, step } = context;
  const limit = Math.min(config.contextLength, largest(rows.map(lengthOf)) + maxNewTokens);
  const rotary = rotaryReader(config, limit);
  let active = rows;
  // Nothing is read from the cache before the prompts are in it.
  let cache = new KeyValueCache(config, rows.length, 1);
  for (;;) {
    const width = largest(active.map(({ fresh }) => fresh.length));
    const results = await model.run({
      ...textInputs(active, width, tokens.padId),
      ...selectionInputs(active, context),
      ...rotary.inputs(
        active.map(row => ({ past: pastLengthOf(row), fresh: row.fresh.length })),
        width,
      ),
      ...cache.inputs,
    });
    const longest = largest(active.map(lengthOf));
    if (longest > cache.capacity) cache = cache.grown(Math.min(limit, longest + ROOM));
    const pieces = active.map(row => ({ start: pastLengthOf(row), count: row.fresh.length }));
    cache.add(results, width, pieces);
    const next = Array.from((results.next as ort.Tensor).data as BigInt64Array, Number);
    active.forEach((row, b) => {
      if (row.ended) return;
      const token = next[b] as number;
      const finished = tokens.endIds.includes(token);
      if (!finished) {
        row.ids.push(token);
        onToken?.({ index: row.index, id: token });
      }
      const stopped = !finished && (stop?.(row.ids) ?? false);
      const full = row.ids.length >= maxNewTokens || lengthOf(row) >= config.contextLength;
      row.ended = finished || stopped || full;
      if (row.ended) finish(row, finished || stopped);
      row.fresh = !row.ended && rotary.turnsAnew(lengthOf(row)) ? [...row.prompt, ...row.ids] : [token];
    });
    const running = active.flatMap((row, b) => (row.ended ? [] : [b]));
    step(running.length);
    if (running.length === 0) return;
    if (running.length > active.length / 2) continue;
    cache = cache.resized(running, cache.capacity);
    active = running.map(b => active[b] as Row);
  }
}

/** Tokens of a row, with those that the model reads next. */
const lengthOf = ({ prompt, ids }: Row) => prompt.length + ids.length;

/** Tokens of a row that stand before those that the model reads next. */
const pastLengthOf = (row: Row) => lengthOf(row) - row.fresh.length;

/** What the model reads in a step. A row that has ended reads a token again: nobody looks at what follows. */
function textInputs(active: readonly Row[], width: number, padId: number): Record<string, ort.Tensor> {
  const shape = [active.length, width];
  const ids = new Int32Array(active.length * width).fill(padId);
  active.forEach((row, b) => {
    ids.set(row.fresh, b * width);
  });
  return {
    input_ids: new ort.Tensor('int32', ids, shape),
    last: new ort.Tensor(
      'int64',
      BigInt64Array.from(active, ({ fresh }) => BigInt(fresh.length - 1)),
      [active.length, 1],
    ),
    past_lengths: new ort.Tensor('int32', Int32Array.from(active, pastLengthOf), [active.length]),
  };
}

/** What the choice of the next token takes. */
function selectionInputs(active: readonly Row[], { drawing, penalty }: BatchContext): Record<string, ort.Tensor> {
  const number = (value: number) => new ort.Tensor('float32', [value], []);
  const inputs: Record<string, ort.Tensor> = {
    uniform: new ort.Tensor(
      'float32',
      Float32Array.from(active, row => row.random()),
      [active.length],
    ),
    temperature: number(drawing.temperature),
    top_k: new ort.Tensor('int64', BigInt64Array.of(BigInt(drawing.topK)), [1]),
    top_p: number(drawing.topP),
  };
  if (penalty !== undefined) {
    const seen = active.map(({ prompt, ids }) => [...prompt, ...ids]);
    const width = largest(seen.map(ids => ids.length));
    // Shorter lists are filled up with a token that they hold.
    const filled = seen.flatMap(ids => [...ids, ...Array(width - ids.length).fill(ids[0])]);
    inputs.seen = new ort.Tensor('int32', Int32Array.from(filled), [active.length, width]);
    inputs.penalty = number(penalty);
  }
  return inputs;
}

/** @throws Error when it is said how to draw, but nothing is drawn */
export function checkDrawn({ temperature = 0, topK, topP }: DecodingOptions): void {
  if (temperature === 0 && (topK ?? topP) !== undefined)
    throw new Error('topK and topP choose among drawn tokens: give a temperature above 0, or leave them out');
}

/** @throws Error naming a setting that makes no sense */
export function checkSettings(settings: {
  maxNewTokens: number;
  batchSize: number;
  temperature: number;
  topK: number;
  topP: number;
  penalty: number;
}): void {
  const { maxNewTokens, batchSize, temperature, topK, topP, penalty } = settings;
  if (!(Number.isInteger(batchSize) && batchSize >= 1))
    throw new Error(`batchSize is ${batchSize}: give a whole number of 1 or more`);
  if (!(temperature >= 0 && Number.isFinite(temperature)))
    throw new Error(`temperature is ${temperature}: give 0 for the most likely token, or a number above it`);
  if (!(Number.isInteger(maxNewTokens) && maxNewTokens >= 1))
    throw new Error(`maxNewTokens is ${maxNewTokens}: an answer needs room for at least one token`);
  if (!(Number.isInteger(topK) && topK >= 1)) throw new Error(`topK is ${topK}: give a whole number of 1 or more`);
  if (!(topP > 0 && topP <= 1)) throw new Error(`topP is ${topP}: give a probability above 0, and at most 1`);
  if (!(penalty > 0)) throw new Error(`repetitionPenalty is ${penalty}: give a number above 0; 1 changes nothing`);
}

/** @throws Error naming a prompt that is empty, too long, or of tokens that the model does not have */
export function checkPrompts(
  prompts: readonly (readonly number[])[],
  { contextLength, vocabSize }: Pick<ModelConfig, 'contextLength' | 'vocabSize'>,
): void {
  prompts.forEach((prompt, i) => {
    if (prompt.length === 0) throw new Error(`prompt ${i} is empty: give at least one token`);
    if (prompt.length >= contextLength) {
      throw new Error(`prompt ${i} has ${prompt.length} tokens, but the context holds ${contextLength}: shorten it`);
    }
    const alien = prompt.find(id => !(id >= 0 && id < vocabSize));
    if (alien !== undefined) throw new Error(`prompt ${i} has token ${alien}, outside the vocabulary of ${vocabSize}`);
  });
}
