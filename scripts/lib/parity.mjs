// How far this package is from PyTorch on the models that test/fixtures/families.py makes.
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const read = (folder, name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));

/** The largest difference between two lists, relative to the largest number expected, or to a number that is larger. */
function deviation(found, expected, atLeast = 1e-12) {
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(found[i] - expected[i]);
    // What is not a number is no agreement.
    most = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(most, difference);
  }
  return most / Math.max(largest(expected), atLeast);
}

const largest = list => list.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** A model that Python made, with what PyTorch computes for it. */
export function openCase({ model }, folder) {
  const json = read(folder, 'config.json');
  const config = model.parseConfig(json);
  const parameters = model.readSafetensors(join(folder, 'model.safetensors'));
  model.checkParameters(config, parameters, basename(folder));
  const numbers = read(folder, 'numbers.json');
  const tensors = model.readSafetensors(join(folder, 'numbers.safetensors'));
  const under = prefix =>
    new Map(
      [...tensors].filter(([name]) => name.startsWith(prefix)).map(([name, t]) => [name.slice(prefix.length), t]),
    );
  return { folder, json, config, parameters, numbers, tensors, under };
}

/** Both texts in one row, with room behind them. */
function packed(texts) {
  const time = texts.reduce((sum, { ids }) => sum + ids.length, 0) + 3;
  const [ids, documents] = [new Int32Array(time), new Int32Array(time)];
  let at = 0;
  texts.forEach((text, index) => {
    ids.set(text.ids, at);
    documents.fill(index + 1, at, at + text.ids.length);
    at += text.ids.length;
  });
  const flat = name => texts.flatMap(text => text[name]);
  const row = data => ({ dtype: 'int32', shape: [1, time], data });
  const list = data => ({ dtype: 'int32', shape: [data.length], data: Int32Array.from(data) });
  const targets = flat('targets');
  return {
    ids: row(ids),
    documents: row(documents),
    positions: list(targets.map((_, i) => i)),
    targets: list(targets),
    weights: { dtype: 'float32', shape: [targets.length], data: Float32Array.from(flat('weights')) },
  };
}

const valuesOf = parameters =>
  Object.fromEntries([...parameters].map(([name, { shape, data }]) => [name, { dtype: 'float32', shape, data }]));

const dataOf = ({ data }) => data;

/** Logits, by the forward pass of training: each text alone, and both packed into one row. */
export async function logitsDeviation({ model, compile }, { config, parameters, numbers, tensors }) {
  const expected = tensors.get('logits').data;
  const batch = packed(numbers.texts);
  const of = async ({ ids, documents, positions }) => {
    const inputs = { ...valuesOf(parameters), ids, ...(documents && { documents, positions }) };
    const pass = given => {
      const h = model.decode(given, given.ids, config, { documents: given.documents });
      return { logits: model.logitsAt(given, h, config, given.positions) };
    };
    const executable = await compile.compile(pass, inputs);
    const { logits } = await executable.run(inputs);
    await executable.dispose();
    return logits.data;
  };
  let alone = [];
  for (const { ids } of numbers.texts)
    alone = [...alone, ...(await of({ ids: { dtype: 'int32', shape: [1, ids.length], data: Int32Array.from(ids) } }))];
  return Math.max(deviation(alone, expected), deviation(await of(batch), expected));
}

/** The loss of both texts and its gradients, by the graph that trains. */
async function lossAndGradients({ compile, gradients }, { config, parameters, numbers }, adapter) {
  const options = adapter ? { lora: adapter.options } : {};
  const batch = packed(numbers.texts);
  const shape = { rows: 1, time: batch.ids.shape[1], asked: batch.targets.shape[0] };
  const signature = gradients.gradientsSignature(config, shape, options);
  const inputs = { ...valuesOf(parameters), ...(adapter && valuesOf(adapter.parameters)), ...batch };
  const executable = await compile.compile(gradients.lossGradients(config, options), signature);
  const results = await executable.run(inputs);
  await executable.dispose();
  const found = Object.entries(results).filter(([name]) => name.startsWith('gradient/'));
  return {
    loss: results.loss.data[0],
    gradients: new Map(found.map(([name, value]) => [name.slice('gradient/'.length), dataOf(value)])),
  };
}

