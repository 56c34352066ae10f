import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type ChatModel,
  describeSafetensors,
  loadModelFolder,
  type ModelConfig,
  readSafetensors,
  type SaveOptions,
  saveModelFolder,
  writeSafetensors,
} from '../../src/model';
import { createTokenizer } from '../../src/text';
import { tinyChat } from '../generate/tiny-chat';
import { temporaryFolder } from '../helpers';

const models = temporaryFolder();
let count = 0;
const fresh = () => join(models, `model-${count++}`);
const text = (folder: string, file: string) => readFileSync(join(folder, file), 'utf8');
const json = (folder: string, file: string) => JSON.parse(text(folder, file));

/** A folder as somebody else wrote it: files by name, JSON as objects, beside those of a small model. */
function folderWith(files: Record<string, unknown>, changes: Partial<ModelConfig> = {}, options: SaveOptions = {}) {
  const folder = fresh();
  saveModelFolder(folder, tinyChat(5, changes), { onnx: false, ...options });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    const json = typeof content === 'function' ? content(JSON.parse(text(folder, name))) : content;
    writeFileSync(join(folder, name), typeof json === 'string' ? json : JSON.stringify(json));
  }
  return folder;
}

/** Opens a folder and saves it, or what is made of it, elsewhere. */
function savedAgain(folder: string, options: SaveOptions = {}, edit = (model: ChatModel) => model) {
  const to = fresh();
  saveModelFolder(to, edit(loadModelFolder(folder)), { onnx: false, ...options });
  return to;
}

const trained = (model: ChatModel): ChatModel => ({ ...model, parameters: new Map(model.parameters) });

/** As Python writes numbers, which JavaScript would write otherwise. */
const CONFIG = `{"architectures":["LlamaForCausalLM"],"model_type":"llama","vocab_size":VOCAB,"hidden_size":8,"intermediate_size":12,
 "num_hidden_layers":2,"num_attention_heads":4,"num_key_value_heads":2,"head_dim":2,"rms_norm_eps":1e-05,"max_position_embeddings":64,
 "tie_word_embeddings":true,"bos_token_id":3,"eos_token_id":1,"pad_token_id":null,"attention_dropout":0.0,"rope_theta":10000.0,
 "rope_scaling":{"rope_type":"linear","factor":2.0},"initializer_range":0.02,"pretraining_tp":1,"_name_or_path":"a \\"b\\" 4.0",
 "seed":12345678901234567890,"dtype":"float16","transformers_version":"4.57.6"}`;
const pythonConfig = CONFIG.replace('VOCAB', String(tinyChat().tokenizer.vocabSize));

describe('config.json', () => {
  it('is saved byte for byte when nothing has changed', () => {
    const to = savedAgain(folderWith({ 'config.json': pythonConfig }));
    expect(text(to, 'config.json')).toBe(pythonConfig);
  });

  it('keeps every key, in its order, and every number as it stood, beside what has changed', () => {
    const to = savedAgain(folderWith({ 'config.json': pythonConfig }), { onnx: true }, model => ({
      ...model,
      config: { ...model.config, contextLength: 32 },
    }));
    const lines = text(to, 'config.json');
    expect(Object.keys(JSON.parse(lines))).toEqual([
      ...Object.keys(JSON.parse(pythonConfig)),
      'transformers.js_config',
    ]);
    expect({ ...JSON.parse(lines), max_position_embeddings: 64, 'transformers.js_config': undefined }).toEqual(
      JSON.parse(pythonConfig),
    );
    for (const number of [
      ': 1e-05,',
      ': 10000.0,',
      '"factor": 2.0',
      ': 12345678901234567890,',
      '"a \\"b\\" 4.0"',
      ': 32,',
    ])
      expect(lines).toContain(number);
  });

  it('says which kind of numbers the weights have under the key that stood there', () => {
    const saved = (config: unknown, options?: SaveOptions) =>
      json(savedAgain(folderWith({ 'config.json': config }), options), 'config.json');
    expect(saved(pythonConfig, { dtype: 'bfloat16' }).dtype).toBe('bfloat16');
    expect(saved(pythonConfig, { dtype: 'bfloat16' }).torch_dtype).toBeUndefined();
    expect(saved((config: object) => config, { dtype: 'float32' }).torch_dtype).toBe('float32');
    // What it said of the same weights before may stay.
    expect(saved((config: object) => ({ ...config, torch_dtype: 'float32' })).torch_dtype).toBe('float32');
  });

  it('tells rotary positions anew where they have changed, also in the newer form', () => {
    const newer = (config: object) => ({ ...config, rope_theta: undefined, rope_parameters: { rope_theta: 500 } });
    const folder = folderWith({ 'config.json': newer });
    expect(json(savedAgain(folder), 'config.json')).toEqual(json(folder, 'config.json'));
    const edit = (model: ChatModel) => ({ ...model, config: { ...model.config, ropeTheta: 7 } });
    expect(loadModelFolder(savedAgain(folder, {}, edit)).config.ropeTheta).toBe(7);
  });

  it('is not written where it could not say what the model is', () => {
    // A list of layers that all look at everything leaves no window to shorten.
    const window = (config: object) => ({ ...config, layer_types: ['full_attention', 'full_attention'] });
    const folder = folderWith({ 'config.json': window }, { family: 'qwen2' });
    const edit = (model: ChatModel) => ({ ...model, config: { ...model.config, contextLength: 16, maxPositions: 64 } });
    expect(() => savedAgain(folder, {}, edit)).toThrow(
      /^contextLength of model-\d+ was changed to 16, which its config/,
    );
  });

  it('tells transformers.js which file to open', () => {
    const before = { dtype: 'q4', use_external_data_format: true, kv_cache_dtype: { fp16: 'float16' } };
    const folder = folderWith({ 'config.json': (config: object) => ({ ...config, 'transformers.js_config': before }) });
    const told = (options: SaveOptions) => json(savedAgain(folder, options), 'config.json')['transformers.js_config'];
    const { kv_cache_dtype } = before;
    expect(told({ onnx: true })).toEqual({ dtype: 'fp32', kv_cache_dtype });
    const beside = told({ onnx: true, fileBytes: 4000 }).use_external_data_format['model.onnx'];
    expect(beside).toBeGreaterThan(1);
    expect(told({ onnx: false })).toEqual(before);
    expect(readdirSync(savedAgain(folder))).not.toContain('onnx');
  });
});

