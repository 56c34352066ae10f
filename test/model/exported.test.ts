import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AutoModelForCausalLM, env, Tensor } from '@huggingface/transformers';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadModelFolder, type ModelConfig, saveModelFolder } from '../../src/model';
import { tinyChat } from '../generate/tiny-chat';
import { largestDifference, temporaryFolder, useCpuBackend } from '../helpers';

beforeAll(useCpuBackend);

const fixtures = join(__dirname, '..', 'fixtures', 'exported');
const folders = temporaryFolder();

const llama3 = { type: 'llama3', factor: 4, lowFreqFactor: 1, highFreqFactor: 4, originalContext: 16 } as const;

/** A model of each family, and what differs within a family. */
const models: Record<string, Partial<ModelConfig>> = {
  llama: { family: 'llama' },
  'llama3-untied': { family: 'llama', tieWordEmbeddings: false, ropeScaling: llama3, headDim: 4 },
  mistral: { family: 'mistral', slidingWindow: 16 },
  qwen2: { family: 'qwen2' },
  qwen3: { family: 'qwen3', headDim: 4 },
};
const model = (name: string) => tinyChat(`exported/${name}`, models[name]);

/** What PyTorch transformers computes from the exported folder: see test/fixtures/make.py. */
interface Reference {
  /** Of the file that holds the folder. */
  sha256: string;
  ids: number[][];
  logits: Record<'float32' | 'float16', number[]>;
  greedy: number[][];
}

const int64 = (rows: number[][]) =>
  new Tensor('int64', BigInt64Array.from(rows.flat(), BigInt), [rows.length, rows[0]!.length]);

describe.each(Object.keys(models))('an exported %s', family => {
  it('is what PyTorch transformers has opened', async () => {
    const folder = join(folders, `${family}-files`);
    saveModelFolder(folder, model(family), { dtype: 'float32' });
    const files = {
      config: JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')),
      generation: JSON.parse(readFileSync(join(folder, 'generation_config.json'), 'utf8')),
      safetensors: readFileSync(join(folder, 'model.safetensors')).toString('base64'),
    };
    await expect(`${JSON.stringify(files)}\n`).toMatchFileSnapshot(join(fixtures, `${family}.json`));
  });

  it.each([
    ['float32', 'in one file', 2e9],
    ['float16', 'in one file', 2e9],
    ['float32', 'with its weights in files beside it', 4000],
  ] as const)('in %s %s computes in transformers.js what it does in PyTorch', async (dtype, _, fileBytes) => {
    const path = join(fixtures, `${family}-torch.json`);
    expect(existsSync(path), 'run test/fixtures/make.py').toBe(true);
    const { sha256, ids, logits, greedy }: Reference = JSON.parse(readFileSync(path, 'utf8'));
    const opened = createHash('sha256').update(readFileSync(join(fixtures, `${family}.json`)));
    expect(opened.digest('hex'), 'run test/fixtures/make.py').toBe(sha256);
    const name = `${family}-${dtype}-${fileBytes}`;
    saveModelFolder(join(folders, name), model(family), { dtype, fileBytes });
    expect(existsSync(join(folders, name, 'onnx', 'model.onnx_data_1'))).toBe(fileBytes < 2e9);
    expect(loadModelFolder(join(folders, name)).config).toEqual(model(family).config);
    Object.assign(env, { allowRemoteModels: false, localModelPath: `${folders}/` });
    const found = await AutoModelForCausalLM.from_pretrained(name, { device: 'cpu' });
    const inputs = { input_ids: int64(ids), attention_mask: int64(ids.map(row => row.map(() => 1))) };
    const computed = (await found(inputs)) as { logits: Tensor };
    const size = Math.max(...logits[dtype].map(Math.abs));
    const relative = (list: ArrayLike<number>) => Array.from(list, x => x / size);
    expect(largestDifference(relative(computed.logits.data as Float32Array), relative(logits[dtype]))).toBeLessThan(
      1e-4,
    );
    if (dtype === 'float32') {
      const generated = await found.generate({ ...inputs, max_new_tokens: 5, do_sample: false } as never);
      const answers = [...(generated as Tensor).data].map(Number);
      const width = answers.length / ids.length;
      expect(ids.map((row, i) => answers.slice(i * width + row.length, (i + 1) * width))).toEqual(greedy);
    }
    await found.dispose();
  });
});
