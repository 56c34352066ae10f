import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  checkParameters,
  endIdsOf,
  loadModelFolder,
  readSafetensors,
  saveModelFolder,
  writeSafetensors,
} from '../../src/model';
import { tinyChat } from '../generate/tiny-chat';
import { temporaryFolder } from '../helpers';

const models = temporaryFolder();
const model = tinyChat(3);
let count = 0;

/** A fresh folder with a good model, and ways to change a file in it. */
function saved() {
  const name = `model-${count++}`;
  const folder = join(models, name);
  saveModelFolder(folder, model);
  const change = (file: string, edit: (json: Record<string, unknown>) => unknown) => {
    const path = join(folder, file);
    writeFileSync(path, JSON.stringify(edit(JSON.parse(readFileSync(path, 'utf8')))));
  };
  return { folder, name, change };
}

describe('a model folder', () => {
  it('gives back what was saved, rounded to half precision', () => {
    const { folder } = saved();
    const loaded = loadModelFolder(folder);
    expect(loaded.config).toEqual(model.config);
    const { raw, ...files } = loaded.tokenizer.files;
    expect(files).toEqual(model.tokenizer.files);
    expect([...raw!.keys()]).toEqual(['tokenizer.json', 'tokenizer_config.json']);
    expect([...loaded.parameters.keys()]).toEqual([...model.parameters.keys()]);
    for (const [name, { shape, data }] of model.parameters) {
      const found = loaded.parameters.get(name)!;
      expect(found.shape).toEqual(shape);
      data.forEach((value, i) => {
        expect(Math.abs(found.data[i]! - value)).toBeLessThanOrEqual(Math.abs(value) * 2 ** -11 + 2 ** -25);
      });
    }
  });

  it('is written in single precision or one of two halves, and in no other', () => {
    expect(() => saveModelFolder(join(models, 'other'), model, { dtype: 'fp16' as never })).toThrow(
      'dtype is fp16: choose float32, float16, bfloat16',
    );
    expect(existsSync(join(models, 'other'))).toBe(false);
  });

  it('does not take the place of one that holds adapters: they would be lost', () => {
    const { folder } = saved();
    writeFileSync(join(folder, 'adapter_config.json'), '{}');
    expect(() => saveModelFolder(folder, model)).toThrow('exists and is no model folder: give another name');
    expect(existsSync(join(folder, 'adapter_config.json'))).toBe(true);
  });

  it('names the tokens that end an answer: one, or a list in generation_config.json or config.json', () => {
    const { folder, change } = saved();
    expect(loadModelFolder(folder).endIds).toBeUndefined();
    change('config.json', json => ({ ...json, eos_token_id: [3, 4] }));
    expect(loadModelFolder(folder).endIds).toBeUndefined();
    const { endId } = model.tokenizer;
    change('generation_config.json', json => ({ ...json, eos_token_id: [5, endId, 6] }));
    expect(loadModelFolder(folder).endIds).toEqual([5, 6]);
    expect(endIdsOf(loadModelFolder(folder))).toEqual([endId, 5, 6]);
    change('generation_config.json', ({ eos_token_id: _, ...json }) => json);
    expect(loadModelFolder(folder).endIds).toEqual([3, 4]);
    saveModelFolder(join(models, 'ends'), loadModelFolder(folder));
    expect(loadModelFolder(join(models, 'ends')).endIds).toEqual([3, 4]);
    change('generation_config.json', json => ({ ...json, eos_token_id: 9999 }));
    expect(() => loadModelFolder(folder)).toThrow(/^eos_token_id of model-\d+ is 9999: no token of its \d+$/);
  });

  it('is the same to the byte when it is saved again', () => {
    const { folder } = saved();
    const again = join(models, 'again');
    saveModelFolder(again, loadModelFolder(folder));
    for (const file of readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())) {
      const path = join(file.parentPath, file.name);
      expect(readFileSync(path.replace(folder, again)), file.name).toEqual(readFileSync(path));
    }
  });

  it('replaces the one that stood there, and leaves nothing beside it', () => {
    const { folder, name } = saved();
    writeFileSync(join(folder, 'vocab.json'), '');
    saveModelFolder(folder, model);
    expect(existsSync(join(folder, 'vocab.json'))).toBe(false);
    expect(readdirSync(models).filter(entry => entry.startsWith(name))).toEqual([name]);
  });

  it('that cannot be saved leaves the one that stood there', () => {
    const { folder, name } = saved();
    const before = readdirSync(folder);
    const parameters = new Map(model.parameters);
    parameters.delete('model.norm.weight');
    expect(() => saveModelFolder(folder, { ...model, parameters })).toThrow('tensors are missing: model.norm.weight');
    expect(readdirSync(folder)).toEqual(before);
    writeFileSync(join(models, 'a-file'), '');
    expect(() => saveModelFolder(join(models, 'a-file', 'model'), model)).toThrow(/^cannot write .*model/);
    expect(readdirSync(models).filter(entry => entry.endsWith('.tmp'))).toEqual([]);
    expect(existsSync(join(models, name, 'config.json'))).toBe(true);
  });
});

