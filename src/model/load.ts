import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DownloadProgress, filesOf, HubError, resolveSource } from '../hub';
import type { EncodingOptions } from '../text';
import { type ChatModel, loadModelFolder } from './folder';
import { loadGguf } from './gguf';

export interface LoadOptions {
  /** A branch, a tag or the hash of a commit of the hub; `main` by default. */
  revision?: string;
  /** Told how much has come, where something is downloaded. */
  onProgress?(progress: DownloadProgress): void;
  /** Stops a download; what has come is kept, and the next try goes on from there. */
  signal?: AbortSignal;
  /** How its chats are rendered unless said otherwise: the template, its variables, the clock. */
  chat?: EncodingOptions;
}

/**
 * Opens a chat model: a Hugging Face folder, a `.gguf` file, or a hub id such as `HuggingFaceTB/SmolLM2-135M-Instruct` (also
 * `owner/name@revision`, and `owner/name:file.gguf` for one of several GGUF files), which is downloaded unless the cache holds it.
 * docs/models.md says more of where models come from.
 *
 * @throws Error that says what to do, when there is no such model, it cannot be had, or its files are damaged or not supported
 */
export async function loadModel(source: string, { chat, ...options }: LoadOptions = {}): Promise<ChatModel> {
  const { kind, path } = await resolveSource(source, {
    ...options,
    kind: 'model',
    files: modelFiles,
    missing: missingOf,
  });
  if (kind === 'gguf') return loadGguf(path, { chat });
  // A repository whose only weights are one GGUF file holds no config.json.
  const file = onlyGguf(path);
  return file === undefined ? loadModelFolder(path, { chat }) : loadGguf(file, { chat });
}

const CONFIG = 'config.json';
const SINGLE = 'model.safetensors';
const INDEX = 'model.safetensors.index.json';
const SHARD = /^model-\d+-of-\d+\.safetensors$/;
/** What belongs to a tokenizer and its templates. */
const TEXT =
  /^(tokenizer(_config)?\.json|tokenizer\.model|special_tokens_map\.json|added_tokens\.json|vocab\.(json|txt)|merges\.txt|chat_template\.(jinja|json)|additional_chat_templates\/[^/]+\.jinja)$/;

const ggufFiles = (names: readonly string[]) => names.filter(name => /\.gguf$/i.test(name));

/**
 * Which files of a repository open it as a chat model: the configuration, the tokenizer with its templates, and its weights once. Weights
 * in other formats (.bin, onnx/, consolidated.safetensors) hold the same numbers again.
 *
 * @throws HubError when there are no weights that can be opened, or several GGUF files to choose from
 */
export function modelFiles(names: readonly string[]): string[] {
  const shards = names.filter(name => SHARD.test(name));
  const weights = names.includes(SINGLE)
    ? [SINGLE]
    : names.includes(INDEX) && shards.length > 0
      ? [INDEX, ...shards]
      : [];
  if (weights.length > 0 && names.includes(CONFIG))
    return [CONFIG, ...names.filter(name => name === 'generation_config.json' || TEXT.test(name)), ...weights];
  const gguf = ggufFiles(names);
  if (gguf.length === 1 && !gguf[0]?.includes('/')) return gguf;
  if (gguf.length > 0)
    throw new HubError(
      `name a GGUF file behind the id, as in owner/name:${gguf[0]}; there are ${gguf.slice(0, 9).join(', ')}`,
    );
  const adapter = names.includes('adapter_config.json')
    ? ': this is an adapter, open the model it is for, then loadAdapter'
    : '';
  const other = names.some(name => /\.(bin|pt|pth|ckpt|h5|msgpack)$/.test(name))
    ? ': its weights are in a format that is not read'
    : '';
  throw new HubError(
    `no model that can be opened, which takes ${CONFIG} with ${SINGLE}, or a .gguf file${adapter || other}`,
  );
}

/** What a folder lacks to be opened as a chat model; a download that broke off leaves such. */
function missingOf(folder: string): string | undefined {
  if (onlyGguf(folder) !== undefined) return undefined;
  const needed = [CONFIG, ...(existsSync(join(folder, SINGLE)) ? [SINGLE] : [INDEX, ...shardsOf(join(folder, INDEX))])];
  const names = filesOf(folder);
  const text = names.some(name => TEXT.test(name)) ? [] : ['tokenizer.json'];
  return [...needed.filter(name => !names.includes(name)), ...text][0];
}

function shardsOf(index: string): string[] {
  try {
    return [...new Set(Object.values<string>(JSON.parse(readFileSync(index, 'utf8')).weight_map))];
  } catch {
    return [];
  }
}

/** The one GGUF file of a folder that is no Hugging Face model's. */
function onlyGguf(folder: string): string | undefined {
  if (existsSync(join(folder, CONFIG))) return undefined;
  const [file, ...others] = ggufFiles(readdirSync(folder));
  if (others.length > 0)
    throw new Error(`${folder} holds ${others.length + 1} GGUF files: give the path of one of them, such as ${file}`);
  return file === undefined ? undefined : join(folder, file);
}
