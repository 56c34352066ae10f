import { describe, expect, it } from 'vitest';
import { type AbilityItem, abilityItems, type Split, scoreAnswer } from '../../src/world';

const draw = (split: Split, count: number, difficulty: 1 | 2 | 3 = 1) =>
  abilityItems({ ability: 'instructions', split, difficulty, count, seed: 11 });
const request = ({ prompt }: AbilityItem) => prompt[0]!.content;
/** The word that a request asks for in another language. */
const asked = (item: AbilityItem) =>
  /German|English|Chinese/.test(request(item)) ? /"(.+?)"/.exec(request(item))![1] : undefined;

describe('instructions', () => {
  it('ask for one word in another language', () => {
    const items = draw('train', 3000).filter(asked);
    const answers = new Map(
      items.map(item => [`${asked(item)} ${/German|English|Chinese/.exec(request(item))}`, item.answer]),
    );
    for (const [word, language, answer] of [
      ['dog', 'German', 'Hund'],
      ['Katze', 'English', 'cat'],
      ['苹果', 'English', 'apple'],
      ['Apfel', 'Chinese', '苹果'],
      ['door', 'Chinese', '门'],
    ] as const)
      expect([answer, undefined], word).toContain(answers.get(`${word} ${language}`));
    expect(items.filter(({ answer }) => /[\s"]/.test(answer))).toEqual([]);
  });

  it('never ask in training for a word that a test asks for in some language', () => {
    const words = (split: Split) => draw(split, 2000).flatMap(item => (asked(item) ? [asked(item)!, item.answer] : []));
    const trained = new Set(words('train'));
    expect(words('test').length).toBeGreaterThan(100);
    expect(words('test').filter(word => trained.has(word))).toEqual([]);
  });

  it('never put in training the words together that a test does, in any order and any wording', () => {
    // What is done to words shows in the answer: capitals, quotation marks, numbers.
    const combination = ({ answer, check }: AbilityItem) => {
      if (check.kind === 'words') return `${check.count} ${check.about}`;
      const words = answer.match(/\p{L}+/gu) ?? [];
      return words.length > 1
        ? `${answer.replace(/\p{Ll}+/gu, 'a').replace(/\p{Lu}+/gu, 'A')} ${[...words].sort()}`
        : '';
    };
    const trained = new Set(draw('train', 4000).map(combination));
    trained.delete('');
    expect(
      draw('test', 1000)
        .map(combination)
        .filter(found => trained.has(found)),
    ).toEqual([]);
  });

  it('ask for sentences of a length, and show one that has it', () => {
    const items = draw('paraphrase', 600).filter(({ check }) => check.kind === 'words');
    expect(items.length).toBeGreaterThan(20);
    for (const item of items) {
      const count = Number(/\d/.exec(request(item))![0]);
      expect(item.answer).toMatch(/^The [a-z]+ [a-z ]+\.$/);
      expect(item.answer.split(' ').length, item.answer).toBe(count);
      expect(scoreAnswer(item, item.answer.replace('.', ' now.')).correct).toBe(false);
    }
  });

  it.each([2, 3] as const)('at difficulty %d do one step after the other', difficulty => {
    for (const item of draw('paraphrase', 60, difficulty)) {
      const given = /words:? (.+?)\./.exec(request(item).replace('?', '.'))![1]!.match(/\p{L}+/gu)!;
      const left = item.answer.toLowerCase().match(/\p{L}+/gu)!;
      expect(left.filter(word => !given.includes(word))).toEqual([]);
      expect(left.length, request(item)).toBe(/two/.test(request(item)) ? 2 : given.length);
    }
  });
});
