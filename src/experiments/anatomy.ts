import { mean } from '../evaluate';
import { logSoftmax, openReader } from '../generate';
import type { ChatModel, Parameters } from '../model';
import type { Tokenizer } from '../text';
import { type LossOptions, openSlope, Segment, type TrainingExample } from '../train';
import { type Ability, abilityNames } from '../world';

/** Kinds of tokens in an answer. */
const tokenClasses = ['first', 'number', 'other', 'end'] as const;

export type TokenClass = (typeof tokenClasses)[number];

/** A number of the translations alone, up to their last token, and of the examples as they are, with what follows. */
export interface Parts {
  bare: number;
  whole: number;
}

/** What has become of a model on its way from the base. */
export interface Anatomy {
  /** ‖θ − θ0‖ / ‖θ0‖ of each parameter, by its name. */
  drift: Record<string, number>;
  /** Mean KL(base ‖ model) of a token in right answers to general questions, in nats, by the kind of token. */
  divergence: Record<TokenClass, number>;
  /**
   * Cosine between the gradient of what is trained on (of the loss of its tokens, without what a method adds to it) and that of each
   * ability: below 0 a small step down the one gradient raises the loss of the other.
   */
  cosine: Record<Ability, Parts>;
  /** Cosine between the gradients of the one and the other half of what is trained on: how much of a gradient is noise of its examples. */
  agreement: Parts;
}

/** Looks into models that were tuned from a base, always with the same texts. */
export interface Anatomist {
  look(parameters: Parameters): Promise<Anatomy>;
  dispose(): Promise<void>;
}

/** What to look at. */
export interface AnatomyTexts {
  /** Of the examples that are trained on, two or more. */
  trained: readonly TrainingExample[];
  /** Held-out questions of each ability, with their right answers. */
  asked: Record<Ability, readonly TrainingExample[]>;
}

/** Opens the texts on which models are looked at. */
export async function openAnatomist(
  { config, parameters: start, tokenizer }: ChatModel,
  { trained: whole, asked }: AnatomyTexts,
  { lambda, normalisation, signal }: LossOptions & { signal?: AbortSignal } = {},
): Promise<Anatomist> {
  const general = abilityNames.flatMap(ability => asked[ability]);
  const bare = whole.map(bareTranslation);
  const open = (examples: readonly TrainingExample[], options: LossOptions = {}) =>
    openSlope(config, examples, { ...options, signal });
  const weighted = { lambda, normalisation };
  const half = (list: readonly TrainingExample[], odd: number) => list.filter((_, i) => i % 2 === odd);
  const trained = { bare: open(bare), whole: open(whole, weighted) };
  const halves = [0, 1].map(odd => ({ bare: open(half(bare, odd)), whole: open(half(whole, odd), weighted) }));
  const slopes = new Map(abilityNames.map(ability => [ability, open(asked[ability])]));
  // Opened last: what comes before it may refuse its texts, and would leave it open.
  const reader = await openReader(
    config,
    start,
    general.map(({ ids }) => Array.from(ids)),
  );
  const classes = general.map(example => classesOf(tokenizer, example));
  const expected = (await reader.read(start)).map(scores => Float32Array.from(scores));
  const slopesAt = async ({ bare, whole }: typeof trained, parameters: Parameters) => ({
    bare: (await bare.at(parameters)).slope,
    whole: (await whole.at(parameters)).slope,
  });
  return {
    async look(parameters) {
      const steps = await slopesAt(trained, parameters);
      const cosine = {} as Anatomy['cosine'];
      for (const [ability, opened] of slopes) {
        const { slope } = await opened.at(parameters);
        cosine[ability] = { bare: cosineOf(steps.bare, slope), whole: cosineOf(steps.whole, slope) };
      }
      const [even, odd] = [await slopesAt(halves[0]!, parameters), await slopesAt(halves[1]!, parameters)];
      const agreement = { bare: cosineOf(even.bare, odd.bare), whole: cosineOf(even.whole, odd.whole) };
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
      return { drift: driftOf(parameters, start), divergence, cosine, agreement };
    },
    async dispose() {
      for (const opened of [
        reader,
        ...[trained, ...halves].flatMap(({ bare, whole }) => [bare, whole]),
        ...slopes.values(),
      ])
        await opened.dispose();
    },
  };
}

/** The example up to the end of its translation: without what ends the answer, and without a rationale, so that it is the same whether it has one. */
function bareTranslation({ ids, segments }: TrainingExample): TrainingExample {
  const rationale = Array.from(segments).indexOf(Segment.rationale);
  const end = rationale < 0 ? ids.length - 1 : rationale;
  return { ids: Array.from(ids).slice(0, end), segments: Array.from(segments).slice(0, end) };
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
