import { createRandom, type Random } from '../random';
import { sizeOf } from '../shape';
import { architectureOf, type Projection, projections } from './architecture';
import type { ModelConfig } from './config';
import type { StoredTensor } from './safetensors';

/** The weights of a model by their Hugging Face names; linear weights are [out, in]. */
export type Parameters = ReadonlyMap<string, StoredTensor>;

/** Name and shape of every parameter, in the order in which the model uses them. */
export function parameterShapes(config: ModelConfig): Map<string, number[]> {
  const { vocabSize, hiddenSize, intermediateSize, layers, heads, kvHeads, headDim } = config;
  const shapes = new Map<string, number[]>([['model.embed_tokens.weight', [vocabSize, hiddenSize]]]);
  const architecture = architectureOf(config);
  const { norms, qkNorm, bias } = architecture;
  const into = projections(config, architecture);
  for (let layer = 0; layer < layers; layer++) {
    const add = (name: string, shape: number[], part = 'weight') =>
      shapes.set(`model.layers.${layer}.${name}.${part}`, shape);
    const addNorm = (name: string | undefined) => name !== undefined && add(name, [hiddenSize]);
    const addLinear = (name: string, out: number, inputs: number, biased: boolean) => {
      add(name, [out, inputs]);
      if (biased) add(name, [out], 'bias');
    };
    const addProjection = ({ name, inputs, outputs, bias }: Projection) =>
      addLinear(
        name,
        outputs.reduce((sum, size) => sum + size),
        inputs,
        bias,
      );
    addNorm(norms.beforeAttention);
    for (const projection of into.attention) {
      addProjection(projection);
      const count = { 'self_attn.q_proj': heads, 'self_attn.k_proj': kvHeads }[projection.name];
      if (qkNorm && count !== undefined)
        add(projection.name.replace('_proj', '_norm'), [qkNorm === 'head' ? headDim : count * headDim]);
    }
    addLinear('self_attn.o_proj', hiddenSize, heads * headDim, bias.output);
    addNorm(norms.afterAttention);
    addNorm(norms.beforeFeedForward);
    for (const projection of into.feedForward) addProjection(projection);
    addLinear('mlp.down_proj', hiddenSize, intermediateSize, bias.feedForward);
    addNorm(norms.afterFeedForward);
  }
  shapes.set('model.norm.weight', [hiddenSize]);
  if (!config.tieWordEmbeddings) shapes.set('lm_head.weight', [vocabSize, hiddenSize]);
  return shapes;
}

/**
 * Random weights to start from: linear layers normal with deviation 1/sqrt(inputs) (LeCun), those that write to the residual stream
 * smaller by sqrt(2 · layers), so that its size does not grow with depth (GPT-2); the embedding with deviation 0.02; gains such that norms multiply
 * by 1, and biases 0.
 */
export function initialiseParameters(config: ModelConfig, seed: number | string): Parameters {
  const random = createRandom(`parameters/${seed}`);
  const gain = 1 - architectureOf(config).gainOffset;
  const deviation = (name: string, inputs: number) => {
    if (name.includes('embed_tokens')) return 0.02;
    const residual = /(o_proj|down_proj)\.weight$/.test(name);
    return 1 / Math.sqrt(inputs * (residual ? 2 * config.layers : 1));
  };
  return new Map(
    [...parameterShapes(config)].map(([name, shape]) => {
      const data = new Float32Array(sizeOf(shape));
      if (shape.length === 1) data.fill(name.endsWith('.bias') ? 0 : gain);
      else fillNormal(data, deviation(name, shape[1] as number), random);
      return [name, { shape, data }];
    }),
  );
}

/** Box-Muller: two normal numbers from two uniform ones. */
function fillNormal(data: Float32Array, deviation: number, random: Random): void {
  for (let i = 0; i < data.length; i += 2) {
    const radius = deviation * Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    data[i] = radius * Math.cos(angle);
    if (i + 1 < data.length) data[i + 1] = radius * Math.sin(angle);
  }
}

/**
 * How many numbers a model has.
 *
 * @example
 * ```ts
 * console.log(radis.countParameters(radis.openTinyChat().config));
 * // 2213568
 * ```
 */
export function countParameters(config: ModelConfig): number {
  return [...parameterShapes(config).values()].reduce((sum, shape) => sum + sizeOf(shape), 0);
}

/** @throws Error naming tensors that are missing, surplus or of the wrong shape */
export function checkParameters(config: ModelConfig, parameters: Parameters, where: string): void {
  const shapes = parameterShapes(config);
  const list = (names: string[]) =>
    names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');
  const missing = [...shapes.keys()].filter(name => !parameters.has(name));
  if (missing.length > 0) throw new Error(`${where}: tensors are missing: ${list(missing)}`);
  const surplus = [...parameters.keys()].filter(name => !shapes.has(name));
  if (surplus.length > 0)
    throw new Error(`${where}: tensors do not belong to the model in config.json: ${list(surplus)}`);
  for (const [name, shape] of shapes) {
    const found = parameters.get(name)!.shape;
    if (found.join() !== shape.join())
      throw new Error(`${where}: ${name} is [${found}], but config.json makes it [${shape}]`);
  }
}
