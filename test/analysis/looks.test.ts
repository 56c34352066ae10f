import { describe, expect, it } from 'vitest';
import { anatomyLooks, driftMap, driftPicks, endTable, Looks, lossTable } from '../../src/analysis';
import { type AnatomyPoint, openExperiment, readExperiment, readResults } from '../../src/experiments';

/** A look at which everything has this value. */
const look = (step: number, value: number): AnatomyPoint =>
  ({
    step,
    general: value,
    bleu: 60 - value,
    abilities: { reasoning: value, knowledge: value, instructions: value, conversation: 90, safety: value },
    drift: {
      'model.layers.0.mlp.up_proj.weight': step / 100,
      'model.layers.1.mlp.up_proj.weight': step / 50,
      'model.embed_tokens.weight': 1,
    },
    words: { answer: 8, reference: 8 },
  }) as unknown as AnatomyPoint;

// Two seeds: 90, 80, 60 and 90, 70, 40.
const looks = new Looks({
  vanilla: [
    [look(0, 90), look(5, 80), look(10, 60)],
    [look(0, 90), look(5, 70), look(10, 40)],
  ],
});
const general = ({ general }: AnatomyPoint) => general;

describe('looks at a training', () => {
  it('are means over the seeds, step by step', () => {
    expect(looks.line('vanilla', general).map(({ x, y }) => [x, y.mean])).toEqual([
      [0, 90],
      [5, 75],
      [10, 50],
    ]);
    expect(looks.end('vanilla', general).mean).toBe(50);
  });

  it('on the way leave out the base', () => {
    expect(looks.onTheWay('vanilla', general).mean).toBe((70 + 55) / 2);
  });

  it('tell when a tenth is lost, and what never is', () => {
    expect(looks.fallsBelow('vanilla', general)).toBe(5);
    const { rows } = lossTable(looks);
    expect(rows.find(({ ability }) => ability === 'conversation')?.['vanilla: a tenth lost by step']).toBe(
      'not in this run',
    );
  });

  it('map how far matrices have moved by kind and layer', () => {
    expect(driftMap(looks, 'vanilla')).toEqual({ kinds: ['mlp.up_proj'], layers: ['0', '1'], values: [[0.1, 0.2]] });
    expect(endTable(looks, driftPicks, { digits: 2 }).rows[0]?.vanilla).toMatch(/^0\.15/);
  });

  it('refuse seeds that were looked at after different steps, and unknown names', () => {
    expect(() => new Looks({ a: [[look(0, 1)], [look(1, 1)]] })).toThrow('after different steps');
    expect(() => new Looks({ a: [[]] })).toThrow('never looked at');
    expect(() => looks.end('radis', general)).toThrow('choose vanilla');
  });

  it('of the published runs end where the results of these runs say', () => {
    const results = readResults(openExperiment(readExperiment('anatomy', 'full')));
    const published = anatomyLooks(results);
    expect(published.names).toEqual(['vanilla fine-tuning', 'RaDis, λ = 1', 'vanilla, gentler']);
    const seeds = results.runs
      .filter(({ run }) => run.method === 'radis')
      .map(({ looks }) => looks?.at(-1)?.general ?? 0);
    expect(published.end('RaDis, λ = 1', general).mean).toBeCloseTo(
      seeds.reduce((a, b) => a + b, 0) / seeds.length,
      10,
    );
  });
});
