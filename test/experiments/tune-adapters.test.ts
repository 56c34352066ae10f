import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { trainingItems, tuneAdapters } from '../../src/experiments';
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
  const settings = { learningRate: 2e-3, epochs: 2, batchSize: 4, lora: { rank: 4 }, seed: `${process.pid}` };

  it('learn, are kept in the layout of PEFT, and are read when they are asked for again', async () => {
    const steps: number[] = [];
    const made = await tuneAdapters(base, turns, settings, { onProgress: ({ done }) => steps.push(done) });
    expect(steps).toEqual([1, 2, 3, 4]);
    expect(made.log.at(-1)!.loss).toBeLessThan(made.log[0]!.loss);
    expect(existsSync(join(made.folder, 'adapter_config.json'))).toBe(true);
    const again = await tuneAdapters(base, turns, settings, { onProgress: () => steps.push(0) });
    expect(steps).toHaveLength(4);
    expect(again.log).toEqual(made.log);
    const merged = mergeLora(base.parameters, loadAdapter(made.folder, base.config));
    for (const [name, { data }] of merged) expect(again.model.parameters.get(name)!.data).toEqual(data);
  });

  it('refuse a turn that has no place in the context, by its number', async () => {
    const long = [...turns, { ...turns[0]!, reference: 'Milch '.repeat(600) }];
    await expect(tuneAdapters(base, long, settings)).rejects.toThrow(/example 8/);
  });
});
