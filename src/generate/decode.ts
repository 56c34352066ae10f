import * as ort from 'onnxruntime-node';
import { createSession, type Provider } from '../compile';
import { inferenceGraph, type ModelConfig, type Parameters, pastName, presentName, type Selection } from '../model';
import { createRandom } from '../random';

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

/** A model opened for generation. */
export interface Decoder {
  /**
   * Continues each prompt until the end token.
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
  tokens: { endId: number; padId: number },
  { provider }: { provider?: Provider } = {},
): Decoder {
  const sessions = new Map<string, Promise<ort.InferenceSession>>();
  const session = (select: Selection) => {
    const key = JSON.stringify(select);
    let opened = sessions.get(key);
    if (opened === undefined) {
      opened = createSession(inferenceGraph(config, parameters, { select }), { provider });
      sessions.set(key, opened);
      // What failed to open may be tried again, and needs no closing.
      opened.catch(() => sessions.delete(key));
    }
    return opened;
  };
  return {
    async generate(prompts, options = {}) {
      const { temperature = 0, topK = 50, topP = 1, repetitionPenalty: penalty = 1 } = options;
      const { batchSize = 64, seed = 0, maxNewTokens = 160, stop, onToken, signal, onProgress } = options;
      checkPrompts(prompts, config);
      checkSettings({ maxNewTokens, batchSize, temperature, topK, topP, penalty });
      const greedy = temperature <= 0;
      const penalised = penalty !== 1;
      const choice = greedy
        ? { kind: 'greedy' as const }
        : { kind: 'sample' as const, topK: Math.min(topK, config.vocabSize) };
      const model = await session({ ...choice, penalised });
      const results: Generated[] = new Array(prompts.length);
      // Prompts of like length share a batch: less padding.
      const order = prompts.map((_, i) => i).sort((a, b) => prompts[a]!.length - prompts[b]!.length || a - b);
      const started = performance.now();
      let done = 0;
      let count = 0;
      for (let from = 0; from < order.length; from += batchSize) {
        const rows = order.slice(from, from + batchSize).map(index => ({
          index,
          prompt: prompts[index] as readonly number[],
          random: createRandom(`${seed}/${index}`),
          ids: [] as number[],
        }));
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
        const drawing = greedy ? undefined : { temperature, topP };
        const context = { config, tokens, drawing, penalty: penalised ? penalty : undefined, maxNewTokens };
        await decodeBatch(model, rows, { ...context, stop, onToken, finish, step });
      }
      return results;
    },
    async dispose() {
      for (const opened of sessions.values()) await (await opened).release();
      sessions.clear();
    },
  };
}

interface Row {
  index: number;
  prompt: readonly number[];
  random: () => number;
  ids: number[];
}

interface BatchContext {
  config: ModelConfig;
  tokens: { endId: number; padId: number };
  /** Settings of drawing; without them the most likely token is taken. */
  drawing: { temperature: number; topP: number } | undefined;
  penalty: number | undefined;
  maxNewTokens: number;
  stop: DecodingOptions['stop'];
  onToken: DecodingOptions['onToken'];
  finish: (row: Row, finished: boolean) => void;
  step: (tokens: number) => void;
}

/** Decodes one batch. Prompts are padded on the left; rows that have ended leave the batch once half of it has. */
async function decodeBatch(model: ort.InferenceSession, rows: Row[], context: BatchContext): Promise<void> {
  const { config, tokens, maxNewTokens, stop, onToken, finish, step } = context;
  const width = Math.max(...rows.map(row => row.prompt.length));
  const padding = rows.map(row => width - row.prompt.length);
  let active = rows.map((row, i) => ({ row, padding: padding[i] as number, ended: false }));
  let cache = emptyCache(config, rows.length);
  let input = active.flatMap(({ row, padding }) => [...Array(padding).fill(tokens.padId), ...row.prompt]);
  let sequence = width;
  for (let total = width; active.length > 0; total++) {
    const batch = active.length;
    const ids = BigInt64Array.from(input, BigInt);
    const mask = new BigInt64Array(batch * total).fill(1n);
    const positions = new BigInt64Array(batch * sequence);
    active.forEach(({ padding }, b) => {
      mask.fill(0n, b * total, b * total + padding);
      for (let s = 0; s < sequence; s++) {
        // A row that has filled the context stays in the batch for a while: its positions must not leave the tables.
        const position = Math.min(total - sequence + s - padding, config.contextLength - 1);
        positions[b * sequence + s] = BigInt(Math.max(0, position));
      }
    });
    const results = await model.run({
      input_ids: new ort.Tensor('int64', ids, [batch, sequence]),
      attention_mask: new ort.Tensor('int64', mask, [batch, total]),
      position_ids: new ort.Tensor('int64', positions, [batch, sequence]),
      ...selectionInputs(active, context),
      ...cache,
    });
    const next = Array.from((results.next as ort.Tensor).data as BigInt64Array, Number);
    let running = 0;
    active.forEach((entry, b) => {
      if (entry.ended) return;
      const token = next[b] as number;
      const { row } = entry;
      const finished = token === tokens.endId;
      if (!finished) {
        row.ids.push(token);
        onToken?.({ index: row.index, id: token });
      }
      const stopped = !finished && (stop?.(row.ids) ?? false);
      entry.ended =
        finished ||
        stopped ||
        row.ids.length >= maxNewTokens ||
        row.prompt.length + row.ids.length >= config.contextLength;
      if (entry.ended) finish(row, finished || stopped);
      else running++;
    });
    step(active.filter(entry => !entry.ended).length);
    if (running === 0) return;
    const compact = running <= batch / 2;
    const keep = active.map((_, b) => b).filter(b => !compact || !(active[b] as { ended: boolean }).ended);
    cache = nextCache(config, results, compact ? keep : undefined);
    active = keep.map(b => active[b]!);
    input = keep.map(b => next[b] as number);
    sequence = 1;
  }
}

