import type * as tf from '@tensorflow/tfjs';
import { compile, type Executable, int32, type Provider, type Value } from '../compile';
import { smallest } from '../extremes';
import {
  architectureOf,
  type ChatModel,
  decode,
  type ModelConfig,
  type Parameters,
  ropesOf,
  steadyLength,
  tokenLosses,
} from '../model';
import { strip, type Tokenizer } from '../text';

/** A text that may follow another; each as text, or as token ids. */
export interface LikelihoodRequest {
  context: string | readonly number[];
  continuation: string | readonly number[];
}

/** How well a continuation is expected. */
export interface Likelihood {
  /** Σ log p of its tokens, natural logarithms. */
  logLikelihood: number;
  /** Whether each of its tokens is the most likely one: greedy decoding would write it. */
  greedy: boolean;
}

export interface LikelihoodOptions {
  /** Tokens that are read together; default 4096. */
  batchTokens?: number;
  /** Where the model runs; default `cpu`. */
  provider?: Provider;
  signal?: AbortSignal;
  onProgress?: (progress: { done: number; total: number }) => void;
}

/** Reading what a likelihood takes of a model. */
type Reader = Pick<ChatModel, 'config' | 'parameters' | 'tokenizer'>;

/**
 * How likely a model holds continuations to be, each behind its context:
 *
 *     log p(continuation | context) = Σ_t log p(c_t | context, c_<t)
 *
 * Texts are encoded as the evaluation harness does it: the spaces that end a context belong to the continuation; context and continuation are
 * encoded as one text, and what is left behind the tokens of the context are those of the continuation. An empty context is the token that
 * begins a text, or else the one that ends it. What is longer than the context of the model loses its beginning.
 *
 * @returns a sum of natural logarithms for each request, in their order
 * @throws Error naming a request that has no continuation, or a token that the model does not have
 * Source: EleutherAI/lm-evaluation-harness, `loglikelihood`.
 */
export async function logLikelihoods(
  model: Reader,
  requests: readonly LikelihoodRequest[],
  options: LikelihoodOptions = {},
): Promise<number[]> {
  return (await likelihoods(model, requests, options)).map(({ logLikelihood }) => logLikelihood);
}

/** How likely a model holds continuations to be, and whether it would write each of them by itself. */
export async function likelihoods(
  { config, parameters, tokenizer }: Reader,
  requests: readonly LikelihoodRequest[],
  { batchTokens = 4096, provider, signal, onProgress }: LikelihoodOptions = {},
): Promise<Likelihood[]> {
  if (!Array.isArray(requests)) throw new Error('the requests are no list of { context, continuation }');
  if (!(Number.isInteger(batchTokens) && batchTokens > 0))
    throw new Error(`batchTokens is ${batchTokens}: give a whole number of 1 or more`);
  const rows = requests.map((request, i) => rowOf(request, tokenizer, config, `request ${i}`));
  const results: Likelihood[] = new Array(rows.length);
  // Rows of like length are read together: less is filled up.
  const order = [...rows.keys()].sort((a, b) => rows[b]!.ids.length - rows[a]!.ids.length);
  const scorer = openScorer(config, parameters, provider);
  try {
    for (let from = 0; from < order.length; ) {
      signal?.throwIfAborted();
      const time = lengthFor(rows[order[from] as number]!.ids.length, config);
      const batch = order.slice(from, from + Math.max(1, Math.floor(batchTokens / time)));
      const losses = await scorer.read(
        batch.map(index => rows[index] as Row),
        time,
      );
      batch.forEach((index, i) => {
        results[index] = losses[i] as Likelihood;
      });
      from += batch.length;
      onProgress?.({ done: from, total: order.length });
    }
  } finally {
    await scorer.dispose();
  }
  return results;
}

/** What is read, and the tokens at its end that are asked for. */
interface Row {
  ids: readonly number[];
  targets: readonly number[];
}

function rowOf(
  { context, continuation }: LikelihoodRequest,
  tokenizer: Tokenizer,
  config: ModelConfig,
  name: string,
): Row {
  const [before, after] =
    typeof context === 'string' && typeof continuation === 'string'
      ? encodePair(context, continuation, tokenizer, config)
      : [context, continuation].map(part => (typeof part === 'string' ? tokenizer.encode(part) : part));
  if (!isIds(before) || !isIds(after))
    throw new Error(`${name} has neither a text nor token ids: give { context, continuation }`);
  if (after.length === 0) throw new Error(`${name} has no continuation: there is nothing to expect`);
  const start = before.length > 0 ? before : [beginning(tokenizer)];
  const all = [...start, ...after];
  const alien = all.find(id => !(Number.isInteger(id) && id >= 0 && id < config.vocabSize));
  if (alien !== undefined) throw new Error(`${name} has token ${alien}, outside the vocabulary of ${config.vocabSize}`);
  if (after.length > config.contextLength)
    throw new Error(
      `${name} has a continuation of ${after.length} tokens, and the context of the model ${config.contextLength}`,
    );
  const kept = all.slice(-(config.contextLength + 1));
  return { ids: kept.slice(0, -1), targets: after };
}

