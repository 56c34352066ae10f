import { beforeAll, describe, expect, it } from 'vitest';
import { encodeTranslation } from '../../src/text';
import { lossSlope, train } from '../../src/train';
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
const all = (slope: typeof parameters) => [...slope.values()].flatMap(({ data }) => [...data]);

describe('the gradient of the loss', () => {
  it('is its slope, by finite differences', async () => {
    const { loss, slope } = await lossSlope(config, parameters, examples, { lambda: 0.5 });
    const name = 'model.layers.0.mlp.up_proj.weight';
    const gradient = slope.get(name)!.data;
    // The steepest parameter: there the difference is largest against the rounding of float32.
    const at = gradient.reduce((best, value, i) => (Math.abs(value) > Math.abs(gradient[best]!) ? i : best), 0);
    const lossAt = async (step: number) => {
      const { shape, data } = parameters.get(name)!;
      const moved = Float32Array.from(data, (value, i) => (i === at ? value + step : value));
      return (
        await lossSlope(config, new Map([...parameters, [name, { shape, data: moved }]]), examples, { lambda: 0.5 })
      ).loss;
    };
    const step = 0.005;
    expect(((await lossAt(step)) - (await lossAt(-step))) / (2 * step)).toBeCloseTo(gradient[at]!, 3);
    expect(loss).toBeGreaterThan(0);
  });

  it('is that of all examples, however they are cut', async () => {
    const [whole, single] = [
      await lossSlope(config, parameters, examples),
      await lossSlope(config, parameters, examples, { batchSize: 1 }),
    ];
    expect(single.loss).toBeCloseTo(whole.loss, 5);
    expect(largestDifference(all(single.slope), all(whole.slope))).toBeLessThan(1e-5);
  });

  it('is what a step of training takes', async () => {
    const { loss, slope } = await lossSlope(config, parameters, examples, { lambda: 2 });
    const { value } = await train(config, parameters, examples, { learningRate: 1e-3, batchSize: 3, lambda: 2 }).next();
    expect((value as { loss: number }).loss).toBeCloseTo(loss, 5);
    const norm = Math.sqrt(all(slope).reduce((sum, one) => sum + one * one, 0));
    expect((value as { gradientNorm: number }).gradientNorm).toBeCloseTo(norm, 4);
  });

  it('of nothing is refused', async () => {
    await expect(lossSlope(config, parameters, [])).rejects.toThrow(
      'a gradient is taken over examples: give at least one',
    );
  });
});
