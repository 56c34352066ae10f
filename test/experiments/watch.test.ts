import { beforeAll, describe, expect, it, vi } from 'vitest';
import { fineTune, type RunConfig, tryMethod, watchTuning } from '../../src/experiments';
import { methods } from '../../src/methods';
import { loadModelFolder } from '../../src/model';
import { projectPath } from '../../src/paths';
import { largestDifference, temporaryFolder, useCpuBackend } from '../helpers';

beforeAll(() => useCpuBackend());
const base = loadModelFolder(projectPath('data', 'models', 'tinychat'));
const run: RunConfig = {
  ...{ domain: 'clinic', pairs: 8, epochs: 2, batchSize: 4, learningRate: 1e-3, seed: 41 },
  ...{ method: 'vanilla', lambda: 1, normalisation: 'token' },
};
const sum = (model: typeof base) => [...model.parameters.values()].reduce((all, { data }) => all + (data[7] ?? 0), 0);

describe('a training that is watched', () => {
  const root = temporaryFolder();

  it('is looked at from the base to the end, and ends with the weights of a training that nobody watched', async () => {
    const onLook = vi.fn();
    const look = vi.fn(async (model: typeof base) => sum(model));
    const config = { looks: 4, key: 'a sum', look, onLook };
    const watched = await watchTuning(base, run, config, { root });
    expect(watched.seen.map(({ step }) => step)).toEqual([0, 2, 4, 6, 8]);
    expect(watched.seen[0]?.what).toBe(sum(base));
    expect(onLook).toHaveBeenCalledTimes(5);
    const alone = await fineTune(base, run);
    for (const [name, { data }] of alone.model.parameters)
      expect(watched.model.parameters.get(name)?.data).toEqual(data);

    // Again: nothing is trained or asked, and all is told.
    const before = look.mock.calls.length;
    const again = await watchTuning(base, run, config, { root });
    expect(look.mock.calls.length).toBe(before);
    expect(onLook).toHaveBeenCalledTimes(10);
    expect(again.seen).toEqual(watched.seen);
  });

  it('goes on from its last look when it was stopped, to the same bits', async () => {
    const other = { ...run, seed: 42 };
    const stop = new AbortController();
    const config = { looks: 4, key: 'stopped', look: async (model: typeof base) => sum(model) };
    const stopping = {
      ...config,
      onLook: ({ step }: { step: number }) => {
        if (step === 4) stop.abort();
      },
    };
    await expect(watchTuning(base, other, stopping, { signal: stop.signal, root })).rejects.toThrow();
    const told: number[] = [];
    const gone = await watchTuning(base, other, { ...config, onLook: ({ step }) => told.push(step) }, { root });
    expect(told).toEqual([4, 6, 8]);
    expect(gone.seen.map(({ step }) => step)).toEqual([0, 2, 4, 6, 8]);
    expect(gone.log.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const alone = await fineTune(base, other);
    for (const [name, { data }] of alone.model.parameters) expect(gone.model.parameters.get(name)?.data).toEqual(data);
  });

  it('must train something by itself', async () => {
    const config = { looks: 1, key: '', look: async () => 0 };
    await expect(watchTuning(base, { ...run, method: 'wise-ft' }, config)).rejects.toThrow(
      'wise-ft trains nothing by itself',
    );
  });
});

describe('a method of one’s own', () => {
  const measure = { domain: 'clinic', translations: 2, itemsPerAbility: 2, seed: 1 };

  it('that does what vanilla fine-tuning does gives the same model', async () => {
    const { model } = await tryMethod(base, { ...methods.vanilla, name: 'mine' }, run, measure);
    const alone = await fineTune(base, run);
    // The one is kept in half precision.
    for (const [name, { data }] of alone.model.parameters) {
      const mine = model.parameters.get(name)?.data as Float32Array;
      expect(largestDifference(mine, data)).toBeLessThan(2e-3);
    }
  });

  it('without examples is refused', async () => {
    const silent = { name: 'silent', cite: '', prepare: async () => [] };
    await expect(tryMethod(base, silent, run, measure)).rejects.toThrow('silent gives no examples');
  });
});