describe('generation_config.json', () => {
  const generation = '{"bos_token_id":3,"eos_token_id":[1, 7],"temperature":0.70,"top_p":1.0}';

  it('is saved byte for byte, and not made where there was none', () => {
    const folder = folderWith({ 'generation_config.json': generation });
    expect(text(savedAgain(folder, {}, trained), 'generation_config.json')).toBe(generation);
    const bare = fresh();
    cpSync(folder, bare, { recursive: true, filter: path => !path.endsWith('generation_config.json') });
    expect(readdirSync(savedAgain(bare))).not.toContain('generation_config.json');
  });

  it('names other ends of an answer once they have changed, and keeps the rest', () => {
    const folder = folderWith({ 'generation_config.json': generation });
    const to = savedAgain(folder, {}, model => ({ ...model, endIds: [8] }));
    expect(json(to, 'generation_config.json')).toEqual({ ...JSON.parse(generation), eos_token_id: [1, 8] });
    expect(text(to, 'generation_config.json')).toContain('"top_p": 1.0');
  });

  it('names the end token of a chat that a model was trained on', () => {
    const folder = folderWith({ 'generation_config.json': { eos_token_id: 7 } });
    expect(json(savedAgain(folder), 'generation_config.json')).toEqual({ eos_token_id: 7 });
    expect(json(savedAgain(folder, {}, trained), 'generation_config.json')).toEqual({ eos_token_id: [1, 7] });
  });

  it('says where an answer ends when nothing else does', () => {
    const folder = folderWith({
      'generation_config.json': { temperature: 0.7 },
      'config.json': (config: object) => ({ ...config, eos_token_id: null, bos_token_id: 3 }),
    });
    expect(json(savedAgain(folder), 'generation_config.json')).toEqual({ temperature: 0.7, eos_token_id: 1 });
  });
});

describe('the files of a tokenizer', () => {
  const tokenizer = tinyChat().tokenizer.files;
  const { chat_template: template, model_max_length: _, ...untold } = tokenizer.config;
  const files = {
    'tokenizer.json': ` ${JSON.stringify(tokenizer.tokenizer)}\r\n`,
    'tokenizer_config.json': JSON.stringify(untold).replace(
      '{',
      '{"model_max_length":1000000000000000019884624838656,',
    ),
    'chat_template.jinja': template,
    'additional_chat_templates/tool_use.jinja': 'tools\r\n',
    'special_tokens_map.json': '{ "eos_token": "<|end|>" }',
    'added_tokens.json': '{}',
    'vocab.json': '{"a": 0}',
    'merges.txt': '#version: 0.2\n',
    'tokenizer.model': '\u0000\u0001',
  };

  it('are saved byte for byte', () => {
    const to = savedAgain(folderWith(files));
    for (const [name, content] of Object.entries(files)) expect(text(to, name), name).toBe(content);
  });

  it('are told anew where they have changed, without files that would say what was before', () => {
    const to = savedAgain(folderWith(files), {}, model => {
      const { tokenizer, ...others } = structuredClone(model.tokenizer.files);
      (tokenizer.added_tokens as object[]).push({
        ...(tokenizer.added_tokens as object[])[0],
        id: 290,
        content: '<x>',
      });
      return { ...model, tokenizer: createTokenizer({ tokenizer, ...others }) };
    });
    expect(json(to, 'tokenizer.json').added_tokens.at(-1).content).toBe('<x>');
    expect(text(to, 'tokenizer_config.json')).toBe(files['tokenizer_config.json']);
    expect(readdirSync(to)).not.toContain('vocab.json');
    expect(readdirSync(to)).toContain('chat_template.jinja');
  });

  it('keep long numbers beside a key that has changed', () => {
    const to = savedAgain(folderWith(files), {}, model => {
      const { config, ...others } = model.tokenizer.files;
      return { ...model, tokenizer: createTokenizer({ ...others, config: { ...config, padding_side: 'left' } }) };
    });
    expect(json(to, 'tokenizer_config.json').padding_side).toBe('left');
    expect(text(to, 'tokenizer_config.json')).toContain('"model_max_length": 1000000000000000019884624838656,');
  });
});

