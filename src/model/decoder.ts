import * as tf from '@tensorflow/tfjs';
import { once } from '../once';
import { type Architecture, architectureOf, type Projection, projections } from './architecture';
import type { ModelConfig } from './config';
import { dropout, gates, logSumExp, type Noise, rmsNorm, rotate, softcapped } from './layers';
import { type Rope, type RotaryTables, rotaryTables } from './rope';

/**
 * Parameters as tensors, by their Hugging Face names. Linear weights are [out, in], as in PyTorch. A layer that has `lora_A` and
 * `lora_B` beside its weight is adapted.
 */
export type ParameterTensors = Record<string, tf.Tensor>;

const EMBEDDING = 'model.embed_tokens.weight';

/** What else a forward pass takes. */
export interface DecodeOptions {
  /** Which text each token belongs to, int32 [batch, time]: attention stays within a text. */
  documents?: tf.Tensor2D;
  /** How the low-rank adapters are used, where there are any. */
  adapters?: AdapterUse;
}

/** What the pass over adapted layers takes beside their parameters. */
export interface AdapterUse {
  /** s, see `loraScale`. */
  scale: number;
  /** Dropout on what goes into the adapters: for training only. Each adapted layer takes as many columns as it has inputs. */
  dropout?: { rate: number } & Noise;
}

/** A part of a decoder: the embedding, a layer, or the last norm. */
export interface Stage {
  /** Whether it reads the parameter of this name. */
  reads(name: string): boolean;
  /** Hidden states out, [batch · time, hidden]; the first stage takes none. */
  run(p: ParameterTensors, h?: tf.Tensor2D, adapters?: AdapterUse): tf.Tensor2D;
}

/**
 * A decoder (see `families`) as a chain of stages; norms stand where the family has them, before or behind:
 *
 *     h = embed(ids);   per layer: h += norm(attention(norm(h))); h += norm(mlp(norm(h)));   out = norm(h)
 *
 * @param ids token ids, int32 [batch, time]
 */
export function decoderStages(ids: tf.Tensor2D, config: ModelConfig, documents?: tf.Tensor2D): Stage[] {
  const [batch, time] = ids.shape;
  const architecture = architectureOf(config);
  const { norms, gainOffset, embeddingScale, residualScale } = architecture;
  const into = projections(config, architecture);
  const tablesOf = once((rope: Rope) => rotaryTables(time, rope, documents));
  const maskOf = once((window: number) => attentionMask(time, window, documents));
  const contexts = architecture.layers.map(({ rope, window = time }) => ({
    tables: rope && tablesOf(rope),
    mask: maskOf(Math.min(window, time)),
    ...{ batch, time, config, architecture, into: into.attention },
  }));
  const normed = (p: ParameterTensors, x: tf.Tensor2D, name: string) => {
    const gain = parameter(p, `${name}.weight`);
    return rmsNorm(x, gainOffset === 0 ? gain : gain.add(gainOffset), config.rmsNormEps);
  };
  const embed: Stage = {
    reads: name => name === EMBEDDING,
    run: p => scaled(tf.gather(parameter(p, EMBEDDING), ids.flatten()) as tf.Tensor2D, embeddingScale), // (B·T, d)
  };
  const layer = (index: number): Stage => {
    const prefix = `model.layers.${index}.`;
    return {
      reads: name => name.startsWith(prefix),
      run(p, entering, adapters) {
        const adapt = adapters && adapterPass(adapters, columnsBefore(index, p));
        const norm = (x: tf.Tensor2D, name?: string) => (name === undefined ? x : normed(p, x, prefix + name));
        const linear = (x: tf.Tensor2D, name: string) => adaptedLinear(p, x, prefix + name, adapt);
        const h = entering as tf.Tensor2D;
        const heard = attention(norm(h, norms.beforeAttention), { linear, norm }, contexts[index] as AttentionContext);
        const attended = h.add(scaled(norm(heard, norms.afterAttention), residualScale)) as tf.Tensor2D;
        const thought = mlp(norm(attended, norms.beforeFeedForward), linear, into.feedForward, architecture);
        return attended.add(scaled(norm(thought, norms.afterFeedForward), residualScale));
      },
    };
  };
  const end: Stage = {
    reads: name => name === 'model.norm.weight',
    run: (p, h) => normed(p, h as tf.Tensor2D, 'model.norm'),
  };
  return [embed, ...Array.from({ length: config.layers }, (_, index) => layer(index)), end];
}

/** s · x */
const scaled = (x: tf.Tensor2D, scale: number): tf.Tensor2D => (scale === 1 ? x : x.mul(scale));

/**
 * The final hidden states of a decoder, [batch · time, hidden].
 *
 * Attention is causal, so sequences may be padded on the right without a mask: no real token sees what follows it. Rows may hold
 * several texts: with `documents` attention stays within each. Rotary positions are relative, so a text need not start at 0.
 *
 * @param p parameters by Hugging Face name
 * @param ids token ids, int32 [batch, time]
 * Source: Touvron et al. 2023 (2302.13971); names and layout as in Hugging Face `LlamaForCausalLM`.
 */
