import { isDeepStrictEqual } from 'node:util';
import type { Tokenizer } from '../text';
import { type ModelConfig, parseConfig, toHuggingFaceConfig } from './config';
import type { NumberKind } from './numbers';

type Json = Record<string, unknown>;

/** Where a model came from, as far as that is said again when it is saved or shown. */
export interface ModelSource {
  /** A name for readers. */
  name: string;
  /** config.json with all its keys, also those that mean nothing here. */
  config: Json;
  /** generation_config.json, where there is one. */
  generationConfig?: Json;
  /** These two files byte for byte, by their names. */
  raw?: ReadonlyMap<string, Uint8Array>;
  /** The kind of numbers of the weights: of most of them, where they differ. */
  dtype: NumberKind;
  /** The kinds of the parameters that came in another one. */
  otherDtypes?: ReadonlyMap<string, NumberKind>;
  /** The quantisation of weights that were stored in fewer bits, such as `Q4_1`: the numbers are those that it left. */
  quantised?: string;
}

/** What of a model its configuration files depend on. */
interface Described {
  config: ModelConfig;
  tokenizer: Pick<Tokenizer, 'endId' | 'padId'>;
  endIds?: readonly number[];
  source?: ModelSource;
}

/** The tokens that end an answer of a model. */
export const endIdsOf = ({ tokenizer, endIds = [] }: Pick<Described, 'endIds'> & { tokenizer: { endId: number } }) => [
  ...new Set([tokenizer.endId, ...endIds]),
];

/** The key of config.json under which this package keeps what no other tool asks for. */
const OWN = 'radis';

/** The quantisation that the weights of a saved model went through, as its config.json says it. */
export function quantisationIn(config: Json): string | undefined {
  const own = config[OWN] as Json | null | undefined;
  return typeof own?.quantised === 'string' ? own.quantised : undefined;
}

/**
 * config.json for a model: every key that it was opened with, except those that have changed since.
 *
 * @param dtype the kind of numbers that its weights are saved in
 * @throws Error naming what has changed of the model and cannot be said beside the keys that it was opened with
 */
export function configToSave({ config, tokenizer, source }: Described, dtype: NumberKind): Json {
  const now = toHuggingFaceConfig(config, tokenizer);
  if (source === undefined) return { ...now, torch_dtype: dtype };
  const before = toHuggingFaceConfig(parseConfig(source.config), tokenizer);
  const changed = Object.keys(now).filter(key => !isDeepStrictEqual(now[key], before[key]));
  const json: Json = { ...source.config };
  // The newer form would win over the keys of the older one.
  if (changed.some(key => key.startsWith('rope_'))) delete json.rope_parameters;
  for (const key of changed) json[key] = now[key];
  if (dtype !== source.dtype) {
    for (const key of ['torch_dtype', 'dtype']) if (key in json) json[key] = dtype;
  }
  if (source.quantised !== undefined) json[OWN] = { ...(json[OWN] as Json), quantised: source.quantised };
  checkSaid(parseConfig(json), config, source.name);
  return json;
}

function checkSaid(said: ModelConfig, meant: ModelConfig, name: string): void {
  const fields = Object.keys({ ...said, ...meant }) as (keyof ModelConfig)[];
  const lost = fields.find(field => !isDeepStrictEqual(said[field], meant[field]));
  if (lost === undefined) return;
  const value = (config: ModelConfig) => JSON.stringify(config[lost]);
  throw new Error(
    `${lost} of ${name} was changed to ${value(meant)}, which its config.json cannot say (${value(said)}): leave out the model's source`,
  );
}

/** The end tokens that generation_config.json names, or else config.json: one, or a list of them. */
export function namedEnds(config: Json, generationConfig?: Json): unknown[] {
  const named = generationConfig?.eos_token_id ?? config.eos_token_id ?? [];
  return Array.isArray(named) ? named : [named];
}

/**
 * generation_config.json for a model: as it was opened, undefined where it had none; with other end tokens only where they have changed.
 *
 * @param trained whether the weights have changed: a model that learned to end its turns with the tokenizer's end token says so
 */
export function generationConfigToSave(model: Described, trained: boolean): Json | undefined {
  const { tokenizer, endIds = [], source } = model;
  const ends = endIdsOf(model);
  const eos = { eos_token_id: ends.length > 1 ? ends : tokenizer.endId };
  if (source === undefined) return { ...eos, pad_token_id: tokenizer.padId, do_sample: false };
  const { config, generationConfig } = source;
  const named = namedEnds(config, generationConfig);
  const isNamed = named.includes(tokenizer.endId);
  const asOpened = isDeepStrictEqual(new Set([...endIds, ...(isNamed ? [tokenizer.endId] : [])]), new Set(named));
  if (named.length > 0 && asOpened && (isNamed || !trained)) return generationConfig;
  // Where this file is, nobody looks into config.json for these.
  const others = { bos_token_id: config.bos_token_id ?? null, pad_token_id: config.pad_token_id ?? tokenizer.padId };
  return { ...(generationConfig ?? others), ...eos };
}
