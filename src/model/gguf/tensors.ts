import { readSync } from 'node:fs';
import type { StoredTensor } from '../safetensors';
import { type Architecture, layerParts } from './architectures';
import { blockOf, dequantise } from './blocks';
import type { GgufTensor } from './header';

/** Blocks are read so many bytes at a time: what a tensor takes beside its numbers stays small. */
const PIECE = 2 ** 23;

/** The numbers of a tensor. */
export function readTensor(handle: number, { name, shape, type, from, bytes }: GgufTensor, file: string): StoredTensor {
  const { numbers, bytes: inBlock } = blockOf(type, name);
  const data = new Float32Array((bytes / inBlock) * numbers);
  const inPiece = Math.max(1, Math.floor(PIECE / inBlock));
  const piece = Buffer.alloc(Math.min(bytes, inPiece * inBlock));
  for (let done = 0; done < bytes; done += piece.length) {
    const length = Math.min(piece.length, bytes - done);
    for (let read = 0; read < length; ) {
      const count = readSync(handle, piece, read, length - read, from + done + read);
      if (count === 0) throw new Error(`${file} became shorter while it was read; copy it again`);
      read += count;
    }
    const first = (done / inBlock) * numbers;
    dequantise(piece, type, data.subarray(first, first + (length / inBlock) * numbers));
  }
  return { shape, data };
}

/** Tensors that stand beside the weights and say how rotary frequencies are stretched. */
export const isFactor = (name: string): boolean => /^rope_(freqs|factors_(long|short))\.weight$/.test(name);

/**
 * The name of a tensor in a Hugging Face folder.
 *
 * @throws Error when the architecture has no such tensor
 */
export function nameOf(name: string, { modelType, parts = {} }: Architecture, file: string): string {
  const whole: Record<string, string> = {
    'token_embd.weight': 'model.embed_tokens.weight',
    'output_norm.weight': 'model.norm.weight',
    'output.weight': 'lm_head.weight',
  };
  if (Object.hasOwn(whole, name)) return whole[name] as string;
  const [, layer, part, kind] = /^blk\.(\d+)\.(\w+)\.(weight|bias)$/.exec(name) ?? [];
  const known = { ...layerParts, ...parts };
  if (part === undefined || !Object.hasOwn(known, part))
    throw new Error(`${file}: ${name} belongs to no ${modelType} model that is read here`);
  return `model.layers.${layer}.${known[part]}.${kind}`;
}

/**
 * A tensor as Hugging Face has it: the pairs of rotary positions as halves, and gains of norms without the 1 that was added.
 *
 *     pairs [heads, headDim / 2, 2, in] → halves [heads, 2, headDim / 2, in]
 */
export function converted(
  name: string,
  tensor: StoredTensor,
  { pairs, addedOne }: Architecture,
  headDim: number,
): StoredTensor {
  if (pairs && /\.attn_[qk]\.(weight|bias)$/.test(name)) return unpaired(tensor, headDim);
  if (addedOne && name.endsWith('norm.weight')) return { ...tensor, data: tensor.data.map(value => value - 1) };
  return tensor;
}

function unpaired({ shape, data }: StoredTensor, headDim: number): StoredTensor {
  const [rows, width = 1] = shape as [number, number?];
  const result = new Float32Array(data.length);
  const half = headDim / 2;
  for (let row = 0; row < rows; row++) {
    const [head, place] = [Math.floor(row / headDim), row % headDim];
    const target = head * headDim + (place % 2) * half + (place >> 1);
    result.set(data.subarray(row * width, (row + 1) * width), target * width);
  }
  return { shape, data: result };
}
