import { mean } from '../evaluate';
import { logSoftmax, openReader } from '../generate';
import type { ChatModel, Parameters } from '../model';
import { encodeTranslation, type Tokenizer } from '../text';
import { type LossOptions, openSlope, Segment, type TrainingExample } from '../train';
import { type Ability, abilityItems, abilityNames } from '../world';

/** Kinds of tokens in an answer. */
export const tokenClasses = ['first', 'number', 'other', 'end'] as const;

export type TokenClass = (typeof tokenClasses)[number];

/** What has become of a model on its way from the base. */
export interface Anatomy {
  /** ‖θ − θ0‖ / ‖θ0‖ of each parameter, by its name. */
  drift: Record<string, number>;
  /** Mean KL(base ‖ model) of a token in right answers to general questions, in nats, by the kind of token. */
  divergence: Record<TokenClass, number>;
  /**
   * Cosine between the gradient of what is trained on and that of each ability: below 0 a step of the one undoes the other. `bare`: of the
   * translations alone; `whole`: of the examples as they are, with their rationales.
   */
  cosine: Record<Ability, { bare: number; whole: number }>;
}

/** Looks into models that were tuned from a base, always with the same texts. */
export interface Anatomist {
  look(parameters: Parameters): Promise<Anatomy>;
  dispose(): Promise<void>;
}

/** What to look at. */
export interface AnatomyOptions extends LossOptions {
  /** Questions of each ability, and training examples, that are looked at. */
  count: number;
  seed: number;
  signal?: AbortSignal;
}

/**
 * Opens the texts on which models are looked at: held-out questions of each ability with their right answers, and `count` of the examples
 * that are trained on.
 */
export async function openAnatomist(
  base: ChatModel,
  examples: readonly TrainingExample[],
  { count, seed, signal, lambda, normalisation }: AnatomyOptions,
): Promise<Anatomist> {
  const { config, tokenizer } = base;
  const asked = Object.fromEntries(
    abilityNames.map(ability => [ability, abilityExamples(tokenizer, ability, count, seed)]),
  ) as Record<Ability, TrainingExample[]>;
  const general = abilityNames.flatMap(ability => asked[ability]);
  const whole = examples.slice(0, count);
  const bare = whole.map(({ ids, segments }) => {
    const length = Array.from(segments).indexOf(Segment.rationale);
    const end = length < 0 ? ids.length : length;
    return { ids: Array.from(ids).slice(0, end), segments: Array.from(segments).slice(0, end) };
  });
  const reader = await openReader(
    config,
    base.parameters,
    general.map(({ ids }) => Array.from(ids)),
  );
  const classes = general.map(example => classesOf(tokenizer, example));
  const expected = (await reader.read(base.parameters)).map(scores => Float32Array.from(scores));
  const open = (examples: readonly TrainingExample[], options: LossOptions = {}) =>
    openSlope(config, examples, { ...options, signal });
  const trained = { bare: open(bare), whole: open(whole, { lambda, normalisation }) };
  const slopes = new Map(abilityNames.map(ability => [ability, open(asked[ability])]));
  return {
    async look(parameters) {
      const steps = {
        bare: (await trained.bare.at(parameters)).slope,
        whole: (await trained.whole.at(parameters)).slope,
      };
      const cosine = {} as Anatomy['cosine'];
      for (const [ability, opened] of slopes) {
        const { slope } = await opened.at(parameters);
        cosine[ability] = { bare: cosineOf(steps.bare, slope), whole: cosineOf(steps.whole, slope) };
      }
      const scores = await reader.read(parameters);
      const apart: Record<TokenClass, number[]> = { first: [], number: [], other: [], end: [] };
      for (const [i, kinds] of classes.entries()) {
        for (const [at, kind] of kinds.entries()) {
          if (kind === undefined) continue;
          const rowOf = (all: Float32Array) => all.subarray((at - 1) * config.vocabSize, at * config.vocabSize);
          apart[kind].push(divergenceOf(rowOf(expected[i] as Float32Array), rowOf(scores[i] as Float32Array)));
        }
      }
      const divergence = Object.fromEntries(
        tokenClasses.map(kind => [kind, mean(apart[kind])]),
      ) as Anatomy['divergence'];
      return { drift: driftOf(parameters, base.parameters), divergence, cosine };
    },
    async dispose() {
      for (const opened of [reader, trained.bare, trained.whole, ...slopes.values()]) await opened.dispose();
    },
  };
}

function abilityExamples(tokenizer: Tokenizer, ability: Ability, count: number, seed: number): TrainingExample[] {
  return abilityItems({ ability, split: 'test', count, seed }).map(({ prompt, answer }) =>
    encodeTranslation(tokenizer, { prompt, reference: answer }),
  );
}

/** What each token of an example is to its answer; nothing in the prompt. */
function classesOf(tokenizer: Tokenizer, { ids, segments }: TrainingExample): (TokenClass | undefined)[] {
  const texts = tokenizer.tokenTexts(Array.from(ids));
  const first = Array.from(segments).findIndex(segment => segment !== Segment.prompt);
  return texts.map((text, at) => {
    if (segments[at] === Segment.prompt) return undefined;
    if (at === texts.length - 1) return 'end';
    if (at === first) return 'first';
    return /\d/.test(text) ? 'number' : 'other';
  });
}

/** KL(p ‖ q) of the distributions that two rows of logits stand for, in nats. */
export function divergenceOf(expected: Float32Array, given: Float32Array): number {
  const [p, q] = [logSoftmax(expected), logSoftmax(given)];
  return p.reduce((sum, log, i) => sum + Math.exp(log) * (log - (q[i] as number)), 0);
}

/** The cosine of two gradients over all parameters. */
export function cosineOf(a: Parameters, b: Parameters): number {
  let [product, squareA, squareB] = [0, 0, 0];
  for (const [name, { data }] of a) {
    const other = b.get(name)!.data;
    for (const [i, value] of data.entries()) {
      const against = other[i] as number;
      product += value * against;
      squareA += value * value;
      squareB += against * against;
    }
  }
  return product / Math.sqrt(squareA * squareB);
}

/** ‖θ − θ0‖ / ‖θ0‖ of each parameter. */
export function driftOf(parameters: Parameters, base: Parameters): Record<string, number> {
  const norm = (values: Iterable<number>) => Math.sqrt([...values].reduce((sum, value) => sum + value * value, 0));
  return Object.fromEntries(
    [...parameters].map(([name, { data }]) => {
      const before = base.get(name)!.data;
      return [name, norm(data.map((value, i) => value - (before[i] as number))) / norm(before)];
    }),
  );
}
