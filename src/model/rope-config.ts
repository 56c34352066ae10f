import type { Json } from './families/family';
import type { RopeScaling } from './rope';
import { positive } from './settings';

/** What config.json says of rotary positions. */
export interface RopeConfig {
  /** θ of the rotary position embedding. */
  ropeTheta: number;
  ropeScaling?: RopeScaling;
  /** Share of each head that is turned, its first numbers; 1 where nothing is said. */
  rotaryFactor?: number;
  /** Of the layers with a sliding window, where they turn otherwise. */
  localRope?: { theta: number; scaling?: RopeScaling };
}

/** What the reading of rotary positions depends on. */
interface RopeContext {
  family: string;
  headDim: number;
  /** `max_position_embeddings` */
  positions: number;
  /** Whether the family turns parts of heads; whether its windowed layers turn otherwise. */
  partial: boolean;
  local: boolean;
}

/**
 * Reads rotary positions in the older form (`rope_theta`, `rope_scaling`, `partial_rotary_factor` and `rope_local_base_freq` side by side)
 * and in the newer one (`rope_parameters`, which holds them, or one such object for each type of layer).
 *
 * @throws Error naming what cannot be used
 */
export function readRope(json: Json, context: RopeContext): RopeConfig {
  const newer = objectAt(json, 'rope_parameters') ?? {};
  const nested = Object.values(newer).some(
    value => typeof value === 'object' && value !== null && !Array.isArray(value),
  );
  if (nested && !context.local)
    throw new Error(
      `config.json: rope_parameters that differ between layers are not supported in a ${context.family} model`,
    );
  const unknown = nested && Object.keys(newer).find(key => key !== 'full_attention' && key !== 'sliding_attention');
  if (unknown)
    throw new Error(
      `config.json: rope_parameters of ${unknown} are not supported: give full_attention and sliding_attention`,
    );
  const global = nested ? (objectAt(newer, 'full_attention') ?? {}) : newer;
  const rotaryFactor = partialFactor(global, json, context);
  const dim = Math.floor(context.headDim * rotaryFactor);
  if (dim % 2 !== 0 || dim === 0)
    throw new Error(`config.json: heads turn ${dim} of their ${context.headDim} numbers: it must be an even number`);
  const older = objectAt(json, 'rope_scaling');
  const ropeScaling = readScaling(older ?? global, { ...context, dim, json, isOlder: older !== undefined });
  const result: RopeConfig = {
    ropeTheta: positive(global, 'rope_theta', positive(json, 'rope_theta')),
    ...(ropeScaling && { ropeScaling }),
    ...(rotaryFactor !== 1 && { rotaryFactor }),
  };
  if (!context.local) return result;
  const local = nested ? (objectAt(newer, 'sliding_attention') ?? {}) : {};
  partialFactor(local, {}, context);
  const scaling = readScaling(local, { ...context, dim, json, isOlder: false });
  const theta = positive(local, 'rope_theta', positive(json, 'rope_local_base_freq'));
  const same = theta === result.ropeTheta && JSON.stringify(scaling) === JSON.stringify(ropeScaling);
  return same ? result : { ...result, localRope: { theta, ...(scaling && { scaling }) } };
}

function objectAt(json: Json, field: string): Json | undefined {
  const value = json[field] ?? undefined;
  if (value !== undefined && (typeof value !== 'object' || Array.isArray(value)))
    throw new Error(`config.json: ${field} is ${JSON.stringify(value)}: it must be an object`);
  return value as Json | undefined;
}

function partialFactor(parameters: Json, json: Json, { family, partial }: RopeContext): number {
  const factor = positive(parameters, 'partial_rotary_factor', positive(json, 'partial_rotary_factor', 1));
  if (factor > 1 || (factor !== 1 && !partial))
    throw new Error(
      `config.json: partial_rotary_factor ${factor} is not supported in a ${family} model: it turns whole heads`,
    );
  return factor;
}

