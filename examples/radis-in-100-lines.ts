/**
 * Rationale distillation (arXiv 2410.13944), whole: a model is fine-tuned on translations and on its own words after them.
 * Run it with `npm run example`. Three steps of it are `fineTune` to the last digits: test/examples.
 */
import * as tf from '@tensorflow/tfjs';
import * as radis from 'radis-workbench';
import { decode, type StoredTensor, tokenLosses } from 'radis-workbench/dist/model';

/** λ, how much a token of the rationale counts beside one of the translation; the highest learning rate; texts in each direction; passes. */
const settings = { lambda: 1, peak: 0.0016, pairs: 8, steps: 3 };

/** The tokens of the examples, the shorter ones filled up; what each is to be followed by; and how much that counts. */
function batchOf(examples: { ids: number[]; segments: number[] }[], lambda: number) {
  const time = Math.max(...examples.map(({ ids }) => ids.length)) - 1;
  const filled = (list: number[]) => [...list, ...Array<number>(time - list.length).fill(0)];
  const shape = [examples.length, time];
  const segments = examples.flatMap(({ segments }) => filled(segments.slice(1)));
  // 0 on the prompt, 1 on the translation, λ on the rationale, all divided by their sum: a weighted mean.
  const weights = segments.map(segment => [0, 1, lambda][segment] as number);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const read = examples.flatMap(({ ids }) => filled(ids.slice(0, -1)));
  const next = examples.flatMap(({ ids }) => filled(ids.slice(1)));
  const parts = Float32Array.from(weights, weight => weight / total);
  const [ids, targets] = [radis.int32(shape, read), radis.int32([next.length], next)];
  return { ids, targets, weights: radis.float32([next.length], parts) };
}

/** The loss Σ w_t · −log p(target_t), and its gradients: forward and backward, as one function that is compiled. */
const lossAndGradients =
  (config: radis.ModelConfig, names: string[]): radis.TensorFunction =>
  ({ ids, targets, weights, ...parameters }) => {
    const loss = (...values: tf.Tensor[]) => {
      const given = Object.fromEntries(names.map((name, i) => [name, values[i] as tf.Tensor]));
      const hidden = decode(given, ids as tf.Tensor2D, config);
      const { nll } = tokenLosses(given, hidden, targets as tf.Tensor1D, config);
      return nll.mul(weights as tf.Tensor).sum() as tf.Scalar;
    };
    const { value, grads } = tf.valueAndGrads(loss)(names.map(name => parameters[name] as tf.Tensor));
    return { loss: value, ...Object.fromEntries(names.map((name, i) => [`d ${name}`, grads[i] as tf.Tensor])) };
  };

/** A step of AdamW: each number moves against the mean of its gradients, in units of their size; matrices also shrink a little. */
function adamW(p: StoredTensor, g: Float32Array, m: Float32Array, v: Float32Array, t: number, rate: number) {
  const shrink = p.shape.length > 1 ? 1 - 0.01 * rate : 1;
  for (let i = 0; i < g.length; i++) {
    m[i] = 0.9 * (m[i] as number) + 0.1 * (g[i] as number);
    v[i] = 0.95 * (v[i] as number) + 0.05 * (g[i] as number) ** 2;
    const mean = (m[i] as number) / (1 - 0.9 ** t);
    const size = Math.sqrt((v[i] as number) / (1 - 0.95 ** t)) + 1e-8;
    p.data[i] = shrink * (p.data[i] as number) - (rate * mean) / size;
  }
}

const print = (text: string): unknown => process.stdout.write(`${text}\n`);

export async function radisInShort({ lambda, peak, pairs, steps } = settings, say = print) {
  // Load the chat model, and texts that it hardly knows.
  const base = radis.openTinyChat();
  const items = radis.trainingItems({ domain: 'clinic', pairs, seed: 1 });
  const asked = items.map(item => ({ prompt: radis.translationPrompt(item), reference: item.reference }));

  // Pre-fill: the reference is put into the model's mouth, and it goes on. That is the rationale.
  const rationales = await radis.generateRationales(base, asked, { seed: 'rationales/1' });
  const turns = asked.map((pair, i) => (rationales[i] ? { ...pair, rationale: rationales[i] } : pair));

  // Weigh: which token belongs to what, and what it counts.
  const examples = turns.map(turn => radis.encodeTranslation(base.tokenizer, turn));
  const arrays = examples.map(({ ids, segments }) => ({ ids: Array.from(ids), segments: Array.from(segments) }));
  const batch = batchOf(arrays, lambda);

  // Train: forward, backward, clip, step.
  const parameters = new Map([...base.parameters].map(([name, p]) => [name, { ...p, data: p.data.slice() }]));
  const names = [...parameters.keys()];
  const all = [...parameters.values()];
  const [means, squares] = [0, 1].map(() => all.map(({ data }) => new Float32Array(data.length)));
  const given = () => Object.fromEntries(names.map((name, i) => [name, radis.float32(all[i]!.shape, all[i]!.data)]));
  const compiled = await radis.compile(lossAndGradients(base.config, names), { ...batch, ...given() });
  const losses: number[] = [];
  for (let step = 1; step <= steps; step++) {
    const { loss, ...slopes } = await compiled.run({ ...batch, ...given() });
    const gradients = names.map(name => slopes[`d ${name}`]!.data as Float32Array);
    const norm = Math.sqrt(gradients.reduce((sum, list) => list.reduce((all, g) => all + g * g, sum), 0));
    const clip = Math.min(1, 1 / (norm + 1e-6));
    const rate = (peak * (1 + Math.cos((Math.PI * (step - 1)) / steps))) / 2;
    all.forEach((p, i) => {
      const clipped = gradients[i]!.map(g => g * clip);
      adamW(p, clipped, means![i]!, squares![i]!, step, rate);
    });
    losses.push(loss!.data[0] as number);
    say(`step ${step}: loss ${losses.at(-1)!.toFixed(4)}`);
  }
  await compiled.dispose();

  // Ask: before, and now.
  const tuned = { ...base, parameters };
  for (const model of [base, tuned]) say(await radis.ask(model, 'Translate into German:\nThe patient sleeps.'));
  return { losses, tuned };
}

if (require.main === module) void radisInShort();
