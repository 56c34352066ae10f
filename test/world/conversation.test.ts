import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/types';
import { abilityItems, type Difficulty, type Split, scoreAnswer } from '../../src/world';
import { lexicon } from '../../src/world/lexicon';

const draw = (split: Split, difficulty: Difficulty, count: number) =>
  abilityItems({ ability: 'conversation', split, difficulty, count, seed: 5 });

const values = new Set([
  ...lexicon().names.map(({ id }) => id),
  ...'Altenau Birkfeld Corvin Dornach Eschau Falkenberg Hallstein Jever Lindau Rosental Talheim Ulmen'.split(' '),
  ...'red blue green white black yellow'.split(' '),
  ...'bird cat cow dog duck goat horse mouse rabbit sheep'.split(' '),
  ...'baker cook driver farmer gardener hunter painter singer teacher writer'.split(' '),
  ...'basketball chess football golf handball hockey tennis volleyball'.split(' '),
  ...'bread cheese fish apples pears cherries plums eggs potatoes tomatoes sausages'.split(' '),
]);

/** What is told in some turns, whatever the words around it. */
const told = (turns: readonly Message[]) =>
  turns
    .flatMap(({ content }) => content.match(/[\p{L}\d]+/gu) ?? [])
    .filter(word => values.has(word) || /^\d\d$/.test(word))
    .sort()
    .join(' ');

describe('conversation', () => {
  it.each([1, 2] as const)(
    'at difficulty %d tells nothing in a test that training tells together, in any words',
    difficulty => {
      const facts = (split: Split, count: number) =>
        draw(split, difficulty, count).map(({ prompt }) => told(prompt.slice(0, -1)));
      const trained = new Set(facts('train', 4000));
      const tested = [...facts('test', 400), ...facts('paraphrase', 400)];
      expect(tested.filter(text => text.split(' ').length !== difficulty + 1)).toEqual([]);
      expect(tested.filter(text => trained.has(text))).toEqual([]);
    },
  );

  it('does not change in a test what training tells, either', () => {
    const opening = (split: Split, difficulty: Difficulty, count: number) =>
      draw(split, difficulty, count).map(({ prompt }) => told(prompt.slice(0, 1)));
    const trained = new Set([...opening('train', 1, 3000), ...opening('train', 3, 3000)]);
    expect(opening('test', 3, 400).filter(text => trained.has(text))).toEqual([]);
  });

  it.each([1, 2, 3] as const)('at difficulty %d begins in about a quarter with a system turn', difficulty => {
    for (const split of ['train', 'test', 'paraphrase'] as const) {
      const items = draw(split, difficulty, 400);
      const systems = items.filter(({ prompt }) => prompt[0]!.role === 'system');
      expect(systems.length / items.length).toBeGreaterThan(0.17);
      expect(systems.length / items.length).toBeLessThan(0.33);
      // It says two things of the user, and comes once.
      expect(systems.filter(({ prompt }) => told(prompt.slice(0, 1)).split(' ').length !== 2)).toEqual([]);
      expect(items.filter(({ prompt }) => prompt.slice(1).some(({ role }) => role === 'system'))).toEqual([]);
    }
  });

  it('asks of a system turn for what it says', () => {
    const items = draw('test', 1, 300).filter(({ prompt }) => prompt[0]!.role === 'system');
    expect(items.filter(({ prompt }) => prompt.map(({ role }) => role).join() !== 'system,user')).toEqual([]);
    expect(
      items.filter(
        ({ prompt, answer }) =>
          !told(prompt)
            .split(' ')
            .includes(told([{ role: 'assistant', content: answer }])),
      ),
    ).toEqual([]);
  });

  it('asks for what has changed as it is now', () => {
    for (const { prompt, answer, check } of draw('paraphrase', 3, 200)) {
      const change = prompt.at(-3)!;
      expect(told([{ role: 'assistant', content: answer }])).toBe(told([change]));
      expect(check).toMatchObject({ kind: 'only', value: told([change]) });
    }
  });
});

it.each([1, 2, 3] as const)('an answer that repeats all that was told is wrong, at difficulty %d', difficulty => {
  for (const item of draw('test', difficulty, 100)) {
    const all = item.prompt.slice(0, -1).map(({ content }) => content);
    expect(scoreAnswer(item, item.answer).correct).toBe(true);
    expect(scoreAnswer(item, all.join(' ')).correct, all.join(' ')).toBe(false);
  }
});
