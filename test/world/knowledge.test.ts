import { describe, expect, it } from 'vitest';
import { abilityItems, type Difficulty, type Split, scoreAnswer } from '../../src/world';

const draw = (split: Split, difficulty: Difficulty, count: number) =>
  abilityItems({ ability: 'knowledge', split, difficulty, count, seed: 12 });

describe('questions about the world', () => {
  it.each([1, 2, 3] as const)('are whole sentences with the right article, at level %d', difficulty => {
    for (const split of ['train', 'test', 'paraphrase'] as const) {
      for (const { prompt, answer } of draw(split, difficulty, 120)) {
        for (const text of [prompt[0]!.content, answer]) {
          expect(text).toMatch(/^[A-Z].*[.?]$/);
          expect(text).not.toMatch(/\b[Aa] [aeiou]|\b[Aa]n [^aeiou]|[{}]/);
        }
      }
    }
  });

  it('ask of each fact in the test as training asks of others only', () => {
    const asked = (split: Split, count: number) =>
      draw(split, 1, count).map(({ prompt, answer }) => ({ question: prompt[0]!.content, answer }));
    const training = asked('train', 2000);
    const trained = new Set(training.map(({ answer }) => answer));
    const met = new Set(training.map(({ question }) => question));
    const test = asked('test', 150);
    expect(test.filter(({ answer }) => !trained.has(answer))).toEqual([]);
    expect(test.filter(({ question }) => met.has(question))).toEqual([]);
  });
});

describe('an answer about the world', () => {
  const items = draw('train', 1, 1200);

  it.each([
    ['A baker uses', ['An oven.', 'The baker needs the oven.', 'oven'], ['A pan.', 'An oven and a pan.', 'Ovens.']],
    ['Altenau lies', ['The Brenn.', 'Brenn', 'It is the river Brenn.'], ['The Aller.', 'The Brenn or the Aller.']],
    ['A young bear', ['A cub.', 'It is a bear cub.'], ['A puppy.', 'A kid, a cub, a calf.']],
  ])('is right with any article, and wrong with what is true of others: %s …', (start, right, wrong) => {
    const item = items.find(({ answer }) => answer.startsWith(start))!;
    expect(right.filter(answer => !scoreAnswer(item, answer).correct)).toEqual([]);
    expect(wrong.filter(answer => scoreAnswer(item, answer).correct)).toEqual([]);
  });
});
