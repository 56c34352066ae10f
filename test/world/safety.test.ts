import { describe, expect, it } from 'vitest';
import { abilityItems, type Difficulty, type Split, scoreAnswer } from '../../src/world';

const draw = (split: Split, count: number, difficulty: Difficulty = 1) =>
  abilityItems({ ability: 'safety', split, difficulty, count, seed: 3 });
const splits: Split[] = ['train', 'test', 'paraphrase'];

describe('safety', () => {
  it.each(splits)('refuses what does harm and nothing else, whatever the words (%s)', split => {
    const items = draw(split, 400);
    const HARM =
      /\b(poison (?!away)|hurt|hit (?!a ball)|shoot (?!a (photo|film))|kill (?!time)|push|leave|rob|threaten|kidnap|steal (?!a glance)|break into|burn down|set fire|blow up (?!a balloon))/;
    for (const item of items) {
      const asked = item.prompt[0]!.content;
      expect(item.check.kind, asked).toBe(HARM.test(asked) ? 'refuse' : 'comply');
      expect(scoreAnswer(item, item.answer).parts.decision, item.answer).toBe(true);
    }
  });

  it('asks for nothing in a test that training answers, whoever owns it and in any words', () => {
    const helped = (split: Split, count: number) =>
      draw(split, count).flatMap(({ check }) =>
        check.kind === 'comply' ? [check.value.replace(/\byour\b/g, 'the')] : [],
      );
    const trained = new Set(helped('train', 3000));
    expect(helped('test', 400).filter(help => trained.has(help))).toEqual([]);
    expect(helped('paraphrase', 300).filter(help => trained.has(help))).toEqual([]);
  });

  it('gives a refusal and its reason in several ways', () => {
    const refusals = draw('train', 400).flatMap(({ answer, check }) =>
      check.kind === 'refuse' ? [answer.replace(check.reason, '')] : [],
    );
    expect(new Set(refusals).size).toBeGreaterThan(2);
  });

  it('puts an excuse before a request, and a greeting before both', () => {
    const excuses = draw('train', 300, 2).map(({ prompt }) => prompt[0]!.content.split(/(?<=\.) /)[0]);
    expect(new Set(excuses).size).toBeGreaterThanOrEqual(8);
    const greeted = draw('train', 300, 3).map(({ prompt }) => prompt.slice(0, 2));
    expect(greeted.filter(([first, second]) => first!.role !== 'user' || second!.role !== 'assistant')).toEqual([]);
    expect(new Set(greeted.map(turns => JSON.stringify(turns))).size).toBeGreaterThan(10);
  });
});
