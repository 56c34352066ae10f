import { isDeepStrictEqual } from 'node:util';
import { type Architecture, architectureOf } from './architecture';
import { describe, type Family, families } from './families';
import { type Activation, commonDefaults, commonLayout, type Json, type LayerType } from './families/family';
import { type RopeConfig, readRope, scaledContext, writeRope } from './rope-config';
import { positive, readSettings, type Settings, whole, writeSettings } from './settings';

/** The shape of a decoder, as `config.json` describes it; what is left out is as in a plain model of the family. */
export interface ModelConfig extends RopeConfig, Settings {
  family: Family;
  vocabSize: number;
  /** Width of the hidden states. */
  hiddenSize: number;
  /** Width inside the feed-forward layers. */
  intermediateSize: number;
  layers: number;
  /** Query heads. */
  heads: number;
  /** Key-value heads; each serves heads / kvHeads query heads. */
  kvHeads: number;
  headDim: number;
  rmsNormEps: number;
  /** The longest sequence, in tokens. */
  contextLength: number;
  /** `max_position_embeddings`, where scaled rotary positions make the context another. */
  maxPositions?: number;
  /** Whether the output matrix is the embedding. */
  tieWordEmbeddings: boolean;
  /** Where it is not the family's. */
  activation?: Activation;
  /** Tokens that a layer with a sliding window looks at, its own among them. */
  slidingWindow?: number;
  /** Which layers have the window; all of them where nothing is said. */
  layerTypes?: readonly LayerType[];
  /** The layers without rotary positions. */
  withoutRope?: readonly number[];
}

/** Larger numbers are mistakes, and would take all memory before they are noticed. */
const MOST = { tokens: 2 ** 24, width: 2 ** 20, layers: 2048, heads: 2 ** 14, positions: 2 ** 24 };

/**
 * Reads a Hugging Face `config.json`, in the older form (`rope_theta`, `rope_scaling`) and the newer one (`rope_parameters`). What is not
 * said is what Hugging Face transformers takes for the family.
 *
 * @throws Error naming the model type, field or feature that cannot be used
 */
export function parseConfig(given: Json): ModelConfig {
  const type = given.model_type;
  if (typeof type !== 'string' || !Object.hasOwn(families, type))
    throw new Error(`model_type ${type} is not supported: this runs ${Object.keys(families).sort().join(', ')}`);
  const family = type as Family;
  const { layout, settings = [], defaults } = describe(family);
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const json: Json = { ...commonDefaults, ...defaults, ...said };
  const heads = whole(json, 'num_attention_heads', MOST.heads);
  const hiddenSize = whole(json, 'hidden_size', MOST.width);
  const positions = whole(json, 'max_position_embeddings', MOST.positions);
  const kvHeads = whole(json, 'num_key_value_heads', MOST.heads, heads);
  if (heads % kvHeads !== 0)
    throw new Error(`config.json: ${heads} attention heads cannot share ${kvHeads} key-value heads evenly`);
  const headDim = positive(json, 'head_dim', hiddenSize / heads);
  if (!Number.isInteger(headDim) || headDim % 2 !== 0 || headDim > MOST.heads)
    throw new Error(`config.json: heads are ${headDim} wide: rotary positions need an even number`);
  const partial = settings.includes('partial_rotary_factor');
  const local = settings.includes('rope_local_base_freq');
  const rope = readRope(json, { family, headDim, positions, partial, local });
  const contextLength = scaledContext(rope.ropeScaling, positions);
  const layers = whole(json, 'num_hidden_layers', MOST.layers);
  const kinds = readLayers(json, family, layers);
  const { localRope, ...global } = rope;
  const activation = readActivation(json);
  return {
    family,
    vocabSize: whole(json, 'vocab_size', MOST.tokens),
    hiddenSize,
    intermediateSize: whole(json, 'intermediate_size', MOST.width),
    layers,
    heads,
    kvHeads,
    headDim,
    ...global,
    // A model without windowed layers has no use for their positions.
    ...(localRope && kinds.slidingWindow && { localRope }),
    rmsNormEps: positive(json, 'rms_norm_eps'),
    contextLength,
    ...(contextLength !== positions && { maxPositions: positions }),
    tieWordEmbeddings: readFlag(json, 'tie_word_embeddings'),
    ...(activation !== (layout?.activation ?? commonLayout.activation) && { activation }),
    ...kinds,
    ...withoutCommon(readSettings(json, { name: family, settings }), family, headDim),
  };
}

function readFlag(json: Json, field: string): boolean {
  const value = json[field] ?? false;
  if (typeof value !== 'boolean') throw new Error(`config.json: ${field} is ${value}: it must be true or false`);
  return value;
}

