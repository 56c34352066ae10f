import { createHash } from 'node:crypto';
import { type ModelConfig, type Parameters, parameterShapes } from '../model';
import { createRandom } from '../random';
import { sizeOf } from '../shape';

/** Which numbers of which parameters train: 1 where one does, in the parameter's own order. A parameter without a mask is frozen. */
export type SparseMask = ReadonlyMap<string, Uint8Array>;

/** How a sparse mask is chosen. */
export interface SparseMaskOptions {
  /** Share of the numbers of each matrix that train, above 0 and at most 1. */
  share: number;
  /** Those of the largest magnitude, of the smallest, those that a first training has moved furthest, or any (default). */
  choose?: 'random' | 'largest' | 'smallest' | 'moved';
  seed?: number | string;
}

/**
 * A mask under which the same share of every weight matrix trains; gains, biases and all else that is no matrix stay as they are.
 *
 * @param tuned of the parameters, what a first training has made of them: a number's score is then |θ_tuned − θ|
 * @throws Error when the share is not above 0 and at most 1, or those that moved are asked for and `tuned` is missing
 * Source: Xu and Zhang 2024 (2405.02596) for random masks; Ansell et al. 2022 (2110.07560) for those that moved (lottery tickets).
 */
export function sparseMask(parameters: Parameters, options: SparseMaskOptions, tuned?: Parameters): SparseMask {
  const { share, choose = 'random', seed = 0 } = options;
  if (choose === 'moved' && tuned === undefined)
    throw new Error('a mask of those that moved needs the parameters of a first training: give them');
  if (!(share > 0 && share <= 1)) throw new Error(`the share of a mask is ${share}: give a number above 0, at most 1`);
  const mask = new Map<string, Uint8Array>();
  for (const [name, { shape, data }] of parameters) {
    if (shape.length < 2) continue;
    const random = createRandom(`mask/${seed}/${name}`);
    const after = tuned?.get(name)?.data as Float32Array;
    const scoreOf = {
      random: () => random(),
      largest: (value: number) => Math.abs(value),
      smallest: (value: number) => -Math.abs(value),
      moved: (value: number, i: number) => Math.abs((after[i] as number) - value),
    }[choose];
    const scores = Float32Array.from(data, scoreOf);
    mask.set(name, highest(scores, Math.max(1, Math.round(share * data.length))));
  }
  return mask;
}

/** 1 at the `count` highest scores; of equal ones at the first. */
function highest(scores: Float32Array, count: number): Uint8Array {
  const threshold = Float32Array.from(scores).sort()[scores.length - count] as number;
  let ties = count - scores.reduce((above, score) => above + Number(score > threshold), 0);
  return Uint8Array.from(scores, score => Number(score > threshold || (score === threshold && ties-- > 0)));
}

/** How many numbers train under a mask. */
export function maskSize(mask: SparseMask): number {
  let size = 0;
  for (const marks of mask.values()) for (let i = 0; i < marks.length; i++) size += marks[i] as number;
  return size;
}

/** A name for a mask: the same for the same one. */
export function maskName(mask: SparseMask): string {
  const hash = createHash('sha256');
  for (const [name, marks] of [...mask].sort(([a], [b]) => (a < b ? -1 : 1))) hash.update(name).update(marks);
  return hash.digest('hex').slice(0, 16);
}

/** @throws Error naming a mask that fits no parameter, is not of zeros and ones, or leaves nothing to train */
export function checkMask(config: ModelConfig, mask: SparseMask): void {
  const shapes = parameterShapes(config);
  for (const [name, marks] of mask) {
    const shape = shapes.get(name);
    if (shape === undefined) throw new Error(`the mask names ${name}, which the model does not have`);
    const size = sizeOf(shape);
    if (marks.length !== size) throw new Error(`the mask of ${name} has ${marks.length} marks, but there are ${size}`);
    if (!(marks instanceof Uint8Array) || marks.some(mark => mark > 1))
      throw new Error(`the mask of ${name} must be a Uint8Array of 0 and 1 alone`);
  }
  if (maskSize(mask) === 0) throw new Error('nothing is left to train: the mask marks no parameter');
}
