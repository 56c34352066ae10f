import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { writeAtomic } from '../files';
import { createRandom } from '../random';
import type { ModelConfig } from './config';
import { type Parameters, parameterShapes } from './parameters';
import { readSafetensors, type StoredTensor, writeSafetensors } from './safetensors';

/** Settings of low-rank adapters. */
export interface LoraOptions {
  /** r, the width of the bottleneck; default 16. */
  rank?: number;
  /** α; the adapter is scaled by α / r, or α / √r when it is rank-stabilised. Default 32. */
  alpha?: number;
  /** Scale by α / √r, so that a larger rank does not learn more slowly (rsLoRA). */
  rankStabilised?: boolean;
  /** Share of an adapter's inputs that is set to zero while it trains; default 0. */
  dropout?: number;
  /** The linear layers that get an adapter, by the end of their name, such as `q_proj`; `all-linear` (default) takes all but the head. */
  targets?: 'all-linear' | readonly string[];
}

/** Adapters with their settings: what a PEFT folder holds. */
export interface Adapter {
  options: LoraOptions;
  /** `….lora_A.weight` [rank, in] and `….lora_B.weight` [out, rank], by the name of the layer they belong to. */
  parameters: Parameters;
}

const [A, B] = ['lora_A.weight', 'lora_B.weight'];
const ADAPTER = 'adapter_model.safetensors';
const CONFIG = 'adapter_config.json';
/** What PEFT puts before the names of the model's own modules. */
const PREFIX = 'base_model.model.';

/**
 * The factor s of an adapted linear layer,
 *
 *     y = x W^T + s · (x A^T) B^T,   s = α / r   or   α / √r
 *
 * Source: Hu et al. 2021 (2106.09685); Kalajdzievski 2023 (2312.03732).
 */
export function loraScale({ rank = 16, alpha = 32, rankStabilised = false }: LoraOptions): number {
  return alpha / (rankStabilised ? Math.sqrt(rank) : rank);
}

/**
 * Name and shape of every adapter parameter.
 *
 * @throws Error when the rank is not a positive integer, or a target names no linear layer
 */
export function loraShapes(
  config: ModelConfig,
  { rank = 16, targets = 'all-linear' }: LoraOptions,
): Map<string, number[]> {
  if (!(Number.isInteger(rank) && rank > 0)) throw new Error(`the rank of the adapters is ${rank}: give 1 or more`);
  const linear = [...parameterShapes(config)]
    .filter(([name]) => name.endsWith('_proj.weight'))
    .map(([name, [out, into]]) => ({
      layer: name.slice(0, -'.weight'.length),
      out: out as number,
      into: into as number,
    }));
  if (targets !== 'all-linear' && !Array.isArray(targets))
    throw new Error(
      `the targets of the adapters are ${targets}: give all-linear, or a list such as ['q_proj', 'v_proj']`,
    );
  const isTarget = (layer: string, target: string) => layer === target || layer.endsWith(`.${target}`);
  if (targets !== 'all-linear') {
    const unknown = targets.find(target => !linear.some(({ layer }) => isTarget(layer, target)));
    if (unknown !== undefined) throw new Error(`no linear layer is called ${unknown}: there are ${kindsOf(linear)}`);
  }
  if (targets.length === 0) throw new Error('the adapters have no targets: name linear layers, or give all-linear');
  const chosen = linear.filter(
    ({ layer }) => targets === 'all-linear' || targets.some(target => isTarget(layer, target)),
  );
  return new Map(
    chosen.flatMap(({ layer, out, into }): [string, number[]][] => [
      [`${layer}.${A}`, [rank, into]],
      [`${layer}.${B}`, [out, rank]],
    ]),
  );
}

