import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as transformers from '@huggingface/transformers';
import { beforeAll, describe, expect, it } from 'vitest';
import * as compile from '../../src/compile';
import * as generate from '../../src/generate';
import * as model from '../../src/model';
import * as gradients from '../../src/train/gradients';
import { temporaryFolder, useCpuBackend } from '../helpers';

beforeAll(useCpuBackend);

/** What `npm run parity` measures by, which is plain JavaScript. */
interface Parity {
  openCase(modules: object, folder: string): Case;
  logitsDeviation(modules: object, given: Case): Promise<number>;
  trainingDeviation(modules: object, given: Case): Promise<{ loss: number; gradient: number }>;
  loraDeviation(modules: object, given: Case): Promise<number>;
  generationAgreement(modules: object, given: Case): Promise<Agreement>;
  exportedAgreement(modules: object, folder: string, numbers: object): Promise<Agreement>;
}
interface Case {
  config: model.ModelConfig;
  parameters: model.Parameters;
  numbers: object;
}
interface Agreement {
  same: number;
  total: number;
}

const modules = { model, compile, gradients, generate, transformers };
const fixtures = join(__dirname, '..', 'fixtures', 'families');
const temporary = temporaryFolder();
/** Random models of each family and form of rotary positions, with what PyTorch computes for them: see test/fixtures/families.py. */
describe.each(readdirSync(fixtures))('%s', name => {
  let parity: Parity;
  let given: Case;
  beforeAll(async () => {
    parity = (await import(`${'../../scripts/lib/parity.mjs'}`)) as Parity;
    given = parity.openCase(modules, join(fixtures, name));
  });

  it('gives the logits of PyTorch, alone and packed with another text', async () => {
    expect(await parity.logitsDeviation(modules, given)).toBeLessThan(2e-5);
  });

  it('gives the loss and the gradients of all parameters', async () => {
    const { loss, gradient } = await parity.trainingDeviation(modules, given);
    expect(loss).toBeLessThan(1e-5);
    expect(gradient).toBeLessThan(1e-4);
  });

  it('takes the step of adapters that PEFT takes', async () => {
    expect(await parity.loraDeviation(modules, given)).toBeLessThan(1e-4);
  });

  it('answers as PyTorch does, past its window, alone and in a batch', async () => {
    const { same, total } = await parity.generationAgreement(modules, given);
    expect(same).toBe(total);
  });

  it('answers so in transformers.js', async () => {
    const folder = join(temporary, name);
    mkdirSync(join(folder, 'onnx'), { recursive: true });
    cpSync(join(fixtures, name, 'config.json'), join(folder, 'config.json'));
    const bytes = model.exportedGraph(given.config, given.parameters, { dtype: 'float32' });
    writeFileSync(join(folder, 'onnx', 'model.onnx'), bytes);
    const { same, total } = await parity.exportedAgreement(modules, folder, given.numbers);
    expect(same).toBe(total);
  });

  it('is described the same after it is saved', () => {
    const saved = model.toHuggingFaceConfig(given.config, { endId: 1, padId: 0 });
    expect(model.parseConfig(JSON.parse(JSON.stringify(saved)))).toEqual(given.config);
  });
});
