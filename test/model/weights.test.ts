import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkParameters, parseConfig, writeSafetensors } from '../../src/model';
import { readWeights } from '../../src/model/weights';
import { largestDifference, temporaryFolder, tinyConfig } from '../helpers';

const fixtures = join(__dirname, '..', 'fixtures');
const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

/** A copy of a folder that Hugging Face transformers wrote in several files (test/fixtures/make.py). */
function sharded() {
  const folder = join(temporary, `copy-${count++}`);
  cpSync(join(fixtures, 'qwen2-sharded'), folder, { recursive: true });
  const index = join(folder, 'model.safetensors.index.json');
  const change = (edit: (map: Record<string, unknown>) => void) => {
    const content = json(index);
    edit(content.weight_map);
    writeFileSync(index, JSON.stringify(content));
  };
  return { folder, index, change, config: parseConfig(json(join(folder, 'config.json'))) };
}
const temporary = temporaryFolder();
let count = 0;

describe('weights in several files', () => {
  it('are read as transformers wrote them', () => {
    const { folder, config } = sharded();
    const weights = readWeights(folder, config);
    checkParameters(config, weights, 'the folder');
    const expected: Record<string, { data: number[] }> = json(join(fixtures, 'qwen2.json')).parameters;
    for (const [name, { data }] of weights) {
      expect(largestDifference(data, expected[name]!.data), name).toBeLessThan(1e-6);
    }
  });

  it('are refused when a file is missing, or lies elsewhere', () => {
    const { folder, change, config } = sharded();
    change(map => {
      map['model.norm.weight'] = '../model.safetensors';
    });
    expect(() => readWeights(folder, config)).toThrow('names the file ../model.safetensors: it must lie in the folder');
    change(map => {
      map['model.norm.weight'] = 'other.safetensors';
    });
    expect(() => readWeights(folder, config)).toThrow(/no other.safetensors in copy-\d, which its index names/);
  });

  it('are refused when a file does not hold what the index says, or the index is damaged', () => {
    const { folder, index, change, config } = sharded();
    change(map => {
      map.surplus = map['model.norm.weight'];
    });
    expect(() => readWeights(folder, config)).toThrow(/does not hold surplus, as its index says/);
    for (const [content, message] of [
      ['{"weight_map": ', 'is not valid JSON'],
      ['{}', 'has no weight_map'],
      ['null', 'has no weight_map'],
      ['{"weight_map": {"x": 1}}', 'has no weight_map'],
    ] as const) {
      writeFileSync(index, content);
      expect(() => readWeights(folder, config)).toThrow(message);
    }
    rmSync(index);
    expect(() => readWeights(folder, config)).toThrow('no model.safetensors in copy-');
  });
});

describe('what is stored twice, or under one name of two', () => {
  const tensor = (...numbers: number[]) => ({ shape: [numbers.length], data: Float32Array.from(numbers) });
  const [EMBEDDING, HEAD] = ['model.embed_tokens.weight', 'lm_head.weight'];
  const stored = (tensors: Record<string, ReturnType<typeof tensor>>, metadata = {}) => {
    writeSafetensors(join(temporary, 'model.safetensors'), new Map(Object.entries(tensors)), 'F32', metadata);
    return (tieWordEmbeddings: boolean) =>
      Object.fromEntries(
        [...readWeights(temporary, { tieWordEmbeddings })].map(([name, { data }]) => [name, [...data]]),
      );
  };

  it('is read without rotary frequencies, which are computed', () => {
    const read = stored({ 'model.norm.weight': tensor(1), 'model.layers.0.self_attn.rotary_emb.inv_freq': tensor(2) });
    expect(read(true)).toEqual({ 'model.norm.weight': [1] });
  });

  it('is one tensor where the head is a copy of the embedding that it is tied to', () => {
    const read = stored({ [HEAD]: tensor(1, Number.NaN), [EMBEDDING]: tensor(1, Number.NaN) });
    expect(Object.keys(read(true))).toEqual([EMBEDDING]);
    expect(Object.keys(read(false))).toEqual([HEAD, EMBEDDING]);
  });

  it('is two where they were trained apart, whatever the configuration says', () => {
    expect(stored({ [HEAD]: tensor(1, 1), [EMBEDDING]: tensor(3, 3) })(true)).toEqual({
      [HEAD]: [1, 1],
      [EMBEDDING]: [3, 3],
    });
    expect(Object.keys(stored({ [HEAD]: tensor(1), [EMBEDDING]: tensor(1, 1) })(true))).toEqual([HEAD, EMBEDDING]);
  });

  it('is the embedding where only the head of a tied model is stored', () => {
    expect(stored({ [HEAD]: tensor(1, 1) })(true)).toEqual({ [EMBEDDING]: [1, 1] });
    expect(stored({ [HEAD]: tensor(1, 1) }, { [EMBEDDING]: HEAD })(true)).toEqual({ [EMBEDDING]: [1, 1] });
  });

  it('has both names where the file says that the one stands for the other', () => {
    expect(stored({ [HEAD]: tensor(1, 1) }, { [EMBEDDING]: HEAD })(false)).toEqual({
      [HEAD]: [1, 1],
      [EMBEDDING]: [1, 1],
    });
    // A note that names nothing in the file says nothing.
    expect(stored({ [HEAD]: tensor(1) }, { [EMBEDDING]: 'elsewhere' })(false)).toEqual({ [HEAD]: [1] });
  });
});

it('weights that are pickled are refused, with what to do', () => {
  const folder = join(temporary, 'pickled');
  mkdirSync(folder);
  writeFileSync(join(folder, 'pytorch_model.bin'), '');
  expect(() => readWeights(folder, tinyConfig)).toThrow(/its weights are pickled.*safe_serialization/);
});
