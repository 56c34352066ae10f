import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AutoModelForCausalLM, AutoTokenizer, env, Tensor } from '@huggingface/transformers';
import { describe, expect, it } from 'vitest';
import { tinyChatRecipes } from '../../src/experiments';
import { answer } from '../../src/generate';
import { countParameters, loadModelFolder } from '../../src/model';
import { projectPath } from '../../src/paths';
import { abilityItems, abilityNames, scoreAnswer } from '../../src/world';

const folder = projectPath('data', 'models', 'tinychat');
const model = loadModelFolder(folder);

describe('TinyChat, as it lies in the repository', () => {
  it('has two to five million parameters, in ten megabytes at most', () => {
    expect(countParameters(model.config)).toBeGreaterThan(2e6);
    expect(countParameters(model.config)).toBeLessThan(5e6);
    expect(statSync(join(folder, 'model.safetensors')).size).toBeLessThan(1e7);
  });

  it('was made by the recipe that stands in the code', () => {
    const { recipe } = JSON.parse(readFileSync(join(folder, 'training.json'), 'utf8'));
    expect(recipe).toEqual(tinyChatRecipes.tinychat);
    expect(model.config).toMatchObject(recipe.config);
  });

  it.each(abilityNames)('answers most test questions of %s', async ability => {
    const items = abilityItems({ ability, split: 'test', count: 40, seed: 11 });
    const answers = await answer(
      model,
      items.map(item => item.prompt),
      { maxNewTokens: 64 },
    );
    const right = items.filter((item, i) => scoreAnswer(item, answers[i]!.text).correct).length;
    expect(right / items.length).toBeGreaterThan(0.7);
  });

  it('answers the same through transformers.js, from its graph in half precision', async () => {
    Object.assign(env, { allowRemoteModels: false, localModelPath: `${dirname(folder)}/` });
    const [hubTokenizer, hubModel] = await Promise.all([
      AutoTokenizer.from_pretrained('tinychat'),
      AutoModelForCausalLM.from_pretrained('tinychat', { dtype: 'fp32', device: 'cpu' }),
    ]);
    const chat = [{ role: 'user' as const, content: 'Translate into German:\nThe teacher bought three apples.' }];
    const ids = model.tokenizer.encodeChat(chat, { addGenerationPrompt: true });
    const { input_ids } = hubTokenizer.apply_chat_template(chat, {
      add_generation_prompt: true,
      return_dict: true,
    }) as {
      input_ids: Tensor;
    };
    expect([...input_ids.data].map(Number)).toEqual(ids);
    const generated = (await hubModel.generate({
      input_ids,
      attention_mask: new Tensor('int64', new BigInt64Array(ids.length).fill(1n), [1, ids.length]),
      max_new_tokens: 40,
      do_sample: false,
    } as never)) as Tensor;
    const text = hubTokenizer.decode([...generated.data].map(Number).slice(ids.length), { skip_special_tokens: true });
    const [ours] = await answer(model, [chat], { maxNewTokens: 40 });
    expect(text).toBe(ours!.text);
    await hubModel.dispose();
  });
});