/** How many columns of noise the dropout of one pass takes: the inputs of all adapted layers; 0 without dropout. */
export function dropoutColumns(config: ModelConfig, lora?: LoraOptions): number {
  if (!lora?.dropout) return 0;
  const inputs = [...loraShapes(config, lora)]
    .filter(([name]) => name.endsWith(A))
    .map(([, [, into]]) => into as number);
  return inputs.reduce((sum, into) => sum + into, 0);
}

const kindsOf = (linear: { layer: string }[]) =>
  [...new Set(linear.map(({ layer }) => layer.split('.').at(-1)))].join(', ');

/** Adapters to start from: A uniform in ±1/√in, as PEFT does it; B zero, so that nothing changes at first. */
export function initialiseLora(config: ModelConfig, options: LoraOptions, seed: number | string): Adapter {
  const random = createRandom(`lora/${seed}`);
  const parameters = new Map<string, StoredTensor>();
  for (const [name, shape] of loraShapes(config, options)) {
    const [rows, columns] = shape as [number, number];
    const data = new Float32Array(rows * columns);
    if (name.endsWith(A)) for (let i = 0; i < data.length; i++) data[i] = (2 * random() - 1) / Math.sqrt(columns);
    parameters.set(name, { shape, data });
  }
  return { options, parameters };
}

/** The model with the adapters worked into its weights: W + s · B A. What was given is left as it was. */
export function mergeLora(parameters: Parameters, adapter: Adapter): Parameters {
  return withAdapter(parameters, adapter, 1);
}

/** The reverse of {@link mergeLora}, up to rounding. */
export function unmergeLora(parameters: Parameters, adapter: Adapter): Parameters {
  return withAdapter(parameters, adapter, -1);
}

function withAdapter(parameters: Parameters, { options, parameters: adapter }: Adapter, sign: 1 | -1): Parameters {
  checkRank(adapter, options);
  const scale = sign * loraScale(options);
  const merged = new Map(parameters);
  for (const [name, a] of adapter) {
    if (!name.endsWith(A)) continue;
    const layer = name.slice(0, -A.length);
    const b = adapter.get(layer + B);
    const weight = parameters.get(`${layer}weight`);
    if (b === undefined || weight === undefined)
      throw new Error(`the adapter ${name} belongs to no layer of the model`);
    merged.set(`${layer}weight`, { shape: weight.shape, data: addProduct(weight.data, b, a, scale) });
  }
  return merged;
}

/** @throws Error when the settings are not those that the adapters were made with */
function checkRank(parameters: Parameters, { rank = 16 }: LoraOptions): void {
  for (const [name, { shape }] of parameters) {
    const made = name.endsWith(A) ? shape[0] : shape[1];
    if (made !== rank)
      throw new Error(`${name} has rank ${made}, but the settings say ${rank}: they do not belong together`);
  }
}

/** The linear layers that adapters belong to, by name. */
const adaptedLayers = (adapter: Parameters): string[] =>
  [...adapter.keys()].filter(name => name.endsWith(A)).map(name => name.slice(0, -A.length - 1));

/** W + scale · B A, row by row. */
function addProduct(weight: Float32Array, b: StoredTensor, a: StoredTensor, scale: number): Float32Array {
  const [out, rank] = b.shape as [number, number];
  const into = a.shape[1] as number;
  const sum = weight.slice();
  for (let i = 0; i < out; i++) {
    for (let r = 0; r < rank; r++) {
      const factor = scale * (b.data[i * rank + r] as number);
      for (let j = 0; j < into; j++) sum[i * into + j]! += factor * (a.data[r * into + j] as number);
    }
  }
  return sum;
}

