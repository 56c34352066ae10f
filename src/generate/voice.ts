import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { HubError, resolveSource } from '../hub';
import type { LoadOptions } from '../model';
import { loadTokenizer, type Tokenizer } from '../text';
import type { Decoder } from './decode';
import { type OnnxModel, transformersDecoder } from './transformers-decoder';

/** A model that speaks and is not trained here: it answers, writes rationales, teaches or judges. */
export interface Voice {
  name: string;
  tokenizer: Tokenizer;
  /** Opened for generation. */
  decoder: Decoder;
  dispose(): Promise<void>;
}

export interface VoiceOptions extends LoadOptions {
  /** Which of the model's files: `fp32` (default), `fp16`, `q8`, `int8`, `uint8`, `q4`, `q4f16` or `bnb4`. */
  dtype?: keyof typeof suffixes;
  /** Where it runs, as transformers.js names it: `cpu` (default), `webgpu`, `cuda`, … */
  device?: string;
}

/** What stands at the end of the names of files of each kind, as transformers.js reads them. */
const suffixes = {
  fp32: '',
  fp16: '_fp16',
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  q4: '_q4',
  q4f16: '_q4f16',
  bnb4: '_bnb4',
} as const;

const TEXT =
  /^(config|generation_config|tokenizer|tokenizer_config|special_tokens_map|added_tokens)\.json$|^chat_template\.jinja$/;

/**
 * Opens an ONNX chat model with @huggingface/transformers, as a voice: a folder, an id of the hub, or what transformers.js has in its own
 * cache. `answer` and `generateRationales` take it in the place of a model, and so does a method that has a teacher.
 *
 * @throws Error that says what to do, when there is no such model, or none in ONNX or of that kind
 */
export async function openVoice(source: string, options: VoiceOptions = {}): Promise<Voice> {
  const { dtype = 'fp32', device = 'cpu', chat, ...rest } = options;
  if (!Object.hasOwn(suffixes, dtype))
    throw new Error(`dtype is ${dtype}: choose one of ${Object.keys(suffixes).join(', ')}`);
  const file = `model${suffixes[dtype]}.onnx`;
  const transformers = await import('@huggingface/transformers');
  const own = join(transformers.env.cacheDir ?? '', ...source.split('/'));
  const folder =
    !existsSync(source) && existsSync(join(own, 'config.json'))
      ? own
      : (
          await resolveSource(source, {
            ...rest,
            kind: 'model',
            files: names => neededFiles(names, file),
            missing: missingIn(file),
          })
        ).path;
  if (!existsSync(join(folder, 'onnx', file)))
    throw new Error(`${basename(folder)} has no onnx/${file}${others(folder)}`);
  const tokenizer = loadTokenizer(folder, chat);
  const config = readJson(join(folder, 'config.json'));
  let model: OnnxModel;
  try {
    // By its whole path nothing of it is looked for elsewhere, and several may be opened at once.
    const given = { dtype, device, local_files_only: true };
    model = (await transformers.AutoModelForCausalLM.from_pretrained(
      resolve(folder),
      given as object,
    )) as unknown as OnnxModel;
  } catch (error) {
    throw new Error(`${basename(folder)} cannot be opened on ${device}: ${firstLine(error)}`, { cause: error });
  }
  // How it speaks is said here, each time: what the folder says of sampling or of least lengths is not asked.
  model.configs = { ...model.configs, generation_config: null };
  const generation = join(folder, 'generation_config.json');
  const named = [config, existsSync(generation) ? readJson(generation) : {}].flatMap(
    ({ eos_token_id }) => eos_token_id ?? [],
  );
  const decoder = transformersDecoder(transformers, model, {
    endIds: [...new Set([tokenizer.endId, ...(named as number[])])],
    padId: tokenizer.padId,
    contextLength: Number(config.max_position_embeddings ?? Number.POSITIVE_INFINITY),
    vocabSize: Number(config.vocab_size ?? tokenizer.vocabSize),
  });
  return { name: basename(folder), tokenizer, decoder, dispose: () => decoder.dispose() };
}

/** Of a repository: what tells how to speak, and the graph with its weights. */
function neededFiles(names: readonly string[], file: string): string[] {
  const graph = names.filter(name => name === `onnx/${file}` || name.startsWith(`onnx/${file}_data`));
  if (graph.length > 0) return [...names.filter(name => TEXT.test(name)), ...graph];
  const there = names.filter(name => /^onnx\/model[^/]*\.onnx$/.test(name)).map(name => basename(name));
  throw new HubError(
    there.length > 0
      ? `no onnx/${file}: choose another dtype, there are ${there.join(', ')}`
      : 'no ONNX model (onnx/model.onnx): open it with loadModel, or export it',
  );
}

const missingIn = (file: string) => (folder: string) =>
  ['config.json', 'tokenizer.json', `onnx/${file}`].find(name => !existsSync(join(folder, name)));

function others(folder: string): string {
  const path = join(folder, 'onnx');
  const there = existsSync(path) ? readdirSync(path).filter(name => name.endsWith('.onnx')) : [];
  return there.length > 0
    ? `: choose another dtype, there are ${there.join(', ')}`
    : ': open it with loadModel, and save it with saveModelFolder, which exports it';
}

const readJson = (path: string): Record<string, unknown> => JSON.parse(readFileSync(path, 'utf8'));
const firstLine = (error: unknown) => String((error as Error)?.message ?? error).split('\n')[0];
