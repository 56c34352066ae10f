import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { writeAtomic } from '../files';
import { sizeOf } from '../shape';
import type { ModelConfig } from './config';
import { type NumberKind, numberKinds } from './numbers';
import type { Parameters } from './parameters';
import { describeSafetensors, readSafetensors, type StoredTensor, writeSafetensors } from './safetensors';

const SINGLE = 'model.safetensors';
const INDEX = 'model.safetensors.index.json';
const [EMBEDDING, HEAD] = ['model.embed_tokens.weight', 'lm_head.weight'];

/**
 * Reads the weights of a model folder: one safetensors file, or several with an index. Tensors that other programs store beside the
 * parameters, and that are computed here, are left out.
 *
 * Where the head is tied to the embedding, one of the two is enough, under either name. When both are there and differ, both are given:
 * they were trained apart, and the model is not tied, whatever its config.json says.
 *
 * @throws Error when a file is missing or damaged, or does not hold what the index says
 */
export function readWeights(
  folder: string,
  { tieWordEmbeddings }: Pick<ModelConfig, 'tieWordEmbeddings'>,
): Map<string, StoredTensor> {
  const weights = new Map<string, StoredTensor>();
  const aliases = new Map<string, string>();
  for (const { path, names } of filesOf(folder)) {
    for (const [name, tensor] of readSafetensors(path)) {
      if ((names?.has(name) ?? true) && !isFrequency(name)) weights.set(name, tensor);
    }
    for (const [name, kept] of Object.entries(describeSafetensors(path).metadata)) aliases.set(name, kept);
  }
  // A tensor that has two names is stored under one, and the file says which the other is.
  for (const [name, kept] of aliases) {
    const tensor = weights.get(kept);
    if (tensor !== undefined && !weights.has(name)) weights.set(name, tensor);
  }
  return tieWordEmbeddings ? tied(weights) : weights;
}

/** Rotary frequencies, which old Llama files hold, are computed here. */
const isFrequency = (name: string) => name.endsWith('.rotary_emb.inv_freq');

function tied(weights: Map<string, StoredTensor>): Map<string, StoredTensor> {
  const [embedding, head] = [weights.get(EMBEDDING), weights.get(HEAD)];
  if (head === undefined) return weights;
  if (embedding === undefined) {
    return new Map([...weights].map(([name, tensor]) => [name === HEAD ? EMBEDDING : name, tensor]));
  }
  if (sameNumbers(embedding, head)) weights.delete(HEAD);
  return weights;
}

function sameNumbers(a: StoredTensor, b: StoredTensor): boolean {
  if (a.data === b.data) return true;
  return a.shape.join() === b.shape.join() && a.data.every((value, i) => Object.is(value, b.data[i]));
}

/** The kinds of numbers that weights are stored in: the kind of most of them, and the tensors that are of another. */
export interface StoredKinds {
  most: NumberKind;
  others: ReadonlyMap<string, NumberKind>;
}

/** In what kinds of numbers a folder stores its weights; the headers alone are read. */
export function storedKinds(folder: string): StoredKinds {
  const kinds = new Map<string, NumberKind>();
  const counts = new Map<NumberKind, number>();
  for (const { path, names } of filesOf(folder)) {
    for (const [name, { kind, shape }] of describeSafetensors(path).tensors) {
      if (!(names?.has(name) ?? true) || isFrequency(name)) continue;
      kinds.set(name, kind);
      counts.set(kind, (counts.get(kind) ?? 0) + sizeOf(shape));
    }
  }
  const most = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'float32';
  return { most, others: new Map([...kinds].filter(([, kind]) => kind !== most)) };
}

/** The files of a folder that hold its weights, with the tensors that each is read for: all, where it is the only one. */
function filesOf(folder: string): { path: string; names?: Set<string> }[] {
  if (existsSync(join(folder, SINGLE))) return [{ path: join(folder, SINGLE) }];
  const where = basename(folder);
  if (!existsSync(join(folder, INDEX))) {
    const pickled = existsSync(folder) && readdirSync(folder).some(name => /^pytorch_model.*\.bin$/.test(name));
    const advice = pickled
      ? 'its weights are pickled, which this does not read: save them anew from Python with safe_serialization'
      : 'copy it from the folder the model came from';
    throw new Error(`no ${SINGLE} in ${where}, nor an index of several: ${advice}`);
  }
  const places = Object.entries(readIndex(join(folder, INDEX), where));
  return [...new Set(places.map(([, file]) => file))].map(file => {
    // A name is not a path: an index that was tampered with reads no file elsewhere.
    if (file !== basename(file))
      throw new Error(`${INDEX} in ${where} names the file ${file}: it must lie in the folder`);
    const path = join(folder, file);
    if (!existsSync(path))
      throw new Error(`no ${file} in ${where}, which its index names: copy it from the folder the model came from`);
    const names = new Set(places.filter(([, place]) => place === file).map(([name]) => name));
    const { tensors } = describeSafetensors(path);
    for (const name of names) {
      if (!tensors.has(name)) throw new Error(`${file} in ${where} does not hold ${name}, as its index says`);
    }
    return { path, names };
  });
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

/**
 * Writes weights into a folder: `model.safetensors`, or, where that would be larger than `shardBytes`, several files and an index, as
 * Hugging Face does it: tensors in their order, each file up to the limit, a tensor beyond it in a file of its own.
 *
 * @param kindOf in what kind of numbers a tensor is stored
 */
export function writeWeights(
  folder: string,
  parameters: Parameters,
  kindOf: (name: string) => NumberKind,
  shardBytes: number,
): void {
  const shards = inFiles(parameters, kindOf, shardBytes);
  const storedAs = (name: string) => numberKinds[kindOf(name)].stored;
  if (shards.length === 1) {
    writeSafetensors(join(folder, SINGLE), parameters, storedAs);
    return;
  }
  const places = new Map<string, string>();
  shards.forEach((names, i) => {
    const numbered = (count: number) => String(count).padStart(5, '0');
    const file = `model-${numbered(i + 1)}-of-${numbered(shards.length)}.safetensors`;
    for (const name of names) places.set(name, file);
    const tensors = new Map(names.map(name => [name, parameters.get(name) as StoredTensor]));
    writeSafetensors(join(folder, file), tensors, storedAs);
  });
  const index = {
    metadata: {
      total_parameters: [...parameters.values()].reduce((sum, { data }) => sum + data.length, 0),
      total_size: weightBytes(parameters, kindOf),
    },
    weight_map: Object.fromEntries([...places].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
  writeAtomic(join(folder, INDEX), `${JSON.stringify(index, null, 2)}\n`);
}

/** The names of tensors, file by file: in their order, each file up to the limit, and one tensor at least. */
export function inFiles(parameters: Parameters, kindOf: (name: string) => NumberKind, limit: number): string[][] {
  const files: string[][] = [[]];
  let filled = 0;
  for (const [name, { data }] of parameters) {
    const bytes = data.length * numberKinds[kindOf(name)].bytes;
    const current = files.at(-1) as string[];
    if (current.length > 0 && filled + bytes > limit) {
      files.push([name]);
      filled = bytes;
    } else {
      current.push(name);
      filled += bytes;
    }
  }
  return files;
}

/** How many bytes the numbers take as they are stored. */
export const weightBytes = (parameters: Parameters, kindOf: (name: string) => NumberKind): number =>
  [...parameters].reduce((sum, [name, { data }]) => sum + data.length * numberKinds[kindOf(name)].bytes, 0);
