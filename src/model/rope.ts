import * as tf from '@tensorflow/tfjs';

/** How rotary frequencies are stretched for contexts longer than those first trained on. */
export type RopeScaling =
  | { type: 'linear'; factor: number }
  /** Grows with the text, once it is longer than the original context. */
  | { type: 'dynamic'; factor: number; originalContext: number }
  | {
      type: 'yarn';
      factor: number;
      originalContext: number;
      betaFast: number;
      betaSlow: number;
      /** Whether the bounds of the blend are whole pairs. */
      truncate: boolean;
      /** What cosines and sines are multiplied by. */
      attentionFactor: number;
    }
  | { type: 'llama3'; factor: number; lowFreqFactor: number; highFreqFactor: number; originalContext: number }
  /** A divisor for each pair of a head: one list for texts up to the original context, another for longer ones. */
  | {
      type: 'longrope';
      shortFactors: readonly number[];
      longFactors: readonly number[];
      originalContext: number;
      attentionFactor: number;
    };

/** The rotary position embedding of a layer. */
export interface Rope {
  /** How many numbers of a head are turned: the first ones. */
  dim: number;
  theta: number;
  scaling?: RopeScaling;
}

/** The angle of one step for each pair, and what cosines and sines are multiplied by. */
interface Turning {
  frequencies: number[];
  factor: number;
}

/**
 * The longest text that is turned as shorter ones are. Behind it the frequencies depend on the length of the text (`dynamic`, `longrope`).
 */
export const steadyLength = ({ scaling }: Rope): number =>
  scaling?.type === 'dynamic' || scaling?.type === 'longrope' ? scaling.originalContext : Number.POSITIVE_INFINITY;

/**
 * The frequencies of a text of `length` tokens: θ^(−2i/dim) for pair i, stretched as the model was for longer contexts.
 *
 * Linear scaling divides every frequency by the factor f. Dynamic (NTK) scaling enlarges θ, by (f·n/n₀ − f + 1)^(dim/(dim−2)) for a text of
 * n > n₀ tokens. Llama 3's divides those whose wavelength is long beside the original context, keeps those whose wavelength is short, and
 * blends between. YaRN does so by turns in the original context, and sharpens attention. LongRoPE has a divisor for each pair.
 *
 * Source: Chen et al. 2023 (2306.15595), Peng et al. 2023 (2309.00071), Ding et al. 2024 (2402.13753), and `modeling_rope_utils.py` of
 * Hugging Face transformers, which decides where they leave something open.
 */
export function rotaryTurning({ dim, theta, scaling }: Rope, length = 0): Turning {
  const plain = Array.from({ length: dim / 2 }, (_, i) => theta ** ((-2 * i) / dim));
  const stretched = (stretch: (frequency: number, i: number) => number, factor = 1) => ({
    frequencies: plain.map(stretch),
    factor,
  });
  switch (scaling?.type) {
    case undefined:
      return { frequencies: plain, factor: 1 };
    case 'linear':
      return stretched(frequency => frequency / scaling.factor);
    case 'dynamic': {
      const growth = dynamicGrowth(scaling, length);
      return stretched((frequency, i) => frequency * growth ** ((-2 * i) / (dim - 2)));
    }
    case 'yarn': {
      const kept = yarnKept(dim, theta, scaling);
      return stretched(
        (frequency, i) => frequency * (kept(i) + (1 - kept(i)) / scaling.factor),
        scaling.attentionFactor,
      );
    }
    case 'llama3':
      return stretched(frequency => {
        const { factor, lowFreqFactor, highFreqFactor, originalContext } = scaling;
        const turns = (originalContext * frequency) / (2 * Math.PI);
        const kept = Math.min(1, Math.max(0, (turns - lowFreqFactor) / (highFreqFactor - lowFreqFactor)));
        return frequency * (kept + (1 - kept) / factor);
      });
    case 'longrope': {
      const { shortFactors, longFactors, originalContext, attentionFactor } = scaling;
      const divisors = length > originalContext ? longFactors : shortFactors;
      return stretched((frequency, i) => frequency / (divisors[i] as number), attentionFactor);
    }
  }
}

/** By what θ grows, before the exponent: 1 within the original context. */
const dynamicGrowth = ({ factor, originalContext }: { factor: number; originalContext: number }, length: number) =>
  (factor * Math.max(length, originalContext)) / originalContext - (factor - 1);

