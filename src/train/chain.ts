import * as tf from '@tensorflow/tfjs';

/** Tensors by name. */
type Tensors = Record<string, tf.Tensor>;

/** A function in a chain: from what the one before it gave, and inputs of its own. */
export interface Link {
  /** Whether it reads the input of this name. */
  reads(name: string): boolean;
  run(inputs: Tensors, entering?: tf.Tensor): tf.Tensor;
}

/**
 * The value of a chain of functions and its gradients, with little memory (gradient checkpointing):
 *
 *     h_i = f_i(h_(i−1), p),   value = f_n(h_(n−1), p)
 *
 * Only the h_i are kept on the way forward. On the way back each link but the last is computed again from what entered it, so that what
 * lies inside a link exists for one link at a time; the forward pass is paid for twice. A chain of one link is the ordinary gradient.
 *
 * @param names the inputs whose gradients are asked for
 * @param seeds small inputs, besides those, from which a link makes large tensors that must not be kept either
 * Source: Chen et al. 2016 (1604.06174), with a checkpoint at every link.
 */
export function chainGradients(
  links: readonly Link[],
  inputs: Tensors,
  names: readonly string[],
  seeds: readonly string[] = [],
): { value: tf.Scalar; gradients: Tensors } {
  const entering: (tf.Tensor | undefined)[] = [undefined];
  for (const link of links.slice(0, -1)) entering.push(tf.tidy(() => link.run(inputs, entering.at(-1))));
  const gradients: Tensors = {};
  let value: tf.Scalar | undefined;
  let slope: tf.Tensor | undefined;
  for (let i = links.length - 1; i >= 0; i--) {
    const link = links[i] as Link;
    const read = names.filter(name => link.reads(name));
    const goesOn = names.some(name => links.slice(0, i).some(earlier => earlier.reads(name)));
    const again = slope === undefined ? (x: tf.Tensor) => x : after([slope, ...Object.values(gradients)]);
    const given = { ...inputs, ...Object.fromEntries(seeds.map(name => [name, again(inputs[name] as tf.Tensor)])) };
    const h = entering[i] && again(entering[i] as tf.Tensor);
    const run = (...tensors: tf.Tensor[]) => {
      const own = Object.fromEntries(read.map((name, at) => [name, tensors[at] as tf.Tensor]));
      return link.run({ ...given, ...own }, goesOn ? tensors.at(-1) : h);
    };
    const points = [...read.map(name => inputs[name] as tf.Tensor), ...(goesOn ? [h as tf.Tensor] : [])];
    let slopes: tf.Tensor[];
    if (slope === undefined) {
      const last = tf.valueAndGrads(run)(points);
      value = last.value as tf.Scalar;
      slopes = last.grads;
    } else slopes = tf.grads(run)(points, slope);
    read.forEach((name, at) => {
      const found = slopes[at] as tf.Tensor;
      // What several links read, such as an embedding that is the head as well, has a share of each.
      gradients[name] = gradients[name]?.add(found) ?? found;
    });
    if (!goesOn) break;
    slope = slopes.at(-1) as tf.Tensor;
  }
  return { value: value as tf.Scalar, gradients };
}

/**
 * Makes a tensor again, as one that can only be computed after the others: x + 0 · (a number of each). A compiler that merges equal
 * computations would otherwise keep the results of the first pass for the second.
 */
function after(others: readonly tf.Tensor[]): (x: tf.Tensor) => tf.Tensor {
  const first = (x: tf.Tensor) => x.slice(new Array(x.rank).fill(0), new Array(x.rank).fill(1)).reshape([]);
  const nothing = others
    .map(first)
    .reduce((sum, x) => sum.add(x))
    .mul(0);
  return x => x.add(nothing);
}