export function decode(
  p: ParameterTensors,
  ids: tf.Tensor2D,
  config: ModelConfig,
  { documents, adapters }: DecodeOptions = {},
): tf.Tensor2D {
  let h: tf.Tensor2D | undefined;
  for (const stage of decoderStages(ids, config, documents)) h = stage.run(p, h, adapters);
  return h as tf.Tensor2D;
}

/** The matrix that turns hidden states into logits, [vocabulary, hidden]: the embedding itself when the two are tied. */
export function head(p: ParameterTensors, config: ModelConfig): tf.Tensor2D {
  return parameter(p, headName(config)) as tf.Tensor2D;
}

/** The name of that matrix. */
export const headName = ({ tieWordEmbeddings }: ModelConfig): string =>
  tieWordEmbeddings ? EMBEDDING : 'lm_head.weight';

/** Logits of every position, [batch · time, vocabulary]. */
export function logits(p: ParameterTensors, ids: tf.Tensor2D, config: ModelConfig): tf.Tensor2D {
  return logitsAt(p, decode(p, ids, config), config);
}

/** Logits of the positions that are asked, [asked, vocabulary], from the final hidden states; every position by default. */
export function logitsAt(
  p: ParameterTensors,
  h: tf.Tensor2D,
  config: ModelConfig,
  positions?: tf.Tensor1D,
): tf.Tensor2D {
  return finished(tf.matMul(statesAt(h, positions), head(p, config), false, true), config);
}

/** Logits as the family gives them: divided, and softcapped. */
function finished<T extends tf.Tensor>(products: T, config: ModelConfig): T {
  const { logitsScaling, logitSoftcap } = architectureOf(config);
  return softcapped(logitsScaling === 1 ? products : (products.div(logitsScaling) as T), logitSoftcap);
}

const statesAt = (h: tf.Tensor2D, positions?: tf.Tensor1D) =>
  positions === undefined ? h : (tf.gather(h, positions) as tf.Tensor2D);

/** How well a model expects its targets, [asked] each. */
export interface TokenLosses {
  /** −log p(target), in nats. */
  nll: tf.Tensor1D;
  /** Whether the target was the most likely token; has no gradient. */
  correct: tf.Tensor1D;
}

/**
 * How well each target is expected after the final hidden states h:
 *
 *     −log p(target) = logsumexp(h · W^T) − h · W[target]
 *
 * with what the family makes of these products, see {@link logitsAt}. Written so that the one-hot targets never exist as a matrix, neither forward nor backward, and logits only where they are asked for.
 *
 * @param h final hidden states, [batch · time, hidden], see {@link decode}
 * @param targets int32, the token that should follow at each position that is asked
 * @param positions int32 [asked], the positions asked, as indices into batch · time; every one by default
 * @param scores the {@link logitsAt} of these positions, where they are known already
 */
export function tokenLosses(
  p: ParameterTensors,
  h: tf.Tensor2D,
  targets: tf.Tensor,
  config: ModelConfig,
  positions?: tf.Tensor1D,
  scores: tf.Tensor2D = logitsAt(p, h, config, positions),
): TokenLosses {
  const asked = targets.flatten();
  const ofTarget = finished(
    statesAt(h, positions)
      .mul(tf.gather(head(p, config), asked))
      .sum(-1),
    config,
  );
  const nll = logSumExp(scores).sub(ofTarget) as tf.Tensor1D;
  return { nll, correct: tf.equal(tf.argMax(scores, -1), asked) as tf.Tensor1D };
}

/** The linear layers and norms of one decoder layer, by the rest of their names. */
interface Layer {
  linear(x: tf.Tensor2D, name: string): tf.Tensor2D;
  norm(x: tf.Tensor2D, name: string): tf.Tensor2D;
}

interface AttentionContext {
  batch: number;
  time: number;
  /** Where the layer has rotary positions. */
  tables?: RotaryTables<tf.Tensor>;
  mask: tf.Tensor;
  config: ModelConfig;
  architecture: Architecture;
  into: readonly Projection[];
}

