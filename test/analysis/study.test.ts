import { describe, expect, it } from 'vitest';
import {
  aboveCurve,
  atEqualQuality,
  atEqualRate,
  chooseSetting,
  differenceOf,
  halves,
  itemChanges,
  keptAtQualities,
  lossesAndWins,
  regret,
  Study,
  sampleAnswers,
  study,
} from '../../src/analysis';
import { confidenceInterval } from '../../src/evaluate';
import { openExperiment, readExperiment, readResults, runsWith, type ScoredRun } from '../../src/experiments';
import { measurement, run } from './made-up';

const settings = {
  'vanilla fine-tuning': { method: 'vanilla' },
  'RaDis, λ = 1': { method: 'radis', lambda: 1 },
  'RaDis, λ = 0.25': { method: 'radis', lambda: 0.25 },
};
const published = readResults(openExperiment(readExperiment('frontier')));
const frontier = study(published, settings);

describe('a study of the published results', () => {
  it('gives the table that was computed before there were studies, digit for digit', () => {
    const { rows, caption } = atEqualQuality(frontier);
    expect(rows).toEqual([
      {
        setting: 'RaDis, λ = 1',
        'at BLEU 23': '1.1 ± 0.7 *',
        'at BLEU 33': '2.0 ± 1.3 *',
        'at BLEU 45': '1.1 ± 2.6',
        'at BLEU 57': '−7.2 ± 6.5 (*)',
      },
      {
        setting: 'RaDis, λ = 0.25',
        'at BLEU 23': '0.7 ± 0.6 (*)',
        'at BLEU 33': '1.6 ± 0.9 *',
        'at BLEU 45': '2.9 ± 1.2 *',
        'at BLEU 57': '5.7 ± 2.4 *',
      },
    ]);
    expect(caption).toContain('of 8 differences');
    expect(keptAtQualities(frontier).rows[0]).toMatchObject({ 'at BLEU 23': '89.3 ± 0.4', 'at BLEU 57': '60.1 ± 1.9' });
  });

  it('reads curves on the straight line between two models of a seed', () => {
    for (const name of frontier.names) {
      const [first = Number.NaN] = frontier.keptBySeed(name, 45);
      const line = frontier.line(name, 1).map(({ domain, general }) => ({ x: domain.bleu, y: general }));
      const at = line.findIndex(({ x }) => x > 45);
      const [from, to] = [line[at - 1], line[at]] as [{ x: number; y: number }, { x: number; y: number }];
      expect(first).toBeCloseTo(from.y + ((45 - from.x) / (to.x - from.x)) * (to.y - from.y), 9);
    }
    const [ours, theirs] = ['RaDis, λ = 0.25', 'vanilla fine-tuning'].map(name => frontier.keptBySeed(name, 45));
    const beyond = ours?.map((kept, seed) => kept - (theirs?.[seed] as number)) as number[];
    const { mean } = differenceOf(atEqualQuality(frontier), { name: 'RaDis, λ = 0.25', at: 45 });
    expect(mean).toBeCloseTo(beyond.reduce((a, b) => a + b) / beyond.length, 12);
  });

  it('compares at equal rate as paired differences over the seeds do, and is a little less sure', () => {
    const pair = [settings['RaDis, λ = 1'], settings['vanilla fine-tuning']].map(setting => ({
      ...setting,
      learningRate: 4e-4,
    })) as [object, object];
    const [ours, theirs] = pair.map(setting => runsWith(published.runs, setting)) as unknown as [
      ScoredRun[],
      ScoredRun[],
    ];
    const ofSeed = (seed: number, runs: ScoredRun[]) =>
      runs.find(({ run }) => run.seed === seed)?.score.domain.bleu as number;
    const overSeeds = confidenceInterval(frontier.seeds.map(seed => ofSeed(seed, ours) - ofSeed(seed, theirs)));
    const found = differenceOf(atEqualRate(frontier), { name: 'RaDis, λ = 1', at: 4e-4, score: 'bleu' });
    expect(found.mean).toBeCloseTo(overSeeds.mean, 12);
    expect(found.certainty).toBe('shown');
    expect(found.margin).toBeGreaterThan(0.5 * overSeeds.margin);
  });

  it('is filtered, grouped and summarised', () => {
    expect(frontier.where({ seed: 2 }).seeds).toEqual([2]);
    expect([...frontier.by('seed').keys()].sort()).toEqual([1, 2, 3, 4, 5]);
    expect(frontier.only('RaDis, λ = 1').reference).toBe('RaDis, λ = 1');
    expect(frontier.only('vanilla fine-tuning', 'RaDis, λ = 1').names).toHaveLength(2);
    expect(frontier.mean('vanilla fine-tuning', 8e-4, 'bleu').mean).toBeCloseTo(57.6, 1);
    expect(frontier.qualities).toEqual([23, 33, 45, 57]);
    expect(() => frontier.only('KL')).toThrow('there is no setting KL: choose vanilla fine-tuning, RaDis');
    expect(() => frontier.mean('RaDis, λ = 1', 5, 'bleu')).toThrow('was not run at learning rate 5');
  });

  it('chooses on a half of the questions what the other half chooses as well', () => {
    const [first, second] = halves(frontier);
    expect(chooseSetting(first).best).toBe('RaDis, λ = 0.25');
    expect(chooseSetting(second).best).toBe('RaDis, λ = 0.25');
    expect(regret(first, second)).toBe(0);
  });
});

