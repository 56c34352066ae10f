import { closeSync, openSync } from 'node:fs';
import { basename } from 'node:path';
import { createTokenizer, type EncodingOptions } from '../../text';
import { parseConfig } from '../config';
import type { ChatModel } from '../folder';
import { checkParameters } from '../parameters';
import type { StoredTensor } from '../safetensors';
import { namedEnds } from '../source';
import { architectureOf, configOf } from './config';
import { type GgufTensor, readHeader } from './header';
import { type Metadata, metadataOf } from './metadata';
import { converted, isFactor, nameOf, readTensor } from './tensors';
import { tokenizerOf } from './tokenizer';

/**
 * Opens a GGUF file as a chat model: its weights become float32, as they are after quantisation, under the names of a Hugging Face
 * folder, with the configuration, the tokenizer and the chat template that the file holds.
 *
 * @throws Error naming file and place when it is damaged, or holds an architecture, a tokenizer or a type of numbers that is not read
 */
export async function loadGguf(path: string, { chat }: { chat?: EncodingOptions } = {}): Promise<ChatModel> {
  const file = basename(path);
  const { metadata: values, tensors } = await readHeader(path);
  const metadata = metadataOf(values, file);
  const [, architecture] = architectureOf(metadata);
  const handle = openSync(path, 'r');
  try {
    const factors = new Map(
      tensors.filter(({ name }) => isFactor(name)).map(one => [one.name, readTensor(handle, one, file)]),
    );
    const json = configOf(metadata, tensors, factors);
    const config = parseConfig(json);
    const tokenizer = createTokenizer(tokenizerOf(metadata), file, chat);
    const parameters = new Map<string, StoredTensor>();
    for (const tensor of tensors.filter(({ name }) => !isFactor(name))) {
      const read = readTensor(handle, tensor, file);
      parameters.set(
        nameOf(tensor.name, architecture, file),
        converted(tensor.name, read, architecture, config.headDim),
      );
    }
    checkParameters(config, parameters, file);
    const endIds = (namedEnds(json) as number[]).filter(id => id !== tokenizer.endId);
    const quantised = quantisationOf(metadata, tensors);
    const source = { name: file.replace(/\.gguf$/i, ''), config: json, dtype: 'float16' as const };
    return {
      config,
      parameters,
      tokenizer,
      ...(endIds.length > 0 && { endIds }),
      source: { ...source, ...(quantised && { quantised }) },
    };
  } finally {
    closeSync(handle);
  }
}

/** Names of mixtures of types, by `general.file_type`, as their files are called. */
const mixtures: Record<number, string> = {
  2: 'Q4_0',
  3: 'Q4_1',
  7: 'Q8_0',
  8: 'Q5_0',
  9: 'Q5_1',
  14: 'Q4_K_S',
  15: 'Q4_K_M',
  16: 'Q5_K_S',
  17: 'Q5_K_M',
  18: 'Q6_K',
};

/** What the weights are quantised to: as the file says it, or the type that most numbers are stored in. */
function quantisationOf(metadata: Metadata, tensors: readonly GgufTensor[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { type, bytes } of tensors.filter(({ type }) => type.startsWith('Q')))
    counts.set(type, (counts.get(type) ?? 0) + bytes);
  if (counts.size === 0) return undefined;
  const [most] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
  return mixtures[metadata.number('general.file_type') ?? -1] ?? most;
}
