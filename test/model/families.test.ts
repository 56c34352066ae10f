import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as transformers from '@huggingface/transformers';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import * as compile from '../../src/compile';
import * as generate from '../../src/generate';
import * as model from '../../src/model';
import * as gradients from '../../src/train/gradients';
import { negativeLogLikelihood, temporaryFolder, tinyConfig, useCpuBackend } from '../helpers';

beforeAll(useCpuBackend);

/** What `npm run parity` measures by, which is plain JavaScript. */
interface Parity {
  openCase(modules: object, folder: string): Case;
  logitsDeviation(modules: object, given: Case): Promise<number>;
  trainingDeviation(modules: object, given: Case): Promise<{ loss: number; gradient: number }>;
  loraDeviation(modules: object, given: Case): Promise<number>;
  generationAgreement(modules: object, given: Case): Promise<Agreement>;
  exportedDeviation(modules: object, folder: string, given: Case): Promise<{ logits: number; answers: Agreement }>;
}
interface Case {
  config: model.ModelConfig;
  parameters: model.Parameters;
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

  it('has the same logits and answers in transformers.js', async () => {
    const folder = join(temporary, name);
    mkdirSync(join(folder, 'onnx'), { recursive: true });
    cpSync(join(fixtures, name, 'config.json'), join(folder, 'config.json'));
    const bytes = model.exportedGraph(given.config, given.parameters, { dtype: 'float32' });
    writeFileSync(join(folder, 'onnx', 'model.onnx'), bytes);
    const { logits, answers } = await parity.exportedDeviation(modules, folder, given);
    expect(logits).toBeLessThan(2e-5);
    expect(answers.same).toBe(answers.total);
  });

  it('is described the same by transformers 4 and 5', () => {
    const json = JSON.parse(readFileSync(join(fixtures, name, 'config-5.json'), 'utf8'));
    expect(json.rope_parameters).toBeDefined();
    expect(model.parseConfig(json)).toEqual(given.config);
  });

  it('is described the same after it is saved', () => {
    const saved = model.toHuggingFaceConfig(given.config, { endId: 1, padId: 0 });
    expect(model.parseConfig(JSON.parse(JSON.stringify(saved)))).toEqual(given.config);
  });
});

/** Small, and of no particular family. */
const shape = { ...tinyConfig, headDim: 4, layers: 3, slidingWindow: 4 };

describe.each(Object.keys(model.families) as model.Family[])('a fresh %s', family => {
  const config: model.ModelConfig = { ...shape, family };
  const parameters = model.initialiseParameters(config, 1);
  const ids = [[1, 2, 3, 4, 5, 6, 7, 8]];

  it('expects all tokens about alike', () => {
    const p = Object.fromEntries([...parameters].map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]));
    const targets = tf.tensor2d([[9, 10, 11, 12, 13, 14, 15, 16]], undefined, 'int32');
    const losses = negativeLogLikelihood(p, tf.tensor2d(ids, undefined, 'int32'), targets, config).dataSync();
    for (const loss of losses) expect(Math.abs(loss - Math.log(config.vocabSize))).toBeLessThan(0.5);
  });

  it('has as many numbers as it says, all of them known, and adapters on all linear layers', () => {
    const sizes = [...parameters.values()].map(({ data }) => data.length);
    expect(model.countParameters(config)).toBe(sizes.reduce((sum, size) => sum + size));
    expect(() => model.checkParameters(config, parameters, family)).not.toThrow();
    expect(parameters.has(model.headName(config))).toBe(true);
    const matrices = [...parameters].filter(([name, { shape }]) => shape.length === 2 && !/embed|lm_head/.test(name));
    const adapted = [...model.loraShapes(config, {}).keys()].filter(name => name.endsWith('lora_A.weight'));
    expect(adapted.map(name => name.replace('lora_A.', ''))).toEqual(matrices.map(([name]) => name));
  });

  it('goes on behind its window as without a cache', async () => {
    const decoder = generate.createDecoder(config, parameters, { endIds: [], padId: 0 });
    const [{ ids: answer }] = (await decoder.generate(ids, { maxNewTokens: 8 })) as [generate.Generated];
    for (let i = 1; i < answer.length; i++) {
      const [again] = await decoder.generate([[...(ids[0] as number[]), ...answer.slice(0, i)]], { maxNewTokens: 1 });
      expect(again!.ids).toEqual([answer[i]]);
    }
    await decoder.dispose();
  });
});