/** Causal self-attention; several query heads share one key-value head (grouped-query attention). */
function attention(x: tf.Tensor2D, { linear, norm }: Layer, context: AttentionContext): tf.Tensor2D {
  const { batch, time, tables, mask, config, into } = context;
  const { heads, kvHeads, headDim } = config;
  const { qkNorm, attentionScale, attentionSoftcap } = context.architecture;
  const group = heads / kvHeads;
  const byHead = (projected: tf.Tensor2D, count: number, normName?: string) => {
    const rows = qkNorm === 'head' ? (projected.reshape([batch * time * count, headDim]) as tf.Tensor2D) : projected;
    const normed = qkNorm && normName ? norm(rows, normName) : projected;
    return normed.reshape([batch, time, count, headDim]).transpose([0, 2, 1, 3]); // (B, n, T, hd)
  };
  const turned = (y: tf.Tensor) => (tables ? rotate(y, tables) : y);
  const [queries, keys, values] = projected(x, into, linear) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  const q = turned(byHead(queries, heads, 'self_attn.q_norm')).mul(attentionScale);
  const k = turned(byHead(keys, kvHeads, 'self_attn.k_norm'));
  const v = byHead(values, kvHeads);
  // The query heads of a group lie side by side in time, so that one product serves all of them.
  const rows = [batch * kvHeads, group * time, headDim];
  const columns = k.reshape([batch * kvHeads, time, headDim]);
  const scores = tf.matMul(q.reshape(rows), columns, false, true).reshape([batch, heads, time, time]);
  const capped = softcapped(scores, attentionSoftcap);
  const weights = tf.softmax(capped.add(mask)).reshape([batch * kvHeads, group * time, time]);
  const mixed = tf.matMul(weights, v.reshape([batch * kvHeads, time, headDim]));
  const joined = mixed.reshape([batch, heads, time, headDim]).transpose([0, 2, 1, 3]);
  return linear(joined.reshape([batch * time, heads * headDim]), 'self_attn.o_proj');
}

/** What the projections of x give, a tensor for each of their parts. */
const projected = (x: tf.Tensor2D, into: readonly Projection[], linear: Layer['linear']): tf.Tensor2D[] =>
  into.flatMap(({ name, outputs }) => {
    const y = linear(x, name);
    return outputs.length === 1 ? [y] : (tf.split(y, outputs, -1) as tf.Tensor2D[]);
  });

/** Gated feed-forward layer. */
function mlp(
  x: tf.Tensor2D,
  linear: Layer['linear'],
  into: readonly Projection[],
  { activation }: Architecture,
): tf.Tensor2D {
  const [gate, up] = projected(x, into, linear) as [tf.Tensor2D, tf.Tensor2D];
  return linear(gates[activation](gate, up), 'mlp.down_proj');
}

/** What an adapter adds to its layer, from the layer's input and the adapter's two matrices. */
type AdapterPass = (x: tf.Tensor2D, a: tf.Tensor, b: tf.Tensor) => tf.Tensor2D;

/** s · (dropout(x) A^T) B^T, for one of the decoder's layers: linear layer after linear layer takes its columns of the noise. */
function adapterPass({ scale, dropout: noise }: AdapterUse, columnsBefore: number): AdapterPass {
  let taken = columnsBefore;
  return (x, a, b) => {
    let input = x;
    if (noise !== undefined) {
      const width = x.shape[1];
      const columns = noise.columns.slice([taken], [width]);
      taken += width;
      input = dropout(x, noise.rate, { rows: noise.rows, columns });
    }
    // The narrow side is scaled: it is the smallest of the three.
    return product(product(input, a).mul(scale), b);
  };
}

/** The columns of noise that the adapters of the earlier layers take. */
function columnsBefore(layer: number, p: ParameterTensors): number {
  const layerOf = (name: string) => Number(/^model\.layers\.(\d+)\..*\.lora_A\.weight$/.exec(name)?.[1] ?? Number.NaN);
  const earlier = Object.entries(p).filter(([name]) => layerOf(name) < layer);
  return earlier.reduce((sum, [, { shape }]) => sum + (shape[1] as number), 0);
}

/** x W^T, plus the bias and the adapter of the layer where it has them. */
function adaptedLinear(p: ParameterTensors, x: tf.Tensor2D, name: string, adapt?: AdapterPass): tf.Tensor2D {
  let y: tf.Tensor2D = product(x, parameter(p, `${name}.weight`));
  const [bias, a, b] = ['bias', 'lora_A.weight', 'lora_B.weight'].map(part => p[`${name}.${part}`]);
  if (bias !== undefined) y = y.add(bias);
  if (a !== undefined && b !== undefined) {
    if (adapt === undefined) throw new Error(`${name} has an adapter: say how it is scaled (adapters.scale)`);
    y = y.add(adapt(x, a, b));
  }
  return y;
}

/** x W^T */
const product = (x: tf.Tensor2D, weight: tf.Tensor): tf.Tensor2D => tf.matMul(x, weight as tf.Tensor2D, false, true);

/**
 * 0 where a position may look, a large negative number elsewhere; [time, time], or [batch, 1, time, time] with documents.
 *
 * @param window how many positions one looks at, its own and those before it
 */
function attentionMask(time: number, window: number, documents?: tf.Tensor2D): tf.Tensor {
  const values = new Float32Array(time * time).fill(-1e9);
  for (let row = 0; row < time; row++) values.fill(0, row * time + Math.max(0, row - window + 1), row * time + row + 1);
  const visible = tf.tensor2d(values, [time, time]);
  if (documents === undefined) return visible;
  const other = tf.notEqual(documents.expandDims(2), documents.expandDims(1)); // (B, T, T)
  return other.cast('float32').mul(-1e9).add(visible).expandDims(1);
}

function parameter(p: ParameterTensors, name: string): tf.Tensor {
  const tensor = p[name];
  if (tensor === undefined) throw new Error(`missing parameter: ${name}`);
  return tensor;
}
