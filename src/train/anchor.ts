import { createHash } from 'node:crypto';
import { sizeOf } from '../shape';
import type { Flats, Group, ParameterGroups } from './groups';
import type { TrainingSplit } from './split';

/** How much it matters that each number of a parameter stays where it is: 0 or more, in the parameter's own order. */
export type Importance = ReadonlyMap<string, Float32Array>;

/** Staying close to the parameters that training starts from. */
export interface AnchorOptions {
  /** How much the distance counts beside the loss; 0 or more. */
  weight: number;
  /** For every parameter that trains; 1 everywhere by default. Others may be among them. */
  importance?: Importance;
}

/** Adds the slope of the penalty to gradients, and gives the penalty. */
export type Anchor = (parameters: Flats, gradients: Flats) => number;

/**
 * Ties the parameters θ to those at the start, θ0:
 *
 *     penalty  weight/2 · Σ_i F_i (θ_i − θ0_i)²;    slope_i  weight · F_i (θ_i − θ0_i)
 *
 * The slope joins the gradient of the loss before it is clipped, and goes through the optimizer with it. Like its step, this is a loop over
 * arrays that lie in memory already.
 *
 * @param start the parameters at the start, laid in the groups
 * Source: Li et al. 2018 (1802.01483) with F = 1; Kirkpatrick et al. 2017 (1612.00796) with the Fisher information as F.
 */
export function createAnchor(groups: ParameterGroups, start: Flats, { weight, importance }: AnchorOptions): Anchor {
  const important = importance && groups.lay(name => importance.get(name) as Float32Array);
  return (parameters, gradients) => {
    let sum = 0;
    for (const [group, numbers] of Object.entries(parameters) as [Group, Float32Array][]) {
      const [from, slopes] = [start[group] as Float32Array, gradients[group] as Float32Array];
      const factors = important?.[group];
      for (let i = 0; i < numbers.length; i++) {
        const away = (numbers[i] as number) - (from[i] as number);
        const slope = weight * (factors === undefined ? 1 : (factors[i] as number)) * away;
        slopes[i] = (slopes[i] as number) + slope;
        sum += slope * away;
      }
    }
    return sum / 2;
  };
}

/** A name for importances: the same for the same ones. */
export function importanceName(importance: Importance): string {
  const hash = createHash('sha256');
  for (const [name, values] of [...importance].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(name).update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return hash.digest('hex').slice(0, 16);
}

/** @throws Error naming a parameter that trains and whose importances are missing, are not as many as its numbers, or make no sense */
export function checkImportance(importance: Importance, { trained }: TrainingSplit): void {
  for (const [name, shape] of trained) {
    const values = importance.get(name);
    const size = sizeOf(shape);
    if (values?.length !== size)
      throw new Error(`anchor.importance has ${values?.length ?? 0} numbers for ${name}: give it ${size}`);
    const bad = values.find(value => !(value >= 0 && Number.isFinite(value)));
    if (bad !== undefined) throw new Error(`anchor.importance holds ${bad} for ${name}: give numbers of 0 or more`);
  }
}
