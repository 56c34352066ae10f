import { type LoraOptions, loraShapes, type ModelConfig, parameterShapes } from '../model';
import { sizeOf } from '../shape';
import { maskSize, type SparseMask } from './mask';

/** What of a model trains; by default all of it. */
export interface SplitOptions {
  /** Train low-rank adapters, and leave the model itself as it is. */
  lora?: LoraOptions;
  /** Leave these parameters as they are, by name; `/embed_tokens|layers\.[01]\./` freezes the embedding and two layers. */
  freeze?: RegExp;
  /** Train only the numbers that are marked, see `sparseMask`. */
  mask?: SparseMask;
}

/** What trains and what is only used, by name and shape. */
export interface TrainingSplit {
  trained: Map<string, readonly number[]>;
  frozen: Map<string, readonly number[]>;
}

/**
 * Splits the parameters into those that train and those that are frozen.
 *
 * @throws Error when more than one choice is given, nothing is frozen by what should, or nothing is left to train
 */
export function trainingSplit(config: ModelConfig, { lora, freeze, mask }: SplitOptions): TrainingSplit {
  const given = Object.entries({ lora, freeze, mask }).flatMap(([name, choice]) => (choice ? [name] : []));
  if (given.length > 1)
    throw new Error(`${given.join(' and ')} each say what trains: give one of them, and leave the others out`);
  const all = [...parameterShapes(config)];
  if (lora) return { trained: loraShapes(config, lora), frozen: new Map(all) };
  if (freeze && !all.some(([name]) => name.search(freeze) >= 0))
    throw new Error(`${freeze} freezes nothing: names are like ${all[1]?.[0]}`);
  const isFrozen = (name: string) => (mask ? !mask.has(name) : freeze !== undefined && name.search(freeze) >= 0);
  const trained = new Map(all.filter(([name]) => !isFrozen(name)));
  if (trained.size === 0)
    throw new Error(
      `nothing is left to train: ${mask ? 'the mask has no parameter' : `${freeze} freezes every parameter`}`,
    );
  return { trained, frozen: new Map(all.filter(([name]) => isFrozen(name))) };
}

/** How much trains, in a sentence: `0.098 of 2.12 million parameters train (4.6%)`. */
export function trainingSize(config: ModelConfig, options: SplitOptions): string {
  const { trained, frozen } = trainingSplit(config, options);
  const size = (shapes: Map<string, readonly number[]>) =>
    [...shapes.values()].reduce((sum, shape) => sum + sizeOf(shape), 0);
  const [some, rest] = [size(trained), size(frozen)];
  const short = (value: number, digits: number) => String(Number(value.toPrecision(digits)));
  const trains = options.mask ? maskSize(options.mask) : some;
  const [part, whole] = [trains, some + rest].map(count => short(count / 1e6, 3)) as [string, string];
  return `${part} of ${whole} million parameters train (${short((100 * trains) / (some + rest), 2)}%)`;
}
