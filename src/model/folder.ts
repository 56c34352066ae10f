import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type EncodingOptions, loadTokenizer, type Tokenizer } from '../text';
import { type ModelConfig, parseConfig } from './config';
import { checkParameters, type Parameters } from './parameters';
import { type ModelSource, namedEnds, quantisationIn } from './source';
import { readWeights, storedKinds } from './weights';

/** A chat model in memory: what a model folder holds. */
export interface ChatModel {
  config: ModelConfig;
  parameters: Parameters;
  tokenizer: Tokenizer;
  /** Tokens that end an answer, where there are others than the tokenizer's `endId`. */
  endIds?: readonly number[];
  /** What it was opened from; a model that is made of another keeps it. */
  source?: ModelSource;
}

/** Parameters that were opened from a folder, and therefore not trained since. */
const opened = new WeakSet<Parameters>();

/** Whether parameters are those of a folder that was opened. */
export const isAsOpened = (parameters: Parameters): boolean => opened.has(parameters);

/**
 * Opens a Hugging Face folder.
 *
 * @param options.chat how its chats are rendered unless said otherwise: the template, its variables, the clock
 * @throws Error when the folder is unknown (naming those beside it), or a file in it is missing, damaged or does not fit the others
 */
export function loadModelFolder(folder: string, { chat }: { chat?: EncodingOptions } = {}): ChatModel {
  const path = join(folder, 'config.json');
  if (existsSync(folder) && !statSync(folder).isDirectory())
    throw new Error(`${folder} is a file: give the folder of the model`);
  if (!existsSync(path)) throw new Error(`no model in ${folder}: there is no config.json${neighbours(folder)}`);
  const json = readJson(path);
  const asSaid = parseConfig(json);
  const tokenizer = loadTokenizer(folder, chat);
  if (tokenizer.modelVocabSize > asSaid.vocabSize) {
    throw new Error(
      `the tokenizer of ${basename(folder)} has ${tokenizer.modelVocabSize} tokens, but the model only ${asSaid.vocabSize}: they do not belong together`,
    );
  }
  const parameters = readWeights(folder, asSaid);
  // A head that was trained apart from the embedding is a head of its own, whatever config.json says.
  const config = parameters.has('lm_head.weight') ? { ...asSaid, tieWordEmbeddings: false } : asSaid;
  checkParameters(config, parameters, basename(folder));
  opened.add(parameters);
  const generationConfig = readGenerationConfig(folder);
  const endIds = checkedEnds(namedEnds(json, generationConfig), config, folder).filter(id => id !== tokenizer.endId);
  const { most, others } = storedKinds(folder);
  const quantised = quantisationIn(json);
  const source: ModelSource = {
    name: basename(folder),
    config: json,
    ...(generationConfig && { generationConfig }),
    raw: rawFiles(folder, ['config.json', GENERATION]),
    dtype: most,
    ...(others.size > 0 && { otherDtypes: others }),
    ...(quantised && { quantised }),
  };
  return { config, parameters, tokenizer, ...(endIds.length > 0 && { endIds }), source };
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

const GENERATION = 'generation_config.json';

const rawFiles = (folder: string, names: string[]): Map<string, Uint8Array> =>
  new Map(names.filter(name => existsSync(join(folder, name))).map(name => [name, readFileSync(join(folder, name))]));

function readGenerationConfig(folder: string): Record<string, unknown> | undefined {
  const path = join(folder, GENERATION);
  return existsSync(path) ? readJson(path) : undefined;
}

function checkedEnds(named: unknown[], { vocabSize }: ModelConfig, folder: string): number[] {
  const bad = named.find(id => !(Number.isInteger(id) && (id as number) >= 0 && (id as number) < vocabSize));
  if (bad !== undefined) throw new Error(`eos_token_id of ${basename(folder)} is ${bad}: no token of its ${vocabSize}`);
  return named as number[];
}

function neighbours(folder: string): string {
  const parent = dirname(folder);
  if (!existsSync(parent)) return '';
  const models = readdirSync(parent).filter(name => existsSync(join(parent, name, 'config.json')));
  return models.length > 0 ? `; models beside it: ${models.join(', ')}` : '';
}
