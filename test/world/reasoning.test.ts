import { describe, expect, it } from 'vitest';
import { type AbilityItem, abilityItems, type Difficulty, type Split } from '../../src/world';

const draw = (split: Split, difficulty: Difficulty) =>
  abilityItems({ ability: 'reasoning', split, difficulty, count: 150, seed: 11 });
const text = ({ prompt }: AbilityItem) => prompt[0]!.content;

/** What is said to happen to how many: a loss, or a gain. */
const action =
  /\b(?:(sells|loses|gives?|throws|hands|sends|brings(?= \d))\b|buys|finds|gets|wins|receives|given|picks|brings|takes)\b\D*?(\d+)/g;

describe.each(['train', 'test', 'paraphrase'] as const)('a story of %s', split => {
  it.each([1, 2] as const)('has the answer that its words add up to, at level %d', difficulty => {
    for (const item of draw(split, difficulty)) {
      const steps = [...text(item).matchAll(action)].map(([, loss, n]) => (loss ? -Number(n) : Number(n)));
      // One number is where it begins, the others are what happens.
      const numbers = text(item).match(/\d+/g)!.map(Number);
      expect(steps, text(item)).toHaveLength(numbers.length - 1);
      const left = steps.reduce((sum, step) => sum + step, numbers[0]!);
      expect(item.check, text(item)).toEqual({ kind: 'number', value: left });
    }
  });

  it('has something left over only where something was lost', () => {
    for (const item of ([1, 2] as const).flatMap(level => draw(split, level)))
      if (/\bleft\b/.test(text(item))) expect(item.answer, text(item)).toContain(' - ');
  });

  it('compares two people and adds them up, at level 3', () => {
    for (const item of draw(split, 3)) {
      const numbers = text(item).match(/\d+/g)!.map(Number);
      // What is before "more" is the difference.
      const gap = Number(/(\d+) (?:more|fewer)/.exec(text(item))![1]);
      const has = numbers[0] === gap ? numbers[1]! : numbers[0]!;
      const other = text(item).includes(' more') ? has + gap : has - gap;
      expect(item.check, text(item)).toEqual({ kind: 'number', value: has + other });
    }
  });

  it('is told in whole sentences, and has no plural of one', () => {
    for (const item of ([1, 2, 3] as const).flatMap(level => draw(split, level))) {
      expect(text(item)).toMatch(/^[A-Z\d].*[.?]$/);
      expect(text(item)).not.toMatch(/\b1 (?:more |fewer )?[a-z]+s\b|\. [a-z]|[{}|]/);
    }
  });
});
