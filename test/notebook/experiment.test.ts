import { join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { type Experiment, openExperiment, publishResults } from '../../src/experiments';
import { saveModelFolder } from '../../src/model';
import { runExperiment } from '../../src/notebook';
import { tinyChat } from '../generate/tiny-chat';
import { temporaryFolder, useCpuBackend } from '../helpers';
import { recordShown } from './shown';

const folder = temporaryFolder();
const models = join(folder, 'models');
const places = {
  results: join(folder, 'own'),
  published: join(folder, 'published'),
  locks: join(folder, 'locks'),
  models,
};

vi.mock('../../src/experiments/cache', async original => {
  const real = await original<typeof import('../../src/experiments/cache')>();
  const cached: typeof real.cached = (name, config, compute, options) =>
    real.cached(name, config, compute, { ...options, root: join(folder, 'cache') });
  return { ...real, cached };
});

const experiment: Experiment = {
  name: 'tiny',
  about: 'Does it work?',
  base: 'tiny',
  shared: { domain: 'clinic', pairs: 2, epochs: 1, batchSize: 2, lambda: 1, normalisation: 'token', seed: 1 },
  vary: { method: ['vanilla'], learningRate: [0.001] },
  measure: { translations: 2, itemsPerAbility: 1, seed: 1 },
};
const shown = recordShown();
const last = () => shown.at(-1)?.data['text/plain'];

beforeAll(async () => {
  await useCpuBackend();
  saveModelFolder(join(models, 'tiny'), tinyChat(7, { contextLength: 800 }));
});

test('an experiment in a cell computes what is missing, and reads what came with the project', async () => {
  const { runs, baselines } = await runExperiment(experiment, places);
  expect(runs.map(({ run }) => run.learningRate)).toEqual([0.001]);
  expect(baselines.clinic!.general).toBeGreaterThanOrEqual(0);
  expect(last()).toBe('tiny: 2 computed now');
  publishResults(openExperiment(experiment, models), places);
  const reader = { ...places, results: join(folder, 'reader') };
  const vary = { method: ['vanilla'], learningRate: [0.001, 0.002] };
  expect((await runExperiment({ ...experiment, vary }, reader)).runs.map(({ run }) => run.learningRate)).toEqual([
    0.001, 0.002,
  ]);
  expect(last()).toBe('tiny: 2 saved results, 1 computed now');
  await runExperiment({ ...experiment, vary }, reader);
  expect(last()).toBe('tiny: 3 saved results');
});

test('a run that fails is named, and does not hide the others', async () => {
  const vary = { method: ['vanilla'], learningRate: [1e30, 0.001] };
  const { runs, warning } = await runExperiment({ ...experiment, vary }, places);
  expect(runs.map(({ run }) => run.learningRate)).toEqual([0.001]);
  expect(warning).toMatch(/^vanilla, seed 1, learningRate 1e\+30 failed: /);
});