interface ScalingContext extends RopeContext {
  /** How many numbers of a head are turned. */
  dim: number;
  json: Json;
  /** Whether it stands in `rope_scaling`. */
  isOlder: boolean;
}

/** The keys of each type, beside those of all. */
const scalingKeys: Record<string, readonly string[]> = {
  linear: ['factor'],
  // transformers takes max_position_embeddings for the original context, whatever is said.
  dynamic: ['factor', 'original_max_position_embeddings'],
  yarn: [
    'factor',
    'original_max_position_embeddings',
    'attention_factor',
    'beta_fast',
    'beta_slow',
    'mscale',
    'mscale_all_dim',
    'truncate',
  ],
  llama3: ['factor', 'low_freq_factor', 'high_freq_factor', 'original_max_position_embeddings'],
  longrope: ['factor', 'short_factor', 'long_factor', 'original_max_position_embeddings', 'attention_factor'],
};

const commonKeys = ['type', 'rope_type', 'rope_theta', 'partial_rotary_factor'];

function readScaling(scaling: Json, context: ScalingContext): RopeScaling | undefined {
  const type = typeOf(scaling, context);
  if (type === 'default') return undefined;
  const known = Object.hasOwn(scalingKeys, type) ? scalingKeys[type] : undefined;
  if (known === undefined)
    throw new Error(
      `config.json: rope_scaling of type ${type} is not supported: this runs ${Object.keys(scalingKeys).join(', ')}`,
    );
  const unknown = Object.keys(scaling).find(key => !known.includes(key) && !commonKeys.includes(key));
  if (unknown !== undefined)
    throw new Error(`config.json: rope_scaling of type ${type} has ${unknown}, which is not supported`);
  const number = (field: string, fallback?: number) => positive(scaling, field, fallback);
  switch (type) {
    case 'linear':
      return { type, factor: number('factor') };
    case 'dynamic':
      if (context.dim === 2)
        throw new Error('config.json: rope_scaling of type dynamic needs heads that turn more than 2 numbers');
      return { type, factor: number('factor'), originalContext: context.positions };
    case 'llama3':
      return {
        type,
        factor: number('factor'),
        lowFreqFactor: number('low_freq_factor'),
        highFreqFactor: number('high_freq_factor'),
        originalContext: number('original_max_position_embeddings'),
      };
    case 'yarn':
      return {
        type,
        factor: number('factor'),
        originalContext: number('original_max_position_embeddings', context.positions),
        betaFast: number('beta_fast', 32),
        betaSlow: number('beta_slow', 1),
        truncate: (scaling.truncate ?? true) !== false,
        attentionFactor: yarnAttention(scaling),
      };
    default:
      return readLongrope(scaling, context);
  }
}

/** Phi-3's first files call longrope `su`, or `yarn`. */
function typeOf(scaling: Json, { family }: ScalingContext): string {
  const type = scaling.rope_type ?? scaling.type ?? 'default';
  return family === 'phi3' && (type === 'su' || type === 'yarn') ? 'longrope' : String(type);
}

/** What cosines and sines are multiplied by in YaRN: said, or 1 + m · 0.1 · ln(factor), or the quotient of two of these. */
function yarnAttention(scaling: Json): number {
  const factor = positive(scaling, 'factor');
  const sharpened = (scale: number) => (factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1);
  if ((scaling.attention_factor ?? null) !== null) return positive(scaling, 'attention_factor');
  const { mscale, mscale_all_dim } = scaling;
  if (!(mscale && mscale_all_dim)) return sharpened(1);
  return sharpened(positive(scaling, 'mscale')) / sharpened(positive(scaling, 'mscale_all_dim'));
}

/**
 * The original context stands beside the scaling; in the newer form inside it as well. How much longer the context has become follows from
 * it, or is said.
 */