describe('a model is not written over', () => {
  it('a folder that is no model, or a file', () => {
    const folder = join(temporaryFolder(), 'papers');
    mkdirSync(folder);
    for (const name of ['thesis.pdf', 'config.json']) writeFileSync(join(folder, name), 'years of work');
    expect(() => saveModelFolder(folder, model)).toThrow(/papers exists and is no model folder: give another name/);
    expect(() => saveModelFolder(join(folder, 'thesis.pdf'), model)).toThrow('exists and is no model folder');
    expect(readdirSync(folder).sort()).toEqual(['config.json', 'thesis.pdf']);
  });

  it('with numbers that half precision cannot hold', () => {
    const folder = join(temporaryFolder(), 'large');
    const broken = (value: number) => {
      const parameters = new Map(model.parameters);
      const { shape, data } = parameters.get('model.norm.weight')!;
      parameters.set('model.norm.weight', { shape, data: data.map((number, i) => (i === 1 ? value : number)) });
      return { ...model, parameters };
    };
    expect(() => saveModelFolder(folder, broken(Number.NaN))).toThrow(
      'holds NaN, and the model is not written: the model',
    );
    expect(() => saveModelFolder(folder, broken(65520))).toThrow('half precision ends at 65504');
    expect(existsSync(folder)).toBe(false);
  });
});

describe('a model folder is refused when', () => {
  it('it is unknown, naming the models beside it', () => {
    const { name } = saved();
    expect(() => loadModelFolder(join(models, 'nowhere'))).toThrow(
      /no model in .*nowhere: there is no config\.json; models beside it: /,
    );
    expect(() => loadModelFolder(join(models, 'nowhere'))).toThrow(name);
    expect(() => loadModelFolder(join(models, 'no', 'such', 'place'))).toThrow(/there is no config\.json$/);
  });

  it('config.json is damaged', () => {
    const { folder, name } = saved();
    writeFileSync(join(folder, 'config.json'), '{');
    expect(() => loadModelFolder(folder)).toThrow(`config.json in ${name} is not valid JSON`);
  });

  it('the weights are missing', () => {
    const { folder, name } = saved();
    rmSync(join(folder, 'model.safetensors'));
    expect(() => loadModelFolder(folder)).toThrow(`no model.safetensors in ${name}`);
  });

  it('the tokenizer has more tokens than the model', () => {
    const { folder, name, change } = saved();
    change('config.json', json => ({ ...json, vocab_size: 265 }));
    expect(() => loadModelFolder(folder)).toThrow(
      `the tokenizer of ${name} has ${model.config.vocabSize} tokens, but the model only 265`,
    );
  });

  it('tensors are missing, surplus or of another shape, naming them', () => {
    const { folder, name, change } = saved();
    const weights = join(folder, 'model.safetensors');
    const good = readSafetensors(weights);
    const extra = { shape: [1], data: Float32Array.of(1) };
    writeSafetensors(weights, new Map([...good, ['model.extra', extra]]));
    expect(() => loadModelFolder(folder)).toThrow(
      `${name}: tensors do not belong to the model in config.json: model.extra`,
    );
    writeSafetensors(weights, new Map([...good].filter(([key]) => key !== 'model.layers.1.mlp.up_proj.weight')));
    expect(() => loadModelFolder(folder)).toThrow(`${name}: tensors are missing: model.layers.1.mlp.up_proj.weight`);
    writeSafetensors(weights, good);
    change('config.json', json => ({ ...json, intermediate_size: 16 }));
    expect(() => loadModelFolder(folder)).toThrow(
      'model.layers.0.mlp.gate_proj.weight is [12,8], but config.json makes it [16,8]',
    );
  });

  it('many tensors are missing, naming the first', () => {
    expect(() => checkParameters(model.config, new Map(), 'x')).toThrow(
      /^x: tensors are missing: model\.embed_tokens\.weight, .* and 15 more$/,
    );
  });

  it('its place is a file', () => {
    mkdirSync(join(models, 'parent'));
    writeFileSync(join(models, 'parent', 'file'), '');
    expect(() => loadModelFolder(join(models, 'parent', 'file'))).toThrow('is a file: give the folder of the model');
  });
});
