import { type Executable, float32, int32, type Signature, type TensorFunction, type Values } from '../compile';
import { dropoutColumns, type ModelConfig } from '../model';
import { createRandom } from '../random';
import type { TrainingState } from './adamw';
import type { Batch } from './batches';
import {
  type BatchShape,
  type GradientOptions,
  gradientsSignature,
  lossesSignature,
  lossGradients,
  targetLosses,
} from './gradients';
import { type Flats, GRADIENT, ParameterGroups } from './groups';
import { type LossOptions, type LossSums, noLosses, Segment, sumLosses, tokenWeights } from './loss';
import { trainingSplit } from './split';

/** Makes a function ready to run: compiles it, or runs it eagerly. */
export type Runner = (fn: TensorFunction, signature: Signature) => Executable | Promise<Executable>;

/** What a pass over the parts of a step gives. */
export interface StepGradients {
  loss: number;
  sums: LossSums;
  gradients: Flats;
}

/** Graphs that are kept; a training on examples that change has ever new sizes. */
const KEPT = 48;

/** The graphs of a run: gradients and losses for each size of batch. Each is built when it is first needed; those used last are kept. */
export class Passes {
  /** Where the parameters that train lie in the state. */
  readonly groups: ParameterGroups;
  /** The gradients of a step; the next writes over them. */
  private readonly sums: Flats;
  private readonly built = new Map<string, Executable>();

  constructor(
    private readonly config: ModelConfig,
    /** The parameters that stay as they are: those that do not train, and what the loss compares with. */
    private readonly constant: Values,
    private readonly options: GradientOptions & LossOptions & { seed?: number | string; signal?: AbortSignal },
    private readonly runner: Runner,
  ) {
    this.groups = new ParameterGroups(trainingSplit(config, options).trained);
    this.sums = this.groups.zeros();
  }

  /**
   * Loss and gradients of a step. Its parts are computed one after the other and added up; the weights of all of them together are
   * normalised once, so that parts change nothing but the memory it takes (and the draws of dropout).
   *
   * @param asked share of the positions of a part that may have a target
   */
  async gradients(
    { parameters }: Pick<TrainingState, 'parameters'>,
    parts: readonly Batch[],
    asked: number,
    step: number,
  ): Promise<StepGradients> {
    const { config, options } = this;
    const targets = parts.map(part => targetsOf(part, asked));
    const weights = tokenWeights(Uint8Array.from(targets.flatMap(({ segments }) => [...segments])), options);
    let taken = 0;
    const result: StepGradients = { loss: 0, sums: noLosses(), gradients: this.sums };
    for (const [i, part] of parts.entries()) {
      this.options.signal?.throwIfAborted();
      const shape = { ...part, asked: (targets[i] as Targets).segments.length };
      const executable = await this.executable(
        'gradients',
        shape,
        () => lossGradients(config, options),
        () => gradientsSignature(config, shape, options),
      );
      const { loss, nll, correct, divergence, ...gradients } = (await executable.run({
        ...this.constant,
        ...this.groups.views(parameters),
        ...inputsOf(part, targets[i] as Targets),
        ...teacherInputs(part, targets[i] as Targets),
        weights: float32([shape.asked], weights.slice(taken, taken + shape.asked)),
        ...this.noise(shape, `${step}/${i}`),
      })) as Values & Record<'loss' | 'nll' | 'correct', Values[string]>;
      taken += shape.asked;
      result.loss += loss.data[0] as number;
      sumLosses(
        result.sums,
        { nll: nll.data, correct: correct.data, divergence: divergence?.data },
        (targets[i] as Targets).segments,
      );
      const gradientOf = (name: string) => gradients[GRADIENT + name]?.data as Float32Array;
      if (i === 0) this.groups.lay(gradientOf, this.sums);
      else this.groups.add(this.sums, gradientOf);
    }
    return result;
  }

