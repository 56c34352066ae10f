import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Adapter,
  decode,
  head,
  initialiseLora,
  loadAdapter,
  loraScale,
  loraShapes,
  mergeLora,
  type Parameters,
  parseConfig,
  readSafetensors,
  saveAdapter,
  unmergeLora,
} from '../../src/model';
import { largestDifference, negativeLogLikelihood, temporaryFolder, useCpuBackend } from '../helpers';

beforeAll(useCpuBackend);

const fixtures = join(__dirname, '..', 'fixtures');
const json = (name: string) => JSON.parse(readFileSync(join(fixtures, name), 'utf8'));
const base = json('qwen2.json');
const config = parseConfig(base.config);
const parameters: Parameters = new Map(
  Object.entries(base.parameters as Record<string, { shape: number[]; data: number[] }>).map(
    ([name, { shape, data }]) => [name, { shape, data: Float32Array.from(data) }],
  ),
);
const tensors = (given: Parameters) =>
  Object.fromEntries([...given].map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]));
const int = (rows: number[][]) => tf.tensor2d(rows, undefined, 'int32');

/** Logits with adapters beside the weights, or without. */
const logitsOf = (given: Parameters, ids: number[][], adapter?: Adapter) =>
  tf.tidy(() => {
    const p = { ...tensors(given), ...(adapter && tensors(adapter.parameters)) };
    const h = decode(p, int(ids), config, adapter && { adapters: { scale: loraScale(adapter.options) } });
    return tf.matMul(h, head(p, config), false, true).dataSync();
  });

describe.each(['lora', 'rslora'])('adapters that PEFT wrote (%s)', name => {
  const reference = json(`${name}.json`);
  const adapter = loadAdapter(join(fixtures, name), config);

  it('give the logits that PEFT gives', () => {
    expect(largestDifference(logitsOf(parameters, reference.ids, adapter), reference.logits)).toBeLessThan(1e-4);
  });

  it('have the gradients that PEFT gives', () => {
    const names = [...adapter.parameters.keys()];
    const all = tensors(parameters);
    const loss = (...list: tf.Tensor[]) => {
      const p = { ...all, ...Object.fromEntries(names.map((name, i) => [name, list[i] as tf.Tensor])) };
      const options = { adapters: { scale: loraScale(adapter.options) } };
      const targets = int(reference.targets);
      return negativeLogLikelihood(p, int(reference.ids), targets, config, options).mean() as tf.Scalar;
    };
    const { value, grads } = tf.valueAndGrads(loss)(Object.values(tensors(adapter.parameters)));
    expect(value.dataSync()[0]).toBeCloseTo(reference.loss, 5);
    names.forEach((name, i) => {
      expect(largestDifference(grads[i]!.dataSync(), reference.gradients[name]), name).toBeLessThan(1e-4);
    });
    expect(names.sort()).toEqual(Object.keys(reference.gradients).sort());
  });

  it('are as many numbers as PEFT trains', () => {
    const count = [...loraShapes(config, { ...adapter.options, targets: 'all-linear' }).values()].reduce(
      (sum, [rows, columns]) => sum + (rows as number) * (columns as number),
      0,
    );
    expect(count).toBe(reference.trainable);
  });

  it('compute the same when they are merged, and leave the model as it was when they are unmerged', () => {
    const merged = mergeLora(parameters, adapter);
    expect(largestDifference(logitsOf(merged, reference.ids), reference.logits)).toBeLessThan(1e-4);
    for (const [name, { data }] of unmergeLora(merged, adapter)) {
      expect(largestDifference(data, parameters.get(name)!.data), name).toBeLessThan(1e-6);
    }
    expect(merged.get('model.norm.weight')).toBe(parameters.get('model.norm.weight'));
  });

  it('are neither merged nor written with settings of another rank', () => {
    const other = { ...adapter, options: { ...adapter.options, rank: 4 } };
    for (const use of [() => mergeLora(parameters, other), () => saveAdapter(join(temporary, 'other'), other)])
      expect(use).toThrow(/has rank 3, but the settings say 4/);
  });

  it('are not used without being scaled', () => {
    expect(() => decode({ ...tensors(parameters), ...tensors(adapter.parameters) }, int([[1, 2]]), config)).toThrow(
      'say how it is scaled',
    );
  });

  it('are the same when they are written and opened again', () => {
    const folder = join(temporary, name);
    saveAdapter(folder, adapter);
    expect(loadAdapter(folder, config)).toEqual(adapter);
    // The layout is PEFT's, not only one that is read here.
    const shapes = (from: string) =>
      [...readSafetensors(join(from, 'adapter_model.safetensors'))].map(([key, { shape }]) => `${key} ${shape}`).sort();
    expect(shapes(folder)).toEqual(shapes(join(fixtures, name)));
    const settings = (from: string) => {
      const { r, lora_alpha, use_rslora, peft_type, task_type, bias, target_modules } = JSON.parse(
        readFileSync(join(from, 'adapter_config.json'), 'utf8'),
      );
      return { r, lora_alpha, use_rslora, peft_type, task_type, bias, targets: target_modules.sort() };
    };
    expect(settings(folder)).toEqual(settings(join(fixtures, name)));
  });
});

