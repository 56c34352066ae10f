import { describe, expect, it } from 'vitest';
import {
  type CoveredQuestion,
  correlation,
  groundedOf,
  judgeExplanations,
  statementTable,
  steeperBy,
  thirdsByCoverage,
  truthOf,
  unaskedTable,
  wordsOf,
} from '../../src/analysis';
import { createRandom } from '../../src/random';
import { explain, sampleTranslations } from '../../src/world';

const items = sampleTranslations({ domain: 'everyday', from: 'en', to: 'de', count: 20, seed: 1, split: 'train' });

describe('explanations', () => {
  it('that the world itself gives are true', () => {
    const said = judgeExplanations(
      items,
      items.map(item => explain(item, createRandom(1))),
    );
    expect(truthOf(said).mean).toBe(100);
    expect(groundedOf(said)).toBeGreaterThan(95);
    expect(wordsOf(said)).toBeGreaterThan(3);
  });

  it('behind another text are true less often', () => {
    const texts = items.map((_, i) => explain(items[(i + 7) % items.length] as (typeof items)[0], createRandom(i)));
    const said = judgeExplanations(items, texts);
    expect(truthOf(said).mean).toBeLessThan(100);
    expect(truthOf(said).part).toBeLessThan(truthOf(said).whole);
  });

  it('that say nothing have no share of truth', () => {
    const silent = judgeExplanations(items.slice(0, 2), ['', '']);
    expect(truthOf(silent).mean).toBeNaN();
    expect(statementTable({ silent }).rows.every(row => row['silent: true (%)'] === '–')).toBe(true);
  });

  it('must be as many as the items', () => {
    expect(() => judgeExplanations(items, ['one'])).toThrow('item 2 has no explanation');
  });

  it('are counted where nobody asked for them', () => {
    const [item] = items as [(typeof items)[0]];
    const answers = [1, 2, 3, 4].map(i => ({ domain: 'everyday', item, translation: 'x', added: i > 1 ? 'y' : '' }));
    // Clopper and Pearson: 3 of 4 is 19 to 99 %.
    expect(unaskedTable(answers).rows).toEqual([
      { domain: 'everyday', direction: 'en → de', 'explained unasked (%)': '75 (19 to 99)' },
    ]);
  });
});

/** Questions of one ability and level, covered more and more. */
const questions: CoveredQuestion[] = [0, 0.2, 0.4, 0.6, 0.8, 1].map(covered => ({
  ability: 'reasoning',
  level: 0,
  covered,
  kept: { vanilla: 0.5, RaDis: 0.5 + covered / 2 },
}));

describe('coverage', () => {
  it('cuts the questions into thirds, the least covered first', () => {
    const thirds = thirdsByCoverage([...questions].reverse(), 'reasoning');
    expect(thirds.map(part => part.map(({ covered }) => covered))).toEqual([
      [0, 0.2],
      [0.4, 0.6],
      [0.8, 1],
    ]);
  });

  it('tells what is kept more where most is covered', () => {
    const { least, most, difference } = steeperBy(questions, 'RaDis', 'vanilla');
    expect([least, most, difference.mean].map(value => Math.round(value))).toEqual([5, 45, 40]);
  });

  it('is correlated within levels: harder questions have other answers', () => {
    expect(correlation(questions, ({ kept }) => kept.RaDis as number)).toBeCloseTo(1, 10);
    expect(correlation(questions, () => 1)).toBe(0);
    // Level 1 is covered less and kept more: across the levels that would look like a correlation below 0.
    const other = questions.map(one => ({
      ...one,
      level: 1,
      covered: one.covered - 1,
      kept: { RaDis: (one.kept.RaDis ?? 0) + 5 },
    }));
    expect(correlation([...questions, ...other], ({ kept }) => kept.RaDis as number)).toBeCloseTo(1, 10);
  });
});
