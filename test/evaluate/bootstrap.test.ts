import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { corpusBleu, corpusChrf, type PairedBootstrapOptions, pairedBootstrap } from '../../src/evaluate';

interface Result {
  score: number;
  mean: number;
  margin: number;
  pValue: number | null;
}
interface Corpus {
  name: string;
  baseline: string[];
  systems: string[][];
  references: string[][];
  draws: string[];
  scores: { name: string; options: PairedBootstrapOptions; sacrebleu: Result[]; double: Result[] }[];
}
const corpora: Corpus[] = JSON.parse(readFileSync(join(__dirname, '..', 'fixtures', 'significance.json'), 'utf8'));
const [german] = corpora as [Corpus];
const run = (options: PairedBootstrapOptions = {}) =>
  pairedBootstrap(german.baseline, german.systems, german.references, options);

describe('a paired bootstrap is sacreBLEU’s on the sentences that it drew (test/fixtures/make-significance.py)', () => {
  const cases = corpora.flatMap(corpus => corpus.scores.map(scores => ({ ...corpus, ...scores, corpus: corpus.name })));
  it.each(cases)('$corpus: $name', ({ baseline, systems, references, draws, options, sacrebleu, double }) => {
    const drawn = draws.map(draw => Array.from(draw, digit => Number.parseInt(digit, 36)));
    const results = pairedBootstrap(baseline, systems, references, { ...options, draws: drawn });
    [results.baseline, ...results.systems].forEach((result, i) => {
      const [shipped, exact] = [sacrebleu[i] as Result, double[i] as Result];
      for (const key of ['score', 'mean', 'margin'] as const) {
        expect(result[key]).toBeCloseTo(exact[key], 9);
        // As it comes it adds in single precision.
        expect(result[key]).toBeCloseTo(shipped[key], 4);
      }
      expect(result.count).toBe(draws.length);
      if (i === 0) return;
      expect(results.systems[i - 1]?.pValue).toBe(exact.pValue);
      expect(results.systems[i - 1]?.pValue).toBe(shipped.pValue);
    });
  });
});

describe('a paired bootstrap', () => {
  // Four words each; the second answer of the system has none of them.
  const references = ['a b c d', 'a b c d'];
  const system = ['a b c d', 'w x y z'];

  it('is that of hand arithmetic', () => {
    // The baseline is always right: 100. The system has 100, 100, 100 and 0 on the four resamples, and 50 on both sentences. The differences
    // 0, 0, 0 and 100 have the mean 25: one of them lies more than 50 beyond it, so p = (1 + 1) / (1 + 4).
    const draws = [
      [0, 0],
      [0, 0],
      [0, 0],
      [1, 1],
    ];
    const results = pairedBootstrap(references, [system], references, { draws, smooth: 'none' });
    expect(results.baseline.score).toBeCloseTo(100, 9);
    expect(results.systems[0]).toEqual({
      score: expect.closeTo(50, 9),
      mean: expect.closeTo(75, 9),
      margin: expect.closeTo(50, 9),
      count: 4,
      pValue: 2 / 5,
    });
  });

  it('scores all sentences as BLEU and chrF do, with the same settings', () => {
    const answers = [german.baseline, ...german.systems];
    const scores = (options: PairedBootstrapOptions) => {
      const { baseline, systems } = run({ ...options, resamples: 1 });
      return [baseline, ...systems].map(({ score }) => score);
    };
    expect(scores({})).toEqual(answers.map(texts => corpusBleu(texts, german.references).score));
    const bleu = { tokenize: 'char', lowercase: true } as const;
    expect(scores({ metric: 'bleu', ...bleu })).toEqual(
      answers.map(texts => corpusBleu(texts, german.references, bleu).score),
    );
    expect(scores({ metric: 'chrf', beta: 1 })).toEqual(
      answers.map(texts => corpusChrf(texts, german.references, { beta: 1 })),
    );
  });

  it('draws a thousand times, the same sentences for the same seed and others for another', () => {
    const results = run({ seed: 3 });
    expect(results.baseline.count).toBe(1000);
    expect(run({ seed: 3, resamples: 1000 })).toEqual(results);
    expect(run({ seed: 4 })).not.toEqual(results);
  });

  it('with its own draws agrees with sacreBLEU’s, up to chance', () => {
    const { baseline, systems } = run({ resamples: 4000 });
    const expected = german.scores.find(({ name }) => name === 'bleu')?.double as Result[];
    [baseline, ...systems].forEach(({ mean, margin }, i) => {
      // A margin near 10 is 2 standard deviations: the mean of 400 resamples has a standard error of 0.25.
      expect(Math.abs(mean - (expected[i] as Result).mean)).toBeLessThan(1.5);
      expect(Math.abs(margin - (expected[i] as Result).margin)).toBeLessThan(2);
    });
    systems.forEach(({ pValue }, i) => {
      expect(Math.abs(pValue - ((expected[i + 1] as Result).pValue as number))).toBeLessThan(0.1);
    });
  });

  it('draws the same sentences of every system, whichever others there are', () => {
    const { baseline, systems } = run({ resamples: 50 });
    german.systems.forEach((answers, i) => {
      const alone = pairedBootstrap(german.baseline, [answers], german.references, { resamples: 50 });
      expect(alone).toEqual({ baseline, systems: [systems[i]] });
      const swapped = pairedBootstrap(answers, [german.baseline], german.references, { resamples: 50 });
      expect(swapped.systems[0]).toEqual({ ...baseline, pValue: systems[i]?.pValue });
    });
  });

  it('finds no difference between a system and itself', () => {
    const { baseline, systems } = pairedBootstrap(german.baseline, [german.baseline], german.references);
    expect(systems).toEqual([{ ...baseline, pValue: 1 }]);
  });

  it('is refused where there is nothing to compare or to draw', () => {
    expect(() => pairedBootstrap([], [[]], [])).toThrow('the corpus is empty');
    expect(() => pairedBootstrap(['a'], [['a']], references)).toThrow('1 hypotheses but 2 references');
    expect(() => pairedBootstrap(system, [['a']], references)).toThrow('1 hypotheses but 2 references');
    for (const resamples of [0, -1, 1.5, Number.NaN])
      expect(() => run({ resamples })).toThrow(`the number of resamples is a whole number above 0, not ${resamples}`);
  });

  it('refuses draws of other sentences than there are', () => {
    const draw = (...draws: number[][]) => pairedBootstrap(system, [system], references, { draws });
    expect(() => draw()).toThrow('there are no draws');
    expect(() => draw([0, 1], [0])).toThrow('a resample draws 1 sentences, but there are 2');
    for (const i of [2, -1, 0.5])
      expect(() => draw([0, i])).toThrow(`a resample draws sentence ${i}, but they are numbered from 0 to 1`);
  });
});