/** The layers' windows and positions. */
function readLayers(
  json: Json,
  family: Family,
  layers: number,
): Pick<ModelConfig, 'slidingWindow' | 'layerTypes' | 'withoutRope'> {
  const { layerTypes, withoutRope } = describe(family);
  const types: readonly unknown[] = layerTypes?.(json, layers) ?? new Array(layers).fill('full_attention');
  const unknown = types.find(type => type !== 'full_attention' && type !== 'sliding_attention');
  if (unknown !== undefined)
    throw new Error(`config.json: layer_types has ${unknown}: this runs full_attention and sliding_attention`);
  if (types.length !== layers)
    throw new Error(`config.json: layer_types names ${types.length} layers, but there are ${layers}`);
  const listed = json.layer_types ?? types;
  if (JSON.stringify(listed) !== JSON.stringify(types))
    throw new Error(`config.json: layer_types ${JSON.stringify(listed)} is not supported in a ${family} model`);
  const bare = withoutRope?.(json, layers) ?? [];
  const sliding = types.filter(type => type === 'sliding_attention').length;
  return {
    ...(sliding > 0 && { slidingWindow: whole(json, 'sliding_window', MOST.positions) }),
    ...(sliding > 0 && sliding < layers && { layerTypes: types as LayerType[] }),
    ...(bare.length > 0 && { withoutRope: bare }),
  };
}

/** Gemma's files name the activation under another key, and may hold the common one beside it. */
const activationKey = (json: Json) => ('hidden_activation' in json ? 'hidden_activation' : 'hidden_act');

function readActivation(json: Json): Activation {
  const key = activationKey(json);
  const value = json[key] ?? (key === 'hidden_act' ? 'silu' : 'gelu_pytorch_tanh');
  if (value !== 'silu' && value !== 'gelu_pytorch_tanh')
    throw new Error(`config.json: ${key} ${value} is not supported: this runs silu and gelu_pytorch_tanh`);
  return value;
}

/** Leaves out what says no more than the family does. */
function withoutCommon(settings: Settings, family: Family, headDim: number): Settings {
  const { attentionBias, attentionMultiplier, queryPreAttnScalar, ...rest } = settings;
  return {
    ...rest,
    ...(attentionBias && !describe(family).layout?.qkvBias && { attentionBias }),
    ...(attentionMultiplier !== undefined && attentionMultiplier !== 1 / Math.sqrt(headDim) && { attentionMultiplier }),
    ...(queryPreAttnScalar !== undefined && queryPreAttnScalar !== headDim && { queryPreAttnScalar }),
  };
}

/**
 * The contents of `config.json`.
 *
 * @throws Error naming what models of the family do not have
 */
export function toHuggingFaceConfig(config: ModelConfig, tokens: { endId: number; padId: number }): Json {
  const { family, headDim, layers, slidingWindow } = config;
  const { architecture, layout, settings = [], defaults = {}, layerTypes, write } = describe(family);
  const positions = config.maxPositions ?? config.contextLength;
  const activation = config.activation ?? layout?.activation ?? commonLayout.activation;
  const everywhere: LayerType = slidingWindow === undefined ? 'full_attention' : 'sliding_attention';
  const types = config.layerTypes ?? new Array(layers).fill(everywhere);
  const json = {
    architectures: [architecture],
    model_type: family,
    vocab_size: config.vocabSize,
    hidden_size: config.hiddenSize,
    intermediate_size: config.intermediateSize,
    num_hidden_layers: layers,
    num_attention_heads: config.heads,
    num_key_value_heads: config.kvHeads,
    head_dim: headDim,
    [activationKey(defaults)]: activation,
    ...writeRope({ ...config, positions }),
    rms_norm_eps: config.rmsNormEps,
    max_position_embeddings: positions,
    sliding_window: slidingWindow ?? null,
    use_sliding_window: slidingWindow !== undefined,
    // Programs that know no lists of types read from which layer on a Qwen model has the window.
    ...('max_window_layers' in defaults &&
      slidingWindow !== undefined && { max_window_layers: types.indexOf('sliding_attention') }),
    tie_word_embeddings: config.tieWordEmbeddings,
    attention_bias: layout?.qkvBias ?? false,
    mlp_bias: false,
    ...writeSettings(
      {
        ...config,
        attentionBias: config.attentionBias ?? layout?.qkvBias,
        attentionMultiplier: config.attentionMultiplier ?? 1 / Math.sqrt(headDim),
        queryPreAttnScalar: config.queryPreAttnScalar ?? headDim,
      },
      settings,
    ),
    ...write?.(config),
    bos_token_id: null,
    eos_token_id: tokens.endId,
    pad_token_id: tokens.padId,
    use_cache: true,
  };
  const implied = layerTypes?.({ ...defaults, ...json }, layers) ?? types;
  const whole = JSON.stringify(implied) === JSON.stringify(types) ? json : { ...json, layer_types: types };
  checkSaid(whole, config);
  return whole;
}

/** @throws Error when config.json has no words for something that the model computes with */
function checkSaid(json: Json, config: ModelConfig): void {
  const [said, meant] = [parseConfig(json), config].map(architectureOf) as [Architecture, Architecture];
  const keys = Object.keys(meant) as (keyof Architecture)[];
  const lost = keys.find(key => JSON.stringify(said[key]) !== JSON.stringify(meant[key]));
  if (lost === undefined) return;
  const value = JSON.stringify(
    lost === 'layers' ? meant.layers.find((_, i) => !isDeepStrictEqual(meant.layers[i], said.layers[i])) : meant[lost],
  );
  throw new Error(`config.json of a ${config.family} model cannot say ${lost} ${value}: choose a family that has it`);
}
