import { existsSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { discard, writeAtomic } from '../files';
import { loadTokenizer, type Tokenizer } from '../text';
import { type ModelConfig, parseConfig, toHuggingFaceConfig } from './config';
import { type ExportOptions, exportedGraph } from './onnx';
import { checkParameters, type Parameters } from './parameters';
import { writeSafetensors } from './safetensors';
import { readWeights } from './weights';

/** A chat model in memory: what a model folder holds. */
export interface ChatModel {
  config: ModelConfig;
  parameters: Parameters;
  tokenizer: Tokenizer;
  /** Tokens that end an answer, where there are others than the tokenizer's `endId`. */
  endIds?: readonly number[];
}

/** The tokens that end an answer of a model. */
export const endIdsOf = ({ tokenizer, endIds = [] }: Pick<ChatModel, 'tokenizer' | 'endIds'>): number[] => [
  ...new Set([tokenizer.endId, ...endIds]),
];

/**
 * Writes a model as a Hugging Face folder: config.json, generation_config.json, tokenizer files, model.safetensors, and
 * onnx/model.onnx for transformers.js; the weights in half precision, unless `dtype` says otherwise.
 *
 * The folder appears once it is complete; one that stood there is replaced only then.
 *
 * @throws Error naming a parameter that half precision cannot hold, the file that cannot be written, or a folder that is no model's
 */
export function saveModelFolder(folder: string, model: ChatModel, { dtype = 'float16' }: ExportOptions = {}): void {
  const { config, parameters, tokenizer } = model;
  if (dtype !== 'float16' && dtype !== 'float32') throw new Error(`dtype is ${dtype}: choose float16 or float32`);
  checkParameters(config, parameters, basename(folder));
  checkFinite(parameters, dtype === 'float16' ? HALF_LIMIT : Number.POSITIVE_INFINITY);
  checkReplaceable(folder);
  const temporary = `${folder}.${process.pid}.tmp`;
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  try {
    discard(temporary);
    writeAtomic(
      join(temporary, 'config.json'),
      json({ ...toHuggingFaceConfig(config, tokenizer), torch_dtype: dtype }),
    );
    const endIds = endIdsOf(model);
    const ends = { eos_token_id: endIds.length > 1 ? endIds : tokenizer.endId, pad_token_id: tokenizer.padId };
    writeAtomic(join(temporary, 'generation_config.json'), json({ ...ends, do_sample: false }));
    writeAtomic(join(temporary, 'tokenizer.json'), json(tokenizer.files.tokenizer));
    writeAtomic(join(temporary, 'tokenizer_config.json'), json(tokenizer.files.config));
    writeSafetensors(join(temporary, 'model.safetensors'), parameters, dtype === 'float16' ? 'F16' : 'F32');
    writeAtomic(join(temporary, 'onnx', 'model.onnx'), exportedGraph(config, parameters, { dtype }));
    replaceModelFolder(temporary, folder);
  } catch (error) {
    discard(temporary);
    throw error;
  }
}

/** What a model folder may hold; a folder with anything else is somebody's, and is not replaced. */
const MODEL_FILE = /^(?!adapter_)(onnx|.*\.(json|safetensors|jinja|txt|md|model)|\.gitattributes)$/;

/** @throws Error when something stands under the name that is no model folder */
export function checkReplaceable(folder: string): void {
  if (!existsSync(folder)) return;
  const names = statSync(folder).isDirectory() ? readdirSync(folder) : undefined;
  const isModel = names?.every(name => MODEL_FILE.test(name)) && (names.length === 0 || names.includes('config.json'));
  if (!isModel) throw new Error(`${folder} exists and is no model folder: give another name, nothing was changed`);
}

/** Puts a finished folder under its name, in the place of a model that stood there. */
export function replaceModelFolder(finished: string, folder: string): void {
  checkReplaceable(folder);
  const old = `${folder}.${process.pid}.old.tmp`;
  if (existsSync(folder)) renameSync(folder, old);
  try {
    renameSync(finished, folder);
  } catch (error) {
    if (existsSync(old)) renameSync(old, folder);
    throw error;
  }
  discard(old);
}

/** Numbers from here on become infinite in half precision. */
const HALF_LIMIT = 65520;

function checkFinite(parameters: Parameters, limit: number): void {
  for (const [name, { data }] of parameters) {
    const bad = data.find(value => !(Math.abs(value) < limit));
    if (bad === undefined) continue;
    const reason = Number.isFinite(bad) ? 'half precision ends at 65504' : 'the model is damaged';
    throw new Error(`${name} holds ${bad}, and the model is not written: ${reason}`);
  }
}

/**
 * Opens a Hugging Face folder.
 *
 * @throws Error when the folder is unknown (naming those beside it), or a file in it is missing, damaged or does not fit the others
 */
export function loadModelFolder(folder: string): ChatModel {
  const path = join(folder, 'config.json');
  if (existsSync(folder) && !statSync(folder).isDirectory())
    throw new Error(`${folder} is a file: give the folder of the model`);
  if (!existsSync(path)) throw new Error(`no model in ${folder}: there is no config.json${neighbours(folder)}`);
  const json = readJson(path);
  const config = parseConfig(json);
  const tokenizer = loadTokenizer(folder);
  if (tokenizer.vocabSize > config.vocabSize) {
    throw new Error(
      `the tokenizer of ${basename(folder)} has ${tokenizer.vocabSize} tokens, but the model only ${config.vocabSize}: they do not belong together`,
    );
  }
  const parameters = readWeights(folder, config);
  checkParameters(config, parameters, basename(folder));
  const endIds = readEndIds(folder, json, config).filter(id => id !== tokenizer.endId);
  return { config, parameters, tokenizer, ...(endIds.length > 0 && { endIds }) };
}

function readJson(path: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${basename(path)} in ${basename(dirname(path))} is not valid JSON: copy it again`, {
      cause: error,
    });
  }
}

/** The end tokens that generation_config.json names, or else config.json: one, or a list of them. */
function readEndIds(folder: string, json: Record<string, unknown>, { vocabSize }: ModelConfig): number[] {
  const path = join(folder, 'generation_config.json');
  const named = (existsSync(path) ? readJson(path).eos_token_id : undefined) ?? json.eos_token_id ?? [];
  const endIds = Array.isArray(named) ? named : [named];
  const bad = endIds.find(id => !(Number.isInteger(id) && id >= 0 && id < vocabSize));
  if (bad !== undefined) throw new Error(`eos_token_id of ${basename(folder)} is ${bad}: no token of its ${vocabSize}`);
  return endIds;
}

function neighbours(folder: string): string {
  const parent = dirname(folder);
  if (!existsSync(parent)) return '';
  const models = readdirSync(parent).filter(name => existsSync(join(parent, name, 'config.json')));
  return models.length > 0 ? `; models beside it: ${models.join(', ')}` : '';
}