describe('weights', () => {
  const kinds = (folder: string) =>
    Object.fromEntries(
      [...describeSafetensors(join(folder, 'model.safetensors')).tensors].map(([name, t]) => [name, t.kind]),
    );

  it.each(['float32', 'float16', 'bfloat16'] as const)('in %s stay in it, to the bit', dtype => {
    const folder = folderWith({}, {}, { dtype });
    expect(loadModelFolder(folder).source?.dtype).toBe(dtype);
    const to = savedAgain(folder);
    expect(readFileSync(join(to, 'model.safetensors'))).toEqual(readFileSync(join(folder, 'model.safetensors')));
    const asked = dtype === 'float32' ? 'bfloat16' : 'float32';
    expect(new Set(Object.values(kinds(savedAgain(folder, { dtype: asked }))))).toEqual(new Set([asked]));
  });

  it('of several kinds stay each in its own, unless one is asked for', () => {
    const folder = folderWith({}, {}, { dtype: 'bfloat16' });
    const path = join(folder, 'model.safetensors');
    writeSafetensors(path, readSafetensors(path), name => (name.includes('norm') ? 'F32' : 'BF16'));
    expect(loadModelFolder(folder).source?.dtype).toBe('bfloat16');
    expect(kinds(savedAgain(folder))).toEqual(kinds(folder));
    expect(new Set(Object.values(kinds(savedAgain(folder, { dtype: 'float16' }))))).toEqual(new Set(['float16']));
  });

  it('that a kind of numbers cannot hold are not written', () => {
    const save = (value: number, dtype: SaveOptions['dtype']) => () => {
      const model = tinyChat(5);
      model.parameters.get('model.norm.weight')!.data[1] = value;
      saveModelFolder(join(models, 'too-large'), model, { dtype });
    };
    expect(save(-65520, 'float16')).toThrow(
      /^model.norm.weight holds -65520, .* half precision ends at 65504; save it with dtype float32$/,
    );
    expect(save(3.3961776e38, 'bfloat16')).toThrow('bfloat16 ends at 3.39e38');
    for (const dtype of ['float32', 'bfloat16'] as const) {
      expect(save(Number.POSITIVE_INFINITY, dtype)).toThrow('the model is damaged');
    }
    expect(readdirSync(models)).not.toContain('too-large');
  });

  it('beyond a limit lie in several files with an index, as Hugging Face writes it, and leave none behind', () => {
    const model = tinyChat(5);
    const folder = fresh();
    saveModelFolder(folder, model, { onnx: false, dtype: 'float32', fileBytes: 2000 });
    const files = readdirSync(folder).filter(name => name.endsWith('.safetensors'));
    expect(files[0]).toBe(`model-00001-of-0000${files.length}.safetensors`);
    // The embedding alone is larger, and has a file of its own.
    const sizes = files.map(file =>
      [...readSafetensors(join(folder, file)).values()].reduce((n, t) => n + 4 * t.data.length, 0),
    );
    expect(sizes.filter(size => size > 2000)).toEqual([model.tokenizer.vocabSize * 8 * 4]);
    const index = json(folder, 'model.safetensors.index.json');
    expect(index.metadata.total_size).toBe(sizes.reduce((sum, size) => sum + size, 0));
    expect(Object.keys(index.weight_map)).toEqual([...model.parameters.keys()].sort());
    expect(loadModelFolder(folder).parameters).toEqual(model.parameters);
    saveModelFolder(folder, loadModelFolder(folder), { onnx: false });
    expect(readdirSync(folder).filter(name => /safetensors/.test(name))).toEqual(['model.safetensors']);
    expect(loadModelFolder(folder).parameters).toEqual(model.parameters);
  });

  it('of a head that was trained apart stay apart, and the configuration says so', () => {
    const folder = folderWith({}, { tieWordEmbeddings: false });
    const tied = (config: object) => ({ ...config, tie_word_embeddings: true });
    const to = savedAgain(folderWith({ 'config.json': tied }, { tieWordEmbeddings: false }));
    expect(loadModelFolder(to).parameters).toEqual(loadModelFolder(folder).parameters);
    expect(json(to, 'config.json').tie_word_embeddings).toBe(false);
    expect(kinds(to)).toHaveProperty('lm_head.weight');
  });

  it('that came quantised are told to be so', () => {
    const to = savedAgain(folderWith({}), {}, model => ({
      ...model,
      source: { ...model.source!, quantised: 'Q4_1' },
    }));
    expect(loadModelFolder(to).source?.quantised).toBe('Q4_1');
    expect(loadModelFolder(savedAgain(to)).source?.quantised).toBe('Q4_1');
    expect(loadModelFolder(folderWith({})).source).not.toHaveProperty('quantised');
  });
});
