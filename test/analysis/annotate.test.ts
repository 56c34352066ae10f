import { beforeAll, expect, test } from 'vitest';
import { annotate } from '../../src/analysis';
import { loadModelFolder } from '../../src/model';
import { projectPath } from '../../src/paths';
import { encodeTranslation } from '../../src/text';
import { finish, train } from '../../src/train';
import { useCpuBackend } from '../helpers';

beforeAll(() => useCpuBackend());
const base = loadModelFolder(projectPath('data', 'models', 'tinychat'));
const turn = {
  prompt: [{ role: 'user' as const, content: 'Translate into German:\nThe nurse sleeps.' }],
  reference: 'Die Krankenschwester schläft.',
  rationale: 'The word "nurse" is feminine.',
};

test.each([0.25, 1, 4])('the annotated tokens add up to the loss that training shows, at λ = %d', async lambda => {
  const tokens = await annotate(base, turn, { lambda });
  const loss = tokens.slice(1).reduce((sum, { nll, weight }) => sum + nll * weight, 0);
  const example = encodeTranslation(base.tokenizer, turn);
  const losses: number[] = [];
  const steps = train(base.config, base.parameters, [example], { learningRate: 1e-9, batchSize: 1, epochs: 1, lambda });
  await finish(steps, log => losses.push(log.loss));
  expect(loss).toBeCloseTo(losses[0]!, 4);
});

test('each token says where it belongs, in the order of the text', async () => {
  const tokens = await annotate(base, turn);
  const parts = tokens.map(({ segment }) => segment).filter((part, i, all) => part !== all[i - 1]);
  expect(parts).toEqual(['prompt', 'translation', 'rationale']);
  const said = tokens.filter(({ segment }) => segment === 'rationale').map(({ text }) => text);
  expect(said.join('')).toContain('The word "nurse" is feminine.');
  expect(tokens[0]!.nll).toBeNaN();
  expect(tokens.filter(({ segment }) => segment === 'prompt').every(({ weight }) => weight === 0)).toBe(true);
  expect(tokens[5]!.likely).toHaveLength(4);
});