/** Writes the adapters as PEFT does: `adapter_model.safetensors` (fp32) and `adapter_config.json`. */
export function saveAdapter(folder: string, { options, parameters }: Adapter, baseModel: string | null = null): void {
  const { rank = 16, alpha = 32, rankStabilised = false } = options;
  checkRank(parameters, options);
  const named = new Map([...parameters].map(([name, tensor]) => [PREFIX + name, tensor]));
  writeSafetensors(join(folder, ADAPTER), named, 'F32');
  const config = {
    peft_type: 'LORA',
    task_type: 'CAUSAL_LM',
    base_model_name_or_path: baseModel,
    r: rank,
    lora_alpha: alpha,
    lora_dropout: options.dropout ?? 0,
    use_rslora: rankStabilised,
    target_modules: adaptedLayers(parameters),
    bias: 'none',
    fan_in_fan_out: false,
    inference_mode: true,
  };
  writeAtomic(join(folder, CONFIG), `${JSON.stringify(config, null, 2)}\n`);
}

/** Settings of PEFT that change what an adapter computes, with the only value that is understood here. */
const plain: Record<string, unknown> = {
  peft_type: 'LORA',
  bias: 'none',
  fan_in_fan_out: false,
  use_dora: false,
  use_qalora: false,
  lora_bias: false,
};

/** Settings that are fine as long as they say nothing. */
const empty = [
  'rank_pattern',
  'alpha_pattern',
  'modules_to_save',
  'layer_replication',
  'trainable_token_indices',
  'target_parameters',
  'alora_invocation_tokens',
  'use_bdlora',
];

/**
 * Opens a folder of PEFT adapters for a model.
 *
 * @throws Error when a file is missing or damaged, a setting is not understood, or the adapters do not fit the model
 */
export function loadAdapter(folder: string, model: ModelConfig): Adapter {
  const where = basename(folder);
  if (!existsSync(join(folder, CONFIG))) throw new Error(`no ${CONFIG} in ${where}: it holds no adapters`);
  let json: Record<string, unknown>;
  try {
    json = JSON.parse(readFileSync(join(folder, CONFIG), 'utf8'));
  } catch (error) {
    throw new Error(`${CONFIG} in ${where} is not valid JSON: copy it again`, { cause: error });
  }
  for (const [field, value] of Object.entries(plain)) {
    if ((json[field] ?? value) !== value)
      throw new Error(`${CONFIG} in ${where}: ${field} is ${json[field]}: this reads only ${value}`);
  }
  for (const field of empty) {
    if (json[field] && Object.keys(json[field] as object).length > 0)
      throw new Error(`${CONFIG} in ${where}: ${field} is not supported`);
  }
  // Other starts change the model itself, whose weights the adapters then do not fit.
  if (![undefined, null, true, false, 'gaussian'].includes(json.init_lora_weights as never))
    throw new Error(`${CONFIG} in ${where}: init_lora_weights is ${json.init_lora_weights}, which is not supported`);
  for (const field of ['r', 'lora_alpha']) {
    const value = json[field];
    if (!(typeof value === 'number' && value > 0))
      throw new Error(`${CONFIG} in ${where}: ${field} is ${value}: it must be a positive number`);
  }
  const parameters = new Map(
    [...readSafetensors(join(folder, ADAPTER))].map(([name, tensor]) => [name.replace(PREFIX, ''), tensor]),
  );
  const options: LoraOptions = {
    rank: json.r as number,
    alpha: json.lora_alpha as number,
    dropout: (json.lora_dropout as number | undefined) ?? 0,
    rankStabilised: json.use_rslora === true,
    targets: adaptedLayers(parameters),
  };
  checkAdapter(loraShapes(model, options), parameters, where);
  return { options, parameters };
}

function checkAdapter(shapes: Map<string, number[]>, parameters: Parameters, where: string): void {
  for (const [name, { shape }] of parameters) {
    const expected = shapes.get(name);
    if (expected === undefined) throw new Error(`${where}: ${name} is an adapter of no linear layer of the model`);
    if (expected.join() !== shape.join())
      throw new Error(`${where}: ${name} is [${shape}], but the model and the rank make it [${expected}]`);
  }
  const missing = [...shapes.keys()].find(name => !parameters.has(name));
  if (missing !== undefined) throw new Error(`${where}: ${missing} is missing`);
}
