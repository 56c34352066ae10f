import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { discard, fullDisk, isDiskFull, writeAtomic } from '../files';
import type { TokenizerFiles } from '../text';
import { type ChatModel, isAsOpened } from './folder';
import { keptJson } from './kept-json';
import { type NumberKind, numberKinds } from './numbers';
import { onnxFiles, writeOnnx } from './onnx-files';
import { checkParameters, type Parameters } from './parameters';
import { checkReplaceable, replaceModelFolder } from './replace-folder';
import { configToSave, generationConfigToSave } from './source';
import { weightBytes, writeWeights } from './weights';

/** How a model is saved. */
export interface SaveOptions {
  /** The kind of numbers of the weights; default that in which they came, and float16 for a model that was made here. */
  dtype?: NumberKind;
  /** Whether onnx/model.onnx is written beside the weights, for transformers.js; default true. */
  onnx?: boolean;
  /** The most bytes of weights in one file, where they can be parted; default two gigabytes. */
  fileBytes?: number;
}

const [CONFIG, GENERATION] = ['config.json', 'generation_config.json'];

/** An ONNX file is at most 2 GiB long, and browsers take no more in one piece. */
const FILE_BYTES = 2e9;

/**
 * Writes a model as a Hugging Face folder: config.json, generation_config.json, the tokenizer's files, model.safetensors, and
 * onnx/model.onnx for transformers.js; weights beyond `fileBytes` in several files.
 *
 * What a model came with is said again: every key of its configuration, its tokenizer's files byte for byte, its kind of numbers. The
 * folder appears once it is complete; one that stood there is replaced only then.
 *
 * @throws Error naming a parameter that the kind of numbers cannot hold, the file that cannot be written, or a folder that is no model's
 */
export function saveModelFolder(folder: string, model: ChatModel, options: SaveOptions = {}): void {
  const { config, parameters, tokenizer, source } = model;
  const { dtype, onnx = true, fileBytes = FILE_BYTES } = options;
  if (dtype !== undefined && !Object.hasOwn(numberKinds, dtype))
    throw new Error(`dtype is ${dtype}: choose ${Object.keys(numberKinds).join(', ')}`);
  if (!(fileBytes > 0)) throw new Error(`fileBytes is ${fileBytes}: give a positive number of bytes`);
  const most = dtype ?? source?.dtype ?? 'float16';
  const kindOf = (name: string) => (dtype === undefined && source?.otherDtypes?.get(name)) || most;
  checkParameters(config, parameters, basename(folder));
  checkFinite(parameters, kindOf);
  checkReplaceable(folder);
  const outside = onnx ? onnxFiles(parameters, kindOf, fileBytes) : [];
  const configJson = configToSave(model, most);
  const like = (name: string, json: Record<string, unknown>) => keptJson(json, source?.raw?.get(name));
  const files = new Map<string, string | Uint8Array>([
    [CONFIG, like(CONFIG, onnx ? { ...configJson, ...forTransformersJs(configJson, outside.length) } : configJson)],
    ...tokenizerFiles(tokenizer.files),
  ]);
  const generation = generationConfigToSave(model, !isAsOpened(parameters));
  if (generation !== undefined) files.set(GENERATION, like(GENERATION, generation));

  const temporary = `${folder}.${process.pid}.tmp`;
  try {
    discard(temporary);
    for (const [name, data] of files) writeAtomic(join(temporary, name), data);
    writeWeights(temporary, parameters, kindOf, fileBytes);
    if (onnx) writeOnnx(join(temporary, 'onnx'), config, parameters, { kindOf, outside });
    replaceModelFolder(temporary, folder);
  } catch (error) {
    discard(temporary);
    if (!isDiskFull(error)) throw error;
    const besides = [...files.values()].reduce((sum, data) => sum + Buffer.byteLength(data), 0);
    const needed = (onnx ? 2 : 1) * weightBytes(parameters, kindOf) + besides;
    const before = existsSync(folder) ? '; the model that stood there is as it was' : '';
    throw new Error(`cannot save ${folder}: ${fullDisk(folder, needed)}${before}`, { cause: error });
  }
}

/**
 * What transformers.js reads from config.json: which of the files in the folder it opens when nobody says (in a browser it would take
 * one with 8-bit weights), and how many files hold the weights beside it.
 */
function forTransformersJs(config: Record<string, unknown>, outside: number): Record<string, unknown> {
  const key = 'transformers.js_config';
  const { use_external_data_format: _, ...others } = (config[key] ?? {}) as Record<string, unknown>;
  const beside = outside > 0 ? { use_external_data_format: { 'model.onnx': outside } } : {};
  return { [key]: { ...others, dtype: 'fp32', ...beside } };
}

/** Files that say in another way what tokenizer.json says. */
const SAME_VOCABULARY = [
  'added_tokens.json',
  'vocab.json',
  'vocab.txt',
  'merges.txt',
  'tokenizer.model',
  'spiece.model',
];

/** The files of a tokenizer by name: as they were read, byte for byte, where nothing has changed since. */
function tokenizerFiles({ tokenizer, config, raw = new Map() }: TokenizerFiles): [string, string | Uint8Array][] {
  const written = new Map(
    Object.entries({ 'tokenizer.json': tokenizer, 'tokenizer_config.json': config }).map(([name, content]) => [
      name,
      keptJson(content, raw.get(name)),
    ]),
  );
  const same = written.get('tokenizer.json') === raw.get('tokenizer.json');
  const others = [...raw].filter(([name]) => same || !SAME_VOCABULARY.includes(name));
  return [...new Map([...others, ...written])];
}

function checkFinite(parameters: Parameters, kindOf: (name: string) => NumberKind): void {
  for (const [name, { data }] of parameters) {
    const { overflow, end } = numberKinds[kindOf(name)];
    for (let i = 0; i < data.length; i++) {
      const value = data[i] as number;
      if (Math.abs(value) < overflow) continue;
      const reason = Number.isFinite(value) ? `${end}; save it with dtype float32` : 'the model is damaged';
      throw new Error(`${name} holds ${value}, and the model is not written: ${reason}`);
    }
  }
}