/** How much of its own frequency each pair keeps in YaRN: 1 for those that turn often in the original context, 0 for the slow ones. */
function yarnKept(dim: number, theta: number, scaling: Extract<RopeScaling, { type: 'yarn' }>) {
  const { originalContext, betaFast, betaSlow, truncate } = scaling;
  /** The pair that makes so many turns. */
  const pairOf = (turns: number) => (dim * Math.log(originalContext / (turns * 2 * Math.PI))) / (2 * Math.log(theta));
  const [fast, slow] = [pairOf(betaFast), pairOf(betaSlow)];
  const low = Math.max(truncate ? Math.floor(fast) : fast, 0);
  const high = Math.min(truncate ? Math.ceil(slow) : slow, dim - 1);
  const width = high === low ? 0.001 : high - low;
  return (i: number) => 1 - Math.min(1, Math.max(0, (i - low) / width));
}

/** Cosines and sines. */
export interface RotaryTables<T> {
  cos: T;
  sin: T;
}

/** Cosines and sines of some positions of a text of `length` tokens, one for each pair of a head: [count, dim / 2], row-major. */
export function rotaryPairs(
  rope: Rope,
  { from = 0, count, length = from + count }: { from?: number; count: number; length?: number },
): RotaryTables<Float32Array> {
  const { frequencies, factor } = rotaryTurning(rope, length);
  const pairs = frequencies.length;
  const cos = new Float32Array(count * pairs);
  const sin = new Float32Array(count * pairs);
  for (let t = 0; t < count; t++) {
    for (let i = 0; i < pairs; i++) {
      const angle = (from + t) * (frequencies[i] as number);
      cos[t * pairs + i] = factor * Math.cos(angle);
      sin[t * pairs + i] = factor * Math.sin(angle);
    }
  }
  return { cos, sin };
}

/**
 * Cosines and sines for a pass over rows of `time` tokens, repeated for both halves of what is turned: [time, dim], or [batch, 1, time, dim]
 * where rows hold texts of their own lengths on which they depend.
 *
 * @param documents which text each token belongs to, int32 [batch, time]; by default each row is one text
 */
export function rotaryTables(time: number, rope: Rope, documents?: tf.Tensor2D): RotaryTables<tf.Tensor> {
  const table = (length: number): RotaryTables<tf.Tensor> => {
    const { cos, sin } = rotaryPairs(rope, { count: time, length });
    const pairs = rope.dim / 2;
    const both = (values: Float32Array) => {
      const repeated = new Float32Array(time * rope.dim);
      for (let t = 0; t < time; t++) {
        const row = values.subarray(t * pairs, (t + 1) * pairs);
        repeated.set(row, t * rope.dim);
        repeated.set(row, t * rope.dim + pairs);
      }
      return tf.tensor2d(repeated, [time, rope.dim]);
    };
    return { cos: both(cos), sin: both(sin) };
  };
  const { scaling } = rope;
  if (documents === undefined || time <= steadyLength(rope)) return table(time);
  const same = tf.equal(documents.expandDims(2), documents.expandDims(1)); // (B, T, T)
  const lengths = same.cast('float32').sum(-1).expandDims(1).expandDims(-1); // (B, 1, T, 1)
  return scaling?.type === 'dynamic' ? grownTables(time, rope, scaling, lengths) : eitherTable(table, rope, lengths);
}

/** Of two tables, the one for each text's length. */
function eitherTable(
  table: (length: number) => RotaryTables<tf.Tensor>,
  rope: Rope,
  lengths: tf.Tensor,
): RotaryTables<tf.Tensor> {
  const limit = steadyLength(rope);
  const [short, long] = [table(limit), table(limit + 1)];
  const isLong = tf.greater(lengths, limit).cast('float32');
  const choose = (part: 'cos' | 'sin') => short[part].add(long[part].sub(short[part]).mul(isLong));
  return { cos: choose('cos'), sin: choose('sin') };
}

/** The tables of dynamic scaling, from the length of each text. */
function grownTables(
  time: number,
  { dim, theta }: Rope,
  { factor, originalContext }: { factor: number; originalContext: number },
  lengths: tf.Tensor,
): RotaryTables<tf.Tensor> {
  const pairs = Array.from({ length: dim / 2 }, (_, i) => i);
  const steady = Array.from({ length: time }, (_, t) => pairs.map(i => t * theta ** ((-2 * i) / dim)));
  const exponents = pairs.map(i => (-2 * i) / (dim - 2));
  const growth = tf
    .maximum(lengths, originalContext)
    .mul(factor / originalContext)
    .sub(factor - 1);
  const slowed = tf.exp(tf.log(growth).mul(tf.tensor1d(exponents))); // (B, 1, T, dim / 2)
  const angles = slowed.mul(tf.tensor2d(steady, [time, dim / 2]));
  const both = (half: tf.Tensor) => tf.concat([half, half], -1);
  return { cos: both(tf.cos(angles)), sin: both(tf.sin(angles)) };
}
