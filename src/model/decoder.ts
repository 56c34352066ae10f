import * as tf from '@tensorflow/tfjs';
import { families, type ModelConfig } from './config';
import { logSumExp, rmsNorm, rotaryTables, rotate, swiGlu } from './layers';

/** Parameters as tensors, by their Hugging Face names. Linear weights are [out, in], as in PyTorch. */
export type ParameterTensors = Record<string, tf.Tensor>;

/**
 * A decoder of the Llama kind (see `families`): token ids in, final hidden states out.
 *
 *     h = embed(ids);   per layer: h += attention(norm(h)); h += mlp(norm(h));   out = norm(h)
 *
 * Attention is causal, so sequences may be padded on the right without a mask: no real token sees what follows it. Rows may hold
 * several texts: with `documents` attention stays within each. Rotary positions are relative, so a text need not start at 0.
 *
 * @param p parameters by Hugging Face name
 * @param ids token ids, int32 [batch, time]
 * @param documents which text each token belongs to, int32 [batch, time]
 * @returns hidden states [batch · time, hidden]
 * Source: Touvron et al. 2023 (2302.13971); names and layout as in Hugging Face `LlamaForCausalLM`.
 */
export function decode(
  p: ParameterTensors,
  ids: tf.Tensor2D,
  config: ModelConfig,
  documents?: tf.Tensor2D,
): tf.Tensor2D {
  const [batch, time] = ids.shape;
  const tables = rotaryTables(time, config);
  const mask = attentionMask(time, documents);
  let h = tf.gather(embedding(p), ids.flatten()) as tf.Tensor2D; // (B·T, d)
  for (let layer = 0; layer < config.layers; layer++) {
    const at = (name: string, part = 'weight') => parameter(p, `model.layers.${layer}.${name}.${part}`);
    const normed = rmsNorm(h, at('input_layernorm'), config.rmsNormEps);
    h = h.add(attention(normed, at, { batch, time, tables, mask, config }));
    h = h.add(mlp(rmsNorm(h, at('post_attention_layernorm'), config.rmsNormEps), at));
  }
  return rmsNorm(h, parameter(p, 'model.norm.weight'), config.rmsNormEps);
}

/** The matrix that turns hidden states into logits, [vocabulary, hidden]: the embedding itself when the two are tied. */
export function head(p: ParameterTensors, config: ModelConfig): tf.Tensor2D {
  return config.tieWordEmbeddings ? embedding(p) : (parameter(p, 'lm_head.weight') as tf.Tensor2D);
}

/** Logits of every position, [batch · time, vocabulary]. */
export function logits(p: ParameterTensors, ids: tf.Tensor2D, config: ModelConfig): tf.Tensor2D {
  return tf.matMul(decode(p, ids, config), head(p, config), false, true);
}

/**
 * Negative log-likelihood of each target, in nats:
 *
 *     −log p(target) = logsumexp(h · W^T) − h · W[target]
 *
 * Written so that the one-hot targets never exist as a matrix, neither forward nor backward, and logits only where they are asked for.
 *
 * @param ids int32 [batch, time], the tokens that are read
 * @param targets int32, the token that should follow at each position that is asked
 * @param rows.documents int32 [batch, time], see {@link decode}
 * @param rows.positions int32 [asked], the positions asked, as indices into batch · time; every one by default
 * @returns one for each target, [asked]
 */
export function negativeLogLikelihood(
  p: ParameterTensors,
  ids: tf.Tensor2D,
  targets: tf.Tensor,
  config: ModelConfig,
  { documents, positions }: { documents?: tf.Tensor2D; positions?: tf.Tensor1D } = {},
): tf.Tensor1D {
  const every = decode(p, ids, config, documents);
  const h = positions === undefined ? every : (tf.gather(every, positions) as tf.Tensor2D);
  const w = head(p, config);
  const normaliser = logSumExp(tf.matMul(h, w, false, true)); // (asked)
  return normaliser.sub(h.mul(tf.gather(w, targets.flatten())).sum(-1));
}

/** The parameters of one layer, by the rest of their name. */
type LayerParameters = (name: string, part?: 'weight' | 'bias') => tf.Tensor;

interface AttentionContext {
  batch: number;
  time: number;
  tables: { cos: tf.Tensor; sin: tf.Tensor };
  mask: tf.Tensor;
  config: ModelConfig;
}

/** Causal self-attention; several query heads share one key-value head (grouped-query attention). */
function attention(x: tf.Tensor2D, at: LayerParameters, context: AttentionContext): tf.Tensor2D {
  const { batch, time, tables, mask, config } = context;
  const { heads, kvHeads, headDim } = config;
  const { attentionBias, qkNorm } = families[config.family];
  const group = heads / kvHeads;
  const project = (name: 'q' | 'k' | 'v', count: number) => {
    const product = linear(x, at(`self_attn.${name}_proj`));
    const biased = attentionBias ? product.add(at(`self_attn.${name}_proj`, 'bias')) : product;
    const normed =
      qkNorm && name !== 'v'
        ? rmsNorm(biased.reshape([batch * time * count, headDim]), at(`self_attn.${name}_norm`), config.rmsNormEps)
        : biased;
    return normed.reshape([batch, time, count, headDim]).transpose([0, 2, 1, 3]); // (B, n, T, hd)
  };
  const q = rotate(project('q', heads), tables).mul(1 / Math.sqrt(headDim));
  const k = rotate(project('k', kvHeads), tables);
  const v = project('v', kvHeads);
  // The query heads of a group lie side by side in time, so that one product serves all of them.
  const rows = [batch * kvHeads, group * time, headDim];
  const keys = k.reshape([batch * kvHeads, time, headDim]);
  const scores = tf.matMul(q.reshape(rows), keys, false, true).reshape([batch, heads, time, time]);
  const weights = tf.softmax(scores.add(mask)).reshape([batch * kvHeads, group * time, time]);
  const mixed = tf.matMul(weights, v.reshape([batch * kvHeads, time, headDim]));
  const joined = mixed.reshape([batch, heads, time, headDim]).transpose([0, 2, 1, 3]);
  return linear(joined.reshape([batch * time, heads * headDim]) as tf.Tensor2D, at('self_attn.o_proj'));
}

/** Gated feed-forward layer. */
function mlp(x: tf.Tensor2D, at: LayerParameters): tf.Tensor2D {
  return linear(swiGlu(linear(x, at('mlp.gate_proj')), linear(x, at('mlp.up_proj'))), at('mlp.down_proj'));
}

/** x · W^T */
function linear(x: tf.Tensor2D, weight: tf.Tensor): tf.Tensor2D {
  return tf.matMul(x, weight as tf.Tensor2D, false, true);
}

/** 0 where a position may look, a large negative number elsewhere; [time, time], or [batch, 1, time, time] with documents. */
function attentionMask(time: number, documents?: tf.Tensor2D): tf.Tensor {
  const values = new Float32Array(time * time);
  for (let row = 0; row < time; row++) values.fill(-1e9, row * time + row + 1, (row + 1) * time);
  const causal = tf.tensor2d(values, [time, time]);
  if (documents === undefined) return causal;
  const other = tf.notEqual(documents.expandDims(2), documents.expandDims(1)); // (B, T, T)
  return other.cast('float32').mul(-1e9).add(causal).expandDims(1);
}

const embedding = (p: ParameterTensors) => parameter(p, 'model.embed_tokens.weight') as tf.Tensor2D;

function parameter(p: ParameterTensors, name: string): tf.Tensor {
  const tensor = p[name];
  if (tensor === undefined) throw new Error(`missing parameter: ${name}`);
  return tensor;
}