const isIds = (part: unknown): part is readonly number[] => Array.isArray(part) || ArrayBuffer.isView(part);

function encodePair(
  context: string,
  continuation: string,
  tokenizer: Tokenizer,
  { family }: ModelConfig,
): [number[], number[]] {
  const before = strip(context, undefined, false, true);
  const [start, whole] = [before, context + continuation].map(text => tokenizer.encode(text)) as [number[], number[]];
  // Gemma reads nothing well that does not begin with its token; the harness puts it there for this family alone.
  const first = before !== '' && family.startsWith('gemma') ? [beginning(tokenizer)] : [];
  return [[...first, ...start], whole.slice(start.length)];
}

/** The token that begins a text; a tokenizer that has none ends texts with it. */
function beginning(tokenizer: Tokenizer): number {
  const { bos_token: bos } = tokenizer.special;
  const [id] = bos === undefined ? [] : tokenizer.encode(bos);
  return id ?? tokenizer.endId;
}

/** Lengths are rounded up, so that few graphs serve all batches. */
const STEP = 32;
const lengthFor = (length: number, { contextLength }: ModelConfig): number =>
  Math.min(contextLength, Math.ceil(length / STEP) * STEP);

/** A graph for each shape of a batch; the weights are shared, and stay where they are. */
function openScorer(config: ModelConfig, parameters: Parameters, provider: Provider | undefined) {
  const weights: Record<string, Value> = Object.fromEntries(
    [...parameters].map(([name, { shape, data }]) => [name, { dtype: 'float32', shape, data }]),
  );
  // Behind this length rotary positions depend on how long a text is: what is filled up must not count.
  const steady = smallest(ropesOf(architectureOf(config)).map(steadyLength));
  let opened: { shape: string; executable: Executable } | undefined;
  const close = async () => {
    const last = opened;
    opened = undefined;
    await last?.executable.dispose();
  };
  return {
    async read(rows: readonly Row[], time: number): Promise<Likelihood[]> {
      const asked = rows.reduce((sum, { targets }) => sum + targets.length, 0);
      const places = 2 ** Math.ceil(Math.log2(asked));
      const [ids, positions, targets] = [rows.length * time, places, places].map(length => new Int32Array(length)) as [
        Int32Array,
        Int32Array,
        Int32Array,
      ];
      let at = 0;
      rows.forEach((row, r) => {
        ids.set(row.ids, r * time);
        row.targets.forEach((target, i) => {
          positions[at] = r * time + row.ids.length - row.targets.length + i;
          targets[at++] = target;
        });
      });
      const inputs = {
        ...weights,
        ...(time > steady && { documents: int32([rows.length, time], textOrNot(rows, time)) }),
        ids: int32([rows.length, time], ids),
        positions: int32([places], positions),
        targets: int32([places], targets),
      };
      const shape = `${rows.length} ${time} ${places}`;
      if (opened?.shape !== shape) {
        await close();
        opened = { shape, executable: await compile(scores(config), inputs, provider && { provider }) };
      }
      const { nll, correct } = await opened!.executable.run(inputs);
      let from = 0;
      return rows.map(({ targets }) => {
        const to = from + targets.length;
        const sum = (nll!.data as Float32Array).subarray(from, to).reduce((total, loss) => total + loss, 0);
        const greedy = correct!.data.subarray(from, to).every(one => one === 1);
        from = to;
        return { logLikelihood: -sum, greedy };
      });
    },
    dispose: close,
  };
}

/** 0 where a row has its text, and 1 where it is filled up. */
function textOrNot(rows: readonly Row[], time: number): Int32Array {
  const documents = new Int32Array(rows.length * time);
  rows.forEach(({ ids }, r) => {
    documents.fill(1, r * time + ids.length, (r + 1) * time);
  });
  return documents;
}

const scores =
  (config: ModelConfig) =>
  ({ ids, positions, targets, documents, ...p }: Record<string, tf.Tensor>) => {
    const h = decode(p, ids as tf.Tensor2D, config, { documents: documents as tf.Tensor2D | undefined });
    return { ...tokenLosses(p, h, targets as tf.Tensor, config, positions as tf.Tensor1D) };
  };