/**
 * The worst of the gradients of parameters, each relative to its largest number. Where that is next to nothing (a bias of keys changes no
 * score without rotary positions: its gradient is 0, and what is computed is rounding), relative to a hundredth of the largest of all.
 */
function gradientsDeviation(found, expected) {
  if ([...found.keys()].sort().join() !== [...expected.keys()].sort().join()) return Number.POSITIVE_INFINITY;
  const floor = Math.max(...[...expected.values()].map(({ data }) => largest(data))) / 100;
  return Math.max(...[...expected].map(([name, { data }]) => deviation(found.get(name), data, floor)));
}

/** The loss, and the worst gradient of a parameter. */
export async function trainingDeviation(modules, given) {
  const { loss, gradients } = await lossAndGradients(modules, given);
  return {
    loss: deviation([loss], [given.numbers.loss]),
    gradient: gradientsDeviation(gradients, given.under('gradient/')),
  };
}

/** A step of the adapters that PEFT made: their gradients, and the loss before and after it. */
export async function loraDeviation(modules, given) {
  const { rank, alpha, rate, before, after } = given.numbers.lora;
  const parameters = given.under('lora/');
  const options = { rank, alpha };
  const shapes = modules.model.loraShapes(given.config, options);
  if ([...shapes.keys()].sort().join() !== [...parameters.keys()].sort().join()) return Number.POSITIVE_INFINITY;
  const start = await lossAndGradients(modules, given, { options, parameters });
  const stepped = new Map(
    [...parameters].map(([name, { shape, data }]) => {
      const slope = start.gradients.get(name);
      return [name, { shape, data: data.map((value, i) => value - rate * slope[i]) }];
    }),
  );
  const end = await lossAndGradients(modules, given, { options, parameters: stepped });
  return Math.max(
    deviation([start.loss, end.loss], [before, after]),
    gradientsDeviation(start.gradients, given.under('lora-gradient/')),
  );
}

/** How many tokens of the greedy answers are the same, up to the first that is not. */
function agreement(answers, expected) {
  const same = (answer, right) => {
    const first = right.findIndex((id, i) => answer[i] !== id);
    return first < 0 ? right.length : first;
  };
  const total = expected.reduce((sum, { length }) => sum + length, 0);
  return { same: expected.reduce((sum, right, i) => sum + same(answers[i] ?? [], right), 0), total };
}

/** Greedy answers by the project's own decoder, in a padded batch and alone: the fewer tokens that agree. */
export async function generationAgreement({ generate }, { config, parameters, numbers }) {
  const { prompts, answers } = numbers;
  const decoder = generate.createDecoder(config, parameters, { endIds: [], padId: 0 });
  const options = { maxNewTokens: answers[0].length };
  const together = await decoder.generate(prompts, options);
  const alone = [];
  for (const prompt of prompts) alone.push(...(await decoder.generate([prompt], options)));
  await decoder.dispose();
  const [a, b] = [together, alone].map(list =>
    agreement(
      list.map(({ ids }) => ids),
      answers,
    ),
  );
  return a.same < b.same ? a : b;
}

/** What transformers.js makes of a folder with the exported graph: its logits, and its greedy answers as far as a cache goes. */
export async function exportedDeviation({ transformers }, folder, { numbers, tensors }) {
  const { prompts, answers, cached, texts } = numbers;
  const { AutoModelForCausalLM, env, Tensor } = transformers;
  Object.assign(env, { allowRemoteModels: false, localModelPath: `${dirname(folder)}/` });
  const found = await AutoModelForCausalLM.from_pretrained(basename(folder), { dtype: 'fp32', device: 'cpu' });
  const int64 = values => new Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
  const inputsOf = ids => ({ input_ids: int64(ids), attention_mask: int64(ids.map(() => 1)) });
  let logits = [];
  for (const { ids } of texts) logits = [...logits, ...(await found(inputsOf(ids))).logits.data];
  const given = [];
  for (const prompt of prompts) {
    const settings = { max_new_tokens: answers[0].length, do_sample: false, eos_token_id: null };
    const generated = await found.generate({ ...inputsOf(prompt), ...settings });
    given.push([...generated.data].map(Number).slice(prompt.length));
  }
  await found.dispose();
  const expected = answers.map((answer, i) => answer.slice(0, cached[i]));
  return { logits: deviation(logits, tensors.get('logits').data), answers: agreement(given, expected) };
}
