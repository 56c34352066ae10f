import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkParameters, parseConfig, readSafetensors, writeSafetensors } from '../../src/model';
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

it('what is computed is not read: rotary frequencies, and a second copy of a tied embedding', () => {
  const tensor = { shape: [2], data: Float32Array.of(1, 2) };
  const stored = new Map([
    ['model.norm.weight', tensor],
    ['lm_head.weight', tensor],
    ['model.layers.0.self_attn.rotary_emb.inv_freq', tensor],
  ]);
  writeSafetensors(join(temporary, 'model.safetensors'), stored, 'F32');
  expect([...readSafetensors(join(temporary, 'model.safetensors')).keys()]).toEqual([...stored.keys()]);
  const names = (tieWordEmbeddings: boolean) => [
    ...readWeights(temporary, { ...tinyConfig, tieWordEmbeddings }).keys(),
  ];
  expect(names(true)).toEqual(['model.norm.weight']);
  expect(names(false)).toEqual(['model.norm.weight', 'lm_head.weight']);
});
