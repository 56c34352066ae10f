import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeTranslation } from '../../src/text';
import { type LossSlope, openSlope, type SlopeOptions, type TrainingExample, train } from '../../src/train';
import { tinyChat } from '../generate/tiny-chat';
import { largestDifference, useCpuBackend } from '../helpers';

beforeAll(useCpuBackend);

const { config, parameters, tokenizer } = tinyChat(7, { contextLength: 200 });
const examples = ['Die Katze trinkt.', 'Der Hund isst Brot.', 'Milch'].map((reference, i) =>
  encodeTranslation(tokenizer, {
    prompt: [{ role: 'user', content: `Into German: ${i}` }],
    reference,
    rationale: 'A cat drinks milk.',
  }),
);
const opened: LossSlope[] = [];
const open = (list: readonly TrainingExample[], options?: SlopeOptions) => {
  const slope = openSlope(config, list, options);
  opened.push(slope);
  return slope;
};
afterAll(() => Promise.all(opened.map(slope => slope.dispose())));
const all = (slope: typeof parameters) => [...slope.values()].flatMap(({ data }) => [...data]);

describe('the gradient of the loss', () => {
  it('is its slope, by finite differences', async () => {
    const weighted = open(examples, { lambda: 0.5 });
    const { loss, slope } = await weighted.at(parameters);
    const name = 'model.layers.0.mlp.up_proj.weight';
    const gradient = slope.get(name)!.data;
    // The steepest parameter: there the difference is largest against the rounding of float32.
    const at = gradient.reduce((best, value, i) => (Math.abs(value) > Math.abs(gradient[best]!) ? i : best), 0);
    const lossAt = async (step: number) => {
      const { shape, data } = parameters.get(name)!;
      const moved = Float32Array.from(data, (value, i) => (i === at ? value + step : value));
      return (await weighted.at(new Map([...parameters, [name, { shape, data: moved }]]))).loss;
    };
    const step = 0.005;
    expect(((await lossAt(step)) - (await lossAt(-step))) / (2 * step)).toBeCloseTo(gradient[at]!, 3);
    expect(loss).toBeGreaterThan(0);
  });

  it('is that of all examples, however they are cut', async () => {
    const [whole, single] = [
      await open(examples).at(parameters),
      await open(examples, { batchSize: 1 }).at(parameters),
    ];
    expect(single.loss).toBeCloseTo(whole.loss, 5);
    expect(largestDifference(all(single.slope), all(whole.slope))).toBeLessThan(1e-5);
  });

  it('is what a step of training takes', async () => {
    const { loss, slope } = await open(examples, { lambda: 2 }).at(parameters);
    const { value } = await train(config, parameters, examples, { learningRate: 1e-3, batchSize: 3, lambda: 2 }).next();
    expect((value as { loss: number }).loss).toBeCloseTo(loss, 5);
    const norm = Math.sqrt(all(slope).reduce((sum, one) => sum + one * one, 0));
    expect((value as { gradientNorm: number }).gradientNorm).toBeCloseTo(norm, 4);
  });

  it('stays as it was when it is taken elsewhere', async () => {
    const slope = open(examples);
    const before = (await slope.at(parameters)).slope;
    const kept = all(before);
    await slope.at(tinyChat(8, { contextLength: 200 }).parameters);
    expect(all(before)).toEqual(kept);
    expect(all((await slope.at(parameters)).slope)).toEqual(kept);
  });

  it('of nothing is refused', () => {
    expect(() => open([])).toThrow('a gradient is taken over examples: give at least one');
  });
});
