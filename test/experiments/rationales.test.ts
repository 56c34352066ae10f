import { describe, expect, it } from 'vitest';
import { filterRationales } from '../../src/experiments/rationales';
import { createRandom } from '../../src/random';
import { explain, judgedStatements, sampleTranslations, translationPrompt } from '../../src/world';

const items = sampleTranslations({ domain: 'school', from: 'en', to: 'de', count: 120, seed: 3 });
const keyOf = (item: (typeof items)[0]) => JSON.stringify(translationPrompt(item));
const byPrompt = new Map(items.map(item => [keyOf(item), item]));
const examples = items.map((item, i) => ({
  prompt: translationPrompt(item),
  reference: item.reference,
  rationale: explain(item, createRandom(i)),
}));
const statementsOf = (list: readonly { rationale?: string }[]) =>
  list.map(({ rationale = '' }, i) => judgedStatements(rationale, items[i]!).map(({ text }) => text));

describe('a filter of rationales', () => {
  it('may keep a share of the statements, drawn whatever they say, and the same each time', () => {
    const half = filterRationales(examples, byPrompt, { share: 0.5 });
    const [all, kept] = [statementsOf(examples), statementsOf(half)];
    const share = kept.flat().length / all.flat().length;
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.6);
    for (const [i, texts] of kept.entries()) expect(all[i]).toEqual(expect.arrayContaining(texts));
    expect(filterRationales(examples, byPrompt, { share: 0.5 })).toEqual(half);
    // Where nothing is left the example is a bare translation.
    expect(half.some(example => !('rationale' in example))).toBe(true);
    expect(filterRationales(examples, byPrompt, { share: 1 })).toEqual(filterRationales(examples, byPrompt, {}));
  });

  it('keeps few of what it keeps of a greater share, and none of another kind', () => {
    const [few, most] = [0.2, 0.8].map(share => statementsOf(filterRationales(examples, byPrompt, { share })));
    for (const [i, texts] of few!.entries()) expect(most![i]).toEqual(expect.arrayContaining(texts));
    const glossary = filterRationales(examples, byPrompt, {
      without: ['structure', 'fact', 'usage', 'number', 'caution'],
    });
    const groups = glossary.flatMap(({ rationale = '' }, i) => judgedStatements(rationale, items[i]!));
    expect(new Set(groups.map(({ group }) => group))).toEqual(new Set(['glossary']));
  });
});
