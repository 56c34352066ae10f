import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { mean } from '../../src/evaluate';
import { trainingItems, tuneAdapters } from '../../src/experiments';
import { discard } from '../../src/files';
import { loadAdapter, loadModelFolder, mergeLora } from '../../src/model';
import { projectPath } from '../../src/paths';
import { translationPrompt } from '../../src/world';

const base = loadModelFolder(projectPath('data', 'models', 'tinychat'));
const turns = trainingItems({ domain: 'clinic', pairs: 4, seed: 1 }).map(item => ({
  prompt: translationPrompt(item),
  reference: item.reference,
  rationale: 'It is what it is.',
}));

describe('adapters trained on turns of one’s own', () => {
  const settings = { learningRate: 2e-3, epochs: 3, batchSize: 4, lora: { rank: 4 }, seed: 'test of adapters' };
  const root = mkdtempSync(join(tmpdir(), 'adapters-'));
  afterAll(() => discard(root));
  const epoch = (log: { loss: number }[], from: number) => mean(log.slice(from, from + 2).map(({ loss }) => loss));

  it('learn, are kept in the layout of PEFT, and are read when they are asked for again', async () => {
    const steps: number[] = [];
    const made = await tuneAdapters(base, turns, settings, { root, onProgress: ({ done }) => steps.push(done) });
    expect(steps).toEqual([1, 2, 3, 4, 5, 6]);
    expect(epoch(made.log, 4)).toBeLessThan(epoch(made.log, 0));
    expect(existsSync(join(made.folder, 'adapter_config.json'))).toBe(true);
    const again = await tuneAdapters(base, turns, settings, { root, onProgress: () => steps.push(0) });
    expect(steps).toHaveLength(6);
    expect(again.log).toEqual(made.log);
    const merged = mergeLora(base.parameters, loadAdapter(made.folder, base.config));
    for (const [name, { data }] of merged) expect(again.model.parameters.get(name)!.data).toEqual(data);
  });

  it('refuse a turn that has no place in the context, by its number', async () => {
    const long = [...turns, { ...turns[0]!, reference: 'Milch '.repeat(600) }];
    await expect(tuneAdapters(base, long, settings, { root })).rejects.toThrow(/example 8/);
  });
});
