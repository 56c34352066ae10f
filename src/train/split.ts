import { type LoraOptions, loraShapes, type ModelConfig, parameterShapes } from '../model';

/** What of a model trains; by default all of it. */
export interface SplitOptions {
  /** Train low-rank adapters, and leave the model itself as it is. */
  lora?: LoraOptions;
  /** Leave these parameters as they are, by name; `/embed_tokens|layers\.[01]\./` freezes the embedding and two layers. */
  freeze?: RegExp;
}

/** What trains and what is only used, by name and shape. */
export interface TrainingSplit {
  trained: Map<string, readonly number[]>;
  frozen: Map<string, readonly number[]>;
}

/**
 * Splits the parameters into those that train and those that are frozen.
 *
 * @throws Error when both adapters and freezing are asked for, nothing is frozen by what should, or nothing is left to train
 */
export function trainingSplit(config: ModelConfig, { lora, freeze }: SplitOptions): TrainingSplit {
  if (lora && freeze) throw new Error('adapters leave the whole model frozen: give either lora or freeze');
  const all = [...parameterShapes(config)];
  if (lora) return { trained: loraShapes(config, lora), frozen: new Map(all) };
  if (freeze && !all.some(([name]) => name.search(freeze) >= 0))
    throw new Error(`${freeze} freezes nothing: names are like ${all[1]?.[0]}`);
  const isFrozen = (name: string) => freeze !== undefined && name.search(freeze) >= 0;
  const trained = new Map(all.filter(([name]) => !isFrozen(name)));
  if (trained.size === 0) throw new Error(`nothing is left to train: ${freeze} freezes every parameter`);
  return { trained, frozen: new Map(all.filter(([name]) => isFrozen(name))) };
}

/** How much trains, in a sentence: `0.098 of 2.12 million parameters train (4.6%)`. */
export function trainingSize(config: ModelConfig, options: SplitOptions): string {
  const { trained, frozen } = trainingSplit(config, options);
  const [some, rest] = [trained, frozen].map(shapes =>
    [...shapes.values()].reduce((sum, shape) => sum + shape.reduce((product, size) => product * size, 1), 0),
  ) as [number, number];
  const short = (value: number, digits: number) => String(Number(value.toPrecision(digits)));
  const [part, whole] = [some, some + rest].map(count => short(count / 1e6, 3)) as [string, string];
  return `${part} of ${whole} million parameters train (${short((100 * some) / (some + rest), 2)}%)`;
}
