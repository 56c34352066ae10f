import { mean } from '../evaluate';
import type { TranslationExample } from '../methods';
import { createRandom } from '../random';
import { encodeTranslation, type Tokenizer } from '../text';
import { Segment } from '../train';
import { type Group, groundingOf, keepStatements, statementsOf, type TranslationItem } from '../world';

/** What the training examples of a run are like. */
export interface ExamplesSummary {
  examples: number;
  /** Of these, translations that are followed by a rationale. */
  withRationale: number;
  /** Mean tokens of an example in each segment. */
  tokens: { prompt: number; translation: number; rationale: number };
  /** Words that the rationales quote, and those of them that belong to the text at hand. */
  quoted: number;
  grounded: number;
  /** Statements of the rationales: true, untrue, and in words that are not judged. */
  right: number;
  wrong: number;
  other: number;
}

/**
 * Counts what examples are made of, and how much of what their rationales say is true. Rationales are judged where the example is one of
 * the `items`.
 */
export function summariseExamples(
  examples: readonly TranslationExample[],
  items: ReadonlyMap<string, TranslationItem>,
  tokenizer: Tokenizer,
): ExamplesSummary {
  const segments = examples.map(example => encodeTranslation(tokenizer, example).segments);
  const tokensOf = (segment: number) => mean(segments.map(of => of.filter(one => one === segment).length));
  const summary: ExamplesSummary = {
    examples: examples.length,
    withRationale: examples.filter(({ rationale }) => rationale !== undefined).length,
    tokens: {
      prompt: tokensOf(Segment.prompt),
      translation: tokensOf(Segment.translation),
      rationale: tokensOf(Segment.rationale),
    },
    ...{ quoted: 0, grounded: 0, right: 0, wrong: 0, other: 0 },
  };
  for (const { prompt, rationale } of examples) {
    const item = items.get(JSON.stringify(prompt));
    if (rationale === undefined || item === undefined) continue;
    for (const counts of [groundingOf(rationale, item), statementsOf(rationale, item)])
      for (const [key, count] of Object.entries(counts)) summary[key as 'right'] += count;
  }
  return summary;
}

/** Which statements of rationales are trained on. */
export interface RationaleFilter {
  /** Not those of these groups. */
  without?: Group[];
  /** Those alone that are true. */
  onlyTrue?: boolean;
  /** A share of them, above 0 and at most 1, drawn whatever they say: how much the length alone does. */
  share?: number;
}

/**
 * Examples whose rationales say only what passes the filter, the same each time; where nothing is left, the example is a bare translation.
 * Rationales are judged where the example is one of the `items`; others stay as they are.
 */
export function filterRationales(
  examples: readonly TranslationExample[],
  items: ReadonlyMap<string, TranslationItem>,
  { without = [], onlyTrue = false, share = 1 }: RationaleFilter,
): TranslationExample[] {
  return examples.map(example => {
    const { prompt, reference, rationale } = example;
    const item = items.get(JSON.stringify(prompt));
    if (rationale === undefined || item === undefined) return example;
    const random = createRandom(`statements/${JSON.stringify(prompt)}/${rationale}`);
    const left = keepStatements(
      rationale,
      item,
      ({ group, verdict }) =>
        !(group && without.includes(group)) && !(onlyTrue && verdict !== 'right') && random() < share,
    );
    return left === '' ? { prompt, reference } : { prompt, reference, rationale: left };
  });
}
