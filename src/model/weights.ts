import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ModelConfig } from './config';
import { readSafetensors, type StoredTensor } from './safetensors';

const SINGLE = 'model.safetensors';
const INDEX = 'model.safetensors.index.json';

/**
 * Reads the weights of a model folder: one safetensors file, or several with an index. Tensors that other programs store beside the
 * parameters, and that are computed here, are left out.
 *
 * @throws Error when a file is missing or damaged, or does not hold what the index says
 */
export function readWeights(folder: string, config: ModelConfig): Map<string, StoredTensor> {
  const weights = existsSync(join(folder, SINGLE)) ? readSafetensors(join(folder, SINGLE)) : readShards(folder);
  for (const name of weights.keys()) if (isDerived(name, config)) weights.delete(name);
  return weights;
}

/** Rotary frequencies, which old Llama files hold; and a copy of the embedding under the name of the output matrix. */
const isDerived = (name: string, { tieWordEmbeddings }: ModelConfig) =>
  name.endsWith('.rotary_emb.inv_freq') || (tieWordEmbeddings && name === 'lm_head.weight');

function readShards(folder: string): Map<string, StoredTensor> {
  const path = join(folder, INDEX);
  const where = basename(folder);
  if (!existsSync(path))
    throw new Error(`no ${SINGLE} in ${where}, nor an index of several: copy it from the folder the model came from`);
  const places = Object.entries(readIndex(path, where));
  const weights = new Map<string, StoredTensor>();
  for (const file of new Set(places.map(([, file]) => file))) {
    // A name is not a path: an index that was tampered with reads no file elsewhere.
    if (file !== basename(file))
      throw new Error(`${INDEX} in ${where} names the file ${file}: it must lie in the folder`);
    if (!existsSync(join(folder, file)))
      throw new Error(`no ${file} in ${where}, which its index names: copy it from the folder the model came from`);
    const shard = readSafetensors(join(folder, file));
    for (const [name] of places.filter(([, place]) => place === file)) {
      const tensor = shard.get(name);
      if (tensor === undefined) throw new Error(`${file} in ${where} does not hold ${name}, as its index says`);
      weights.set(name, tensor);
    }
  }
  return weights;
}

function readIndex(path: string, where: string): Record<string, string> {
  let index: unknown;
  try {
    index = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${INDEX} in ${where} is not valid JSON: copy it again`, { cause: error });
  }
  const map = (index as { weight_map?: unknown } | null)?.weight_map;
  const valid =
    typeof map === 'object' &&
    map !== null &&
    Object.values(map).every(file => typeof file === 'string' && file !== '');
  if (!valid) throw new Error(`${INDEX} in ${where} has no weight_map from tensors to files: copy it again`);
  return map as Record<string, string>;
}