function readLongrope(scaling: Json, context: ScalingContext): RopeScaling {
  const { json, positions, dim, isOlder } = context;
  const inside = isOlder ? undefined : (scaling.original_max_position_embeddings ?? undefined);
  const beside = json.original_max_position_embeddings ?? inside;
  const originalContext = positive(
    { original_max_position_embeddings: beside },
    'original_max_position_embeddings',
    positions,
  );
  const factor = (beside ?? undefined) === undefined ? positive(scaling, 'factor') : positions / originalContext;
  return {
    type: 'longrope',
    shortFactors: divisors(scaling, 'short_factor', dim / 2),
    longFactors: divisors(scaling, 'long_factor', dim / 2),
    originalContext,
    attentionFactor: positive(scaling, 'attention_factor', longropeAttention(factor, originalContext)),
  };
}

const longropeAttention = (factor: number, originalContext: number) =>
  factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(originalContext));

function divisors(scaling: Json, field: string, count: number): number[] {
  const list = scaling[field];
  if (!Array.isArray(list) || list.length !== count || !list.every(value => typeof value === 'number' && value > 0))
    throw new Error(`config.json: ${field} must hold ${count} positive numbers, one for each pair of a head`);
  return list;
}

/**
 * The longest text that scaled positions are made for.
 * @param positions `max_position_embeddings`
 */
export function scaledContext(scaling: RopeScaling | undefined, positions: number): number {
  if (scaling?.type === 'dynamic') return Math.floor(positions * scaling.factor);
  if (scaling?.type === 'yarn') return Math.max(positions, Math.floor(scaling.originalContext * scaling.factor));
  return positions;
}

/** The keys of config.json for rotary positions. */
export function writeRope(config: RopeConfig & { positions: number; family: string }): Json {
  const { ropeTheta, ropeScaling, rotaryFactor, localRope, positions, family } = config;
  const older = { rope_theta: ropeTheta, rope_scaling: writeScaling(ropeScaling, { positions, family }) };
  const parameters = (theta: number, scaling?: RopeScaling) => ({
    rope_theta: theta,
    ...(writeScaling(scaling, { positions, family }) ?? { rope_type: 'default' }),
  });
  return {
    ...older,
    ...(rotaryFactor !== undefined && { partial_rotary_factor: rotaryFactor }),
    ...(ropeScaling?.type === 'longrope' && { original_max_position_embeddings: ropeScaling.originalContext }),
    // The older form has no place for a scaling of the windowed layers.
    ...(localRope?.scaling && {
      rope_parameters: {
        full_attention: parameters(ropeTheta, ropeScaling),
        sliding_attention: parameters(localRope.theta, localRope.scaling),
      },
    }),
  };
}

function writeScaling(
  scaling: RopeScaling | undefined,
  { positions, family }: { positions: number; family: string },
): Json | null {
  if (scaling === undefined) return null;
  // transformers 4 accepts the older word alone in these.
  const type = family === 'phi3' || family === 'olmo2' ? { type: scaling.type } : { rope_type: scaling.type };
  switch (scaling.type) {
    case 'linear':
    case 'dynamic':
      return { ...type, factor: scaling.factor };
    case 'llama3':
      return {
        ...type,
        factor: scaling.factor,
        low_freq_factor: scaling.lowFreqFactor,
        high_freq_factor: scaling.highFreqFactor,
        original_max_position_embeddings: scaling.originalContext,
      };
    case 'yarn':
      return {
        ...type,
        factor: scaling.factor,
        original_max_position_embeddings: scaling.originalContext,
        beta_fast: scaling.betaFast,
        beta_slow: scaling.betaSlow,
        truncate: scaling.truncate,
        attention_factor: scaling.attentionFactor,
      };
    case 'longrope': {
      const { shortFactors, longFactors, originalContext, attentionFactor } = scaling;
      const follows = attentionFactor === longropeAttention(positions / originalContext, originalContext);
      return {
        ...type,
        short_factor: shortFactors,
        long_factor: longFactors,
        ...(!follows && { attention_factor: attentionFactor }),
      };
    }
  }
}
