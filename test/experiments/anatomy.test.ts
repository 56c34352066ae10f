import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { dissect, fineTune, measured, type RunConfig } from '../../src/experiments';
import { type AnatomyTexts, cosineOf, divergenceOf, driftOf, openAnatomist } from '../../src/experiments/anatomy';
import type { Parameters } from '../../src/model';
import { encodeTranslation } from '../../src/text';
import type { TrainingExample } from '../../src/train';
import { abilityNames } from '../../src/world';
import { tinyChat } from '../generate/tiny-chat';
import { temporaryFolder, useCpuBackend } from '../helpers';

const folder = temporaryFolder();
vi.mock('../../src/experiments/cache', async original => {
  const real = await original<typeof import('../../src/experiments/cache')>();
  const cached: typeof real.cached = (name, config, compute, options) =>
    real.cached(name, config, compute, { ...options, root: join(folder, 'cache') });
  return { ...real, cached };
});

beforeAll(useCpuBackend);

const parameters = (...rows: number[][]): Parameters =>
  new Map(rows.map((row, i) => [`${i}`, { shape: [row.length], data: Float32Array.from(row) }]));

describe('by hand', () => {
  it('drift is the length of the way, in lengths of the start', () => {
    expect(driftOf(parameters([3, 4], [1, 0]), parameters([0, 5], [2, 0]))).toEqual({ 0: Math.sqrt(10) / 5, 1: 0.5 });
  });

  it('a cosine is taken over all parameters together', () => {
    expect(cosineOf(parameters([1, 2], [2]), parameters([2, 0], [1]))).toBeCloseTo(4 / (3 * Math.sqrt(5)), 12);
    expect(cosineOf(parameters([1], [-2]), parameters([-3], [6]))).toBeCloseTo(-1, 12);
  });

  it('divergence is Σ p log p/q', () => {
    const [p, q] = [
      [0.5, 0.25, 0.25],
      [0.25, 0.25, 0.5],
    ];
    const logits = (shares: number[]) => Float32Array.from(shares, share => Math.log(share) + 3);
    expect(divergenceOf(logits(p!), logits(q!))).toBeCloseTo(0.5 * Math.log(2) - 0.25 * Math.log(2), 6);
    expect(divergenceOf(logits(p!), logits(p!))).toBeCloseTo(0, 12);
  });
});

describe('a look into a model', () => {
  const base = tinyChat(7, { contextLength: 400 });
  const pairs = ['Die Katze trinkt.', 'Der Hund isst.', 'Milch.', 'Brot'].map(reference => ({
    prompt: [{ role: 'user' as const, content: 'Into German: x' }],
    reference,
  }));
  const question = encodeTranslation(base.tokenizer, { ...pairs[0]!, reference: 'It is 16. Yes' });
  const all: Record<string, TrainingExample[]> = Object.fromEntries(abilityNames.map(ability => [ability, [question]]));
  const asked = all as AnatomyTexts['asked'];
  const texts = (rationale?: string): AnatomyTexts => ({
    trained: pairs.map(pair => encodeTranslation(base.tokenizer, { ...pair, rationale })),
    asked,
  });
  const lookAt = async (given: AnatomyTexts, { parameters } = base) => {
    const anatomist = await openAnatomist(base, given, { lambda: 1 });
    try {
      return await anatomist.look(parameters);
    } finally {
      await anatomist.dispose();
    }
  };

  it('finds nothing changed in the base', async () => {
    const { drift, divergence, cosine, agreement } = await lookAt(texts('It is so.'));
    expect(Object.keys(drift)).toEqual([...base.parameters.keys()]);
    expect(new Set(Object.values(drift))).toEqual(new Set([0]));
    for (const value of Object.values(divergence)) expect(Math.abs(value)).toBeLessThan(1e-9);
    expect(Object.keys(cosine)).toEqual([...abilityNames]);
    for (const { bare, whole } of [...Object.values(cosine), agreement]) {
      expect(Math.abs(bare)).toBeLessThan(1);
      expect(whole).not.toBe(bare);
    }
  });

  it('finds what another model would say otherwise, and how far it has gone', async () => {
    const { drift, divergence } = await lookAt(texts('It is so.'), tinyChat(8, { contextLength: 400 }));
    expect(drift['model.embed_tokens.weight']).toBeGreaterThan(0.5);
    for (const value of Object.values(divergence)) expect(value).toBeGreaterThan(0);
  });

  it('sees the same bare translations whether they are explained or not', async () => {
    const [explained, plain] = [await lookAt(texts('It is so.')), await lookAt(texts())];
    for (const ability of abilityNames)
      expect(explained.cosine[ability].bare).toBeCloseTo(plain.cosine[ability].bare, 5);
    expect(explained.agreement.bare).toBeCloseTo(plain.agreement.bare, 5);
    expect(explained.cosine.safety.whole).not.toBeCloseTo(plain.cosine.safety.whole, 5);
  });

  it('compares halves: the same examples twice agree', async () => {
    const { trained } = texts();
    const twice = [trained[0]!, trained[0]!, trained[1]!, trained[1]!];
    expect((await lookAt({ trained: twice, asked })).agreement.whole).toBeCloseTo(1, 5);
  });
});

describe('a training that is looked at', () => {
  it('tells step by step what becomes of the model, from the base to what the run makes of it', async () => {
    const base = tinyChat(7, { contextLength: 800 });
    const run: RunConfig = {
      method: 'vanilla',
      ...{ domain: 'clinic', pairs: 2, seed: 1, epochs: 2, batchSize: 1, learningRate: 1e-3, lambda: 1 },
      normalisation: 'token',
    };
    const config = { looks: 2, count: 2, measure: { domain: 'clinic', translations: 1, itemsPerAbility: 1, seed: 1 } };
    const { points, model, log } = await dissect(base, run, config);
    expect(points.map(({ step }) => step)).toEqual([0, 4, 8]);
    const drift = points.map(point => point.drift['model.embed_tokens.weight']!);
    expect(drift[0]).toBe(0);
    expect(drift[1]).toBeGreaterThan(0);
    const plain = await fineTune(base, run);
    expect(model.parameters).toEqual(plain.model.parameters);
    expect(log.map(({ loss }) => loss)).toEqual(plain.log.map(({ loss }) => loss));
    // The tuned model is stored in half precision.
    expect(driftOf(model.parameters, base.parameters)['model.embed_tokens.weight']).toBeCloseTo(drift[2]!, 2);
    expect(points[2]!.general).toBe((await measured(model, config.measure)).general);
    await expect(dissect(base, { ...run, method: 'wise-ft' }, config)).rejects.toThrow(
      'wise-ft trains nothing by itself',
    );
  });
});