/** What the choice of the next token takes beside the model's own inputs. */
function selectionInputs(
  active: readonly { row: Row }[],
  { drawing, penalty }: BatchContext,
): Record<string, ort.Tensor> {
  const inputs: Record<string, ort.Tensor> = {};
  const number = (value: number) => new ort.Tensor('float32', [value], []);
  if (drawing !== undefined) {
    const uniform = Float32Array.from(active, ({ row }) => row.random());
    inputs.uniform = new ort.Tensor('float32', uniform, [active.length]);
    inputs.temperature = number(drawing.temperature);
    inputs.top_p = number(drawing.topP);
  }
  if (penalty !== undefined) {
    const seen = active.map(({ row }) => [...row.prompt, ...row.ids]);
    const width = Math.max(...seen.map(ids => ids.length));
    // Shorter lists are filled up with a token that they hold.
    const filled = seen.flatMap(ids => [...ids, ...Array(width - ids.length).fill(ids[0])]);
    inputs.seen = new ort.Tensor('int64', BigInt64Array.from(filled, BigInt), [active.length, width]);
    inputs.penalty = number(penalty);
  }
  return inputs;
}

function checkSettings(settings: {
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
  if (!(maxNewTokens >= 1))
    throw new Error(`maxNewTokens is ${maxNewTokens}: an answer needs room for at least one token`);
  if (!(Number.isInteger(topK) && topK >= 1)) throw new Error(`topK is ${topK}: give a whole number of 1 or more`);
  if (!(topP > 0 && topP <= 1)) throw new Error(`topP is ${topP}: give a probability above 0, and at most 1`);
  if (!(penalty > 0)) throw new Error(`repetitionPenalty is ${penalty}: give a number above 0; 1 changes nothing`);
}

function emptyCache(config: ModelConfig, batch: number): Record<string, ort.Tensor> {
  const empty = () => new ort.Tensor('float32', new Float32Array(0), [batch, config.kvHeads, 0, config.headDim]);
  return mapCache(config, empty);
}

/** The results of one step as the cache of the next; `rows` keeps only these rows of the batch. */
function nextCache(
  config: ModelConfig,
  results: ort.InferenceSession.ReturnType,
  rows?: number[],
): Record<string, ort.Tensor> {
  return mapCache(config, (layer, part) => {
    const present = results[presentName(layer, part)] as ort.Tensor;
    if (rows === undefined) return present;
    const data = present.data as Float32Array;
    const [batch, ...rest] = present.dims as [number, ...number[]];
    const size = data.length / batch;
    const kept = new Float32Array(rows.length * size);
    rows.forEach((from, to) => {
      kept.set(data.subarray(from * size, (from + 1) * size), to * size);
    });
    return new ort.Tensor('float32', kept, [rows.length, ...rest]);
  });
}

function mapCache(
  config: ModelConfig,
  make: (layer: number, part: 'key' | 'value') => ort.Tensor,
): Record<string, ort.Tensor> {
  const cache: Record<string, ort.Tensor> = {};
  for (let layer = 0; layer < config.layers; layer++) {
    for (const part of ['key', 'value'] as const) cache[pastName(layer, part)] = make(layer, part);
  }
  return cache;
}

function checkPrompts(
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
