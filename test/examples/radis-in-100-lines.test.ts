import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import * as radis from 'radis-workbench';
import { expect, test } from 'vitest';
import { radisInShort } from '../../examples/radis-in-100-lines';
import { projectPath } from '../../src/paths';
import { largestDifference } from '../helpers';

const settings = { lambda: 0.5, peak: 0.0016, pairs: 8, steps: 3 };

test('three steps in the open are three steps of fineTune', async () => {
  const { losses, tuned } = await radisInShort(settings, () => {});
  const run = {
    ...{ method: 'radis', domain: 'clinic', pairs: settings.pairs, epochs: settings.steps, batchSize: 16, seed: 1 },
    ...{ learningRate: settings.peak, lambda: settings.lambda, normalisation: 'token' as const },
  };
  const { log, model } = await radis.fineTune(radis.openTinyChat(), run);
  expect(log).toHaveLength(3);
  log.forEach(({ loss }, i) => {
    expect(losses[i]).toBeCloseTo(loss, 4);
  });
  // What fineTune keeps is in half precision; rounding where it sums may differ.
  for (const [name, { data }] of model.parameters)
    expect(largestDifference(tuned.parameters.get(name)!.data, data), name).toBeLessThan(2e-3);
});

test('it has a hundred lines at most, and runs from the command line', async () => {
  const lines = readFileSync(projectPath('examples', 'radis-in-100-lines.ts'), 'utf8').trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(100);
  const { stdout } = await promisify(execFile)(process.execPath, [projectPath('scripts', 'example.mjs')]);
  expect(stdout).toMatch(/step 1: loss \d\.\d+\nstep 2: loss \d\.\d+\nstep 3: loss/);
});