  /** Adds the losses of a batch that is not trained on to `sums`. */
  async evaluate({ parameters }: TrainingState, batch: Batch, asked: number, sums: LossSums): Promise<void> {
    const { config, options } = this;
    options.signal?.throwIfAborted();
    const targets = targetsOf(batch, asked);
    const shape = { ...batch, asked: targets.segments.length };
    const executable = await this.executable(
      'losses',
      shape,
      () => targetLosses(config, options),
      () => lossesSignature(config, shape, options),
    );
    const inputs = { ...this.constant, ...this.groups.views(parameters), ...inputsOf(batch, targets) };
    const { nll, correct } = (await executable.run(inputs)) as Record<'nll' | 'correct', Values[string]>;
    sumLosses(sums, { nll: nll.data, correct: correct.data }, targets.segments);
  }

  async dispose(): Promise<void> {
    for (const executable of this.built.values()) await executable.dispose();
    this.built.clear();
  }

  private async executable(
    kind: string,
    shape: BatchShape,
    fn: () => TensorFunction,
    signature: () => Signature,
  ): Promise<Executable> {
    const beside = shape.teacher ? `, beside ${shape.teacher.rows}x${shape.teacher.time}` : '';
    const key = `${kind} ${shape.rows}x${shape.time}, ${shape.asked} asked${beside}`;
    const executable = this.built.get(key) ?? (await this.runner(fn(), signature()));
    // A map keeps its order: the one used last stands last.
    this.built.delete(key);
    this.built.set(key, executable);
    const [oldest] = this.built.keys();
    if (this.built.size > KEPT) {
      await this.built.get(oldest as string)?.dispose();
      this.built.delete(oldest as string);
    }
    return executable;
  }

  /** The random numbers of dropout: they follow from the seed and the place, so that a run that goes on has the same ones. */
  private noise({ rows, time }: BatchShape, place: string): Values {
    const { lora, seed = 0 } = this.options;
    const columns = dropoutColumns(this.config, lora);
    if (columns === 0) return {};
    const random = createRandom(`dropout/${seed}/${place}`);
    const numbers = (count: number) =>
      float32(
        [count],
        Float32Array.from({ length: count }, () => 1 + random()),
      );
    return { noiseRows: numbers(rows * time), noiseColumns: numbers(columns) };
  }
}

/** The share of a batch's positions that is asked for a token, in eighths, rounded up. */
export const askedShare = ({ segments }: Batch) =>
  Math.ceil((8 * segments.filter(segment => segment !== Segment.prompt).length) / segments.length) / 8;

/** The positions of a batch that have a target which may be learned, as indices into rows · time. */
interface Targets {
  positions: Int32Array;
  targets: Int32Array;
  segments: Uint8Array;
}

/** Filled up to the share of the positions with position 0, which then counts as prompt: no weight. */
function targetsOf(batch: Batch, asked: number): Targets {
  const size = Math.ceil(asked * batch.rows * batch.time);
  const positions = new Int32Array(size);
  const segments = new Uint8Array(size);
  let count = 0;
  batch.segments.forEach((segment, at) => {
    if (segment === Segment.prompt) return;
    positions[count] = at;
    segments[count++] = segment;
  });
  return { positions, segments, targets: positions.map(at => batch.targets[at] as number) };
}

function inputsOf(batch: Batch, { positions, targets }: Targets): Values {
  const shape = [batch.rows, batch.time];
  return {
    ids: int32(shape, batch.ids),
    documents: int32(shape, batch.documents),
    positions: int32([positions.length], positions),
    targets: int32([targets.length], targets),
  };
}

/** What the model at the start reads, where it is something else: for each target the position there. */
function teacherInputs({ teacher }: Batch, { positions }: Targets): Values {
  if (!teacher) return {};
  const shape = [teacher.rows, teacher.time];
  const there = positions.map(at => teacher.at[at] as number);
  return {
    teacherIds: int32(shape, teacher.ids),
    teacherDocuments: int32(shape, teacher.documents),
    teacherPositions: int32([there.length], there),
  };
}