describe('a study of a few made-up models', () => {
  const base = measurement(10, '1111111111');
  const runs = [1, 2].flatMap(seed => [
    run('vanilla', 1, seed, measurement(20, '1111111100')),
    run('vanilla', 2, seed, measurement(40, '1111000000')),
    run('radis', 1, seed, measurement(20, '1111111110')),
    run('radis', 2, seed, measurement(30, seed === 1 ? '1111111100' : '1111110000')),
  ]);
  const small = new Study({ runs, base }, { vanilla: { method: 'vanilla' }, radis: { method: 'radis' } });

  it('reads the straight line between two models', () => {
    // Halfway from (20, 80) to (40, 40).
    expect(small.keptBySeed('vanilla', 30)).toEqual([60, 60]);
    expect(small.keptBySeed('radis', 30)).toEqual([80, 60]);
    expect(small.kept('radis', 35).mean).toBeNaN();
    expect(small.reach('radis')).toBe(30);
    // The reference's own models but the harshest.
    expect(small.qualities).toEqual([20]);
  });

  it('says how far models stand above a curve', () => {
    expect(aboveCurve(small, 'radis', 2).mean).toBe(10);
    expect(aboveCurve(small, 'vanilla', 2).mean).toBe(0);
  });

  it('counts what is lost and won, question by question', () => {
    const [reasoning] = lossesAndWins(small, 'radis', 2, ['reasoning']);
    expect(reasoning).toEqual({ kind: 'reasoning', before: 100, lost: 30, won: 0, after: 70 });
    const changes = itemChanges(small, 'radis', 2, ['safety']);
    expect(changes.map(({ after }) => after)).toEqual([1, 1, 1, 1, 1, 1, 0.5, 0.5, 0, 0]);
    expect(() => itemChanges(small, 'radis', 2, ['juggling'])).toThrow(
      'juggling was not measured: there are reasoning',
    );
  });

  it('is open where there is one seed', () => {
    const { differences } = atEqualRate(small.where({ seed: 1 }));
    expect(differences.map(({ certainty }) => certainty)).toEqual(['open', 'open', 'open', 'open']);
  });

  it('refuses settings that do not tell runs apart, or have none', () => {
    expect(() => new Study({ runs, base }, { all: {} })).toThrow(
      'all has several runs of seed 1 and learning rate 1: its setting is to say what tells them apart',
    );
    expect(() => new Study({ runs, base }, { kl: { method: 'kl' } })).toThrow('none of the settings has a run: kl');
    expect(() => study({ runs: [], baselines: {} }, {})).toThrow('the base was not measured');
  });

  it('holds answers side by side, and leaves out what all answer alike', () => {
    const with2 = (answer: string) => measurement(20, '1', { 'How many?': answer, 'Who?': 'Anna.' });
    const talkative = new Study(
      { runs: [run('vanilla', 1, 1, with2('Three.'))], base: with2('Four.') },
      { vanilla: { method: 'vanilla' } },
    );
    expect(sampleAnswers(talkative, { rate: 1 })).toEqual([
      { kind: 'reasoning', prompt: 'How many?', reference: '', answers: { base: 'Four.', vanilla: 'Three.' } },
    ]);
    expect(sampleAnswers(talkative, { rate: 1, differing: false })).toHaveLength(2);
  });
});
