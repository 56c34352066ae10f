import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { loadModel, loadModelFolder } from '../../src/model';
import { modelFiles } from '../../src/model/load';
import { projectPath } from '../../src/paths';
import { temporaryFolder } from '../helpers';
import { type FakeHub, fakeHub } from '../hub/fake-hub';

const tinychat = projectPath('data', 'models', 'tinychat');
let hub: FakeHub;
let home: string;

beforeEach(async () => {
  hub = await fakeHub();
  home = temporaryFolder();
  vi.stubEnv('HF_HOME', home);
  vi.stubEnv('HF_ENDPOINT', hub.url);
  vi.stubEnv('HF_HUB_OFFLINE', '');
  for (const name of readdirSync(tinychat))
    if (/\.(json|safetensors)$/.test(name)) hub.files.set(name, readFileSync(join(tinychat, name)));
  hub.files.set('pytorch_model.bin', Buffer.from('the same again'));
  hub.large.add('model.safetensors');
});

describe('a model', () => {
  it('from the hub is the one in the folder it came from, and from then on needs no network', async () => {
    const expected = loadModelFolder(tinychat);
    const same = async () => {
      const { parameters, config, tokenizer } = await loadModel('owner/name');
      expect(config).toEqual(expected.config);
      expect(tokenizer.encode('Guten Tag.')).toEqual(expected.tokenizer.encode('Guten Tag.'));
      for (const [name, { data }] of expected.parameters)
        expect(
          Buffer.compare(Buffer.from(data.buffer), Buffer.from(parameters.get(name)?.data.buffer as ArrayBuffer)),
        ).toBe(0);
    };
    await same();
    expect(hub.seen.some(({ path }) => path.endsWith('.bin'))).toBe(false);
    vi.stubEnv('HF_HUB_OFFLINE', '1');
    await same();
  });

  it('from a folder opens without a hub', async () => {
    vi.stubEnv('HF_ENDPOINT', 'http://127.0.0.1:9');
    expect((await loadModel(tinychat)).config).toEqual(loadModelFolder(tinychat).config);
  });

  it('of which the cache holds a part is not taken for one', async () => {
    await loadModel('owner/name');
    const [commit] = readdirSync(join(home, 'hub', 'models--owner--name', 'snapshots'));
    rmSync(join(home, 'hub', 'models--owner--name', 'snapshots', commit as string, 'model.safetensors'));
    vi.stubEnv('HF_HUB_OFFLINE', '1');
    await expect(loadModel('owner/name')).rejects.toThrow('or not whole');
    await expect(loadModel(`owner/name@${commit}`)).rejects.toThrow('or not whole');
  });

  it('that is none is refused with what could be opened', async () => {
    const several = temporaryFolder();
    for (const name of ['a.gguf', 'b.gguf']) cpSync(join(tinychat, 'config.json'), join(several, name));
    await expect(loadModel(several)).rejects.toThrow(
      'holds 2 GGUF files: give the path of one of them, such as a.gguf',
    );
    const empty = join(several, 'empty');
    mkdirSync(empty);
    await expect(loadModel(empty)).rejects.toThrow('there is no config.json');
    hub.files.delete('model.safetensors');
    await expect(loadModel('owner/name')).rejects.toThrow(
      'owner/name: no model that can be opened, which takes config.json with model.safetensors, or a .gguf file: its weights are in a format that is not read',
    );
    expect(hub.seen).toHaveLength(1);
  });
});

describe('the files of a repository that open it', () => {
  const text = [
    'tokenizer.json',
    'tokenizer_config.json',
    'chat_template.jinja',
    'additional_chat_templates/tool.jinja',
    'tokenizer.model',
  ];
  const other = [
    'README.md',
    '.gitattributes',
    'onnx/model.onnx',
    'onnx/config.json',
    'pytorch_model.bin',
    'original/model.safetensors',
    'consolidated.safetensors',
    'training_args.bin',
  ];

  it('are its configuration, tokenizer, templates and weights, each once', () => {
    const wanted = ['config.json', 'generation_config.json', ...text, 'model.safetensors'];
    expect(modelFiles([...other, ...wanted]).sort()).toEqual([...wanted].sort());
  });
  it('are all parts of weights with an index', () => {
    const parts = [
      'model.safetensors.index.json',
      'model-00001-of-00002.safetensors',
      'model-00002-of-00002.safetensors',
    ];
    expect(modelFiles(['config.json', ...other, ...text, ...parts]).sort()).toEqual(
      ['config.json', ...text, ...parts].sort(),
    );
  });
  it('are one GGUF file, where there is one, and a choice where there are more', () => {
    expect(modelFiles(['README.md', 'x.Q4_1.gguf'])).toEqual(['x.Q4_1.gguf']);
    expect(() => modelFiles(['x.Q4.gguf', 'x.Q8.gguf'])).toThrow(
      'owner/name:x.Q4.gguf; there are x.Q4.gguf, x.Q8.gguf',
    );
  });
  it('are not those of an adapter', () => {
    expect(() => modelFiles(['adapter_config.json', 'adapter_model.safetensors'])).toThrow(
      'this is an adapter, open the model it is for, then loadAdapter',
    );
  });
});

it('opens a model with what its chats are given', async () => {
  const folder = projectPath('data', 'models', 'tinychat');
  const asked = [{ role: 'user' as const, content: 'a<|end|>b' }];
  const [plain, neutralised] = [await loadModel(folder), await loadModel(folder, { chat: { neutralise: true } })];
  const ends = (model: typeof plain) => model.tokenizer.encodeChat(asked).filter(id => id === model.tokenizer.endId);
  expect([ends(plain), ends(neutralised)].map(list => list.length)).toEqual([2, 1]);
});