const temporary = temporaryFolder();

describe('fresh adapters', () => {
  it('change nothing, whatever they are scaled by', () => {
    const adapter = initialiseLora(config, { rank: 4, alpha: 100 }, 1);
    const { ids } = json('lora.json');
    expect(logitsOf(parameters, ids, adapter)).toEqual(logitsOf(parameters, ids));
    expect(adapter.parameters).toEqual(initialiseLora(config, { rank: 4 }, 1).parameters);
  });

  it('go to the layers that are named, and to no others', () => {
    const { parameters } = initialiseLora(config, { targets: ['q_proj', 'model.layers.1.mlp.down_proj'] }, 1);
    expect([...parameters.keys()].filter(name => name.endsWith('lora_A.weight'))).toEqual([
      'model.layers.0.self_attn.q_proj.lora_A.weight',
      'model.layers.1.self_attn.q_proj.lora_A.weight',
      'model.layers.1.mlp.down_proj.lora_A.weight',
    ]);
    expect(() => loraShapes(config, { targets: ['w_proj'] })).toThrow(
      'no linear layer is called w_proj: there are q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj',
    );
    expect(() => loraShapes(config, { targets: [] })).toThrow('the adapters have no targets');
    expect(() => loraShapes(config, { rank: 0 })).toThrow('the rank of the adapters is 0');
  });
});

describe('a folder of adapters is refused when', () => {
  const changed = (changes: object) => {
    const folder = join(temporary, `changed-${Math.abs(JSON.stringify(changes).length)}`);
    cpSync(join(fixtures, 'lora'), folder, { recursive: true });
    const path = join(folder, 'adapter_config.json');
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), ...changes }));
    return folder;
  };

  it.each<[object, string]>([
    [{ peft_type: 'IA3' }, 'peft_type is IA3: this reads only LORA'],
    [{ use_dora: true }, 'use_dora is true: this reads only false'],
    [{ bias: 'all' }, 'bias is all: this reads only none'],
    [{ rank_pattern: { q_proj: 8 } }, 'rank_pattern is not supported'],
    [{ r: 4 }, 'the model and the rank make it [4,'],
    [{ r: 'x' }, 'r is x: it must be a positive number'],
    [{ lora_alpha: undefined }, 'lora_alpha is undefined: it must be a positive number'],
    [{ init_lora_weights: 'pissa' }, 'init_lora_weights is pissa, which is not supported'],
    [{ trainable_token_indices: [3] }, 'trainable_token_indices is not supported'],
  ])('its settings say %o', (changes, message) => {
    expect(() => loadAdapter(changed(changes), config)).toThrow(message);
  });

  it('it holds no adapters, or those of another model', () => {
    expect(() => loadAdapter(temporary, config)).toThrow('it holds no adapters');
    expect(() => loadAdapter(join(fixtures, 'lora'), { ...config, layers: 1 })).toThrow(
      /no linear layer is called model\.layers\.1/,
    );
    expect(() => loadAdapter(join(fixtures, 'lora'), { ...config, intermediateSize: 8 })).toThrow(/but the model/);
    const folder = changed({});
    rmSync(join(folder, 'adapter_model.safetensors'));
    expect(() => loadAdapter(folder, config)).toThrow('there is no file');
  });
});
