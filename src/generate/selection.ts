import type { Graph } from '../compile';

/**
 * Appends the choice of the next token to a graph: drawn by inverse transform from the most likely tokens. The logits never leave it.
 *
 * Inputs that it declares: `top_k` int64 [1] and `top_p` float32 [], which say among how many of the most likely tokens, and among those
 * that together have which probability; `temperature` float32 []; `uniform` float32 [batch], a number in [0, 1) for each row. With
 * `top_k` 1 the most likely token is taken.
 * When `penalised`, also `seen` int32 [batch, any] and `penalty` float32 []: the logits of the tokens seen are divided by the penalty where
 * they are positive and multiplied by it where they are negative (Keskar et al. 2019, 1909.05858).
 *
 * @param unpenalised name of the logits, float32 [batch, vocabulary]
 * @returns the tokens, int64 [batch]
 * Source: top-k Fan et al. 2018 (1805.04833), top-p Holtzman et al. 2020 (1904.09751).
 */
export function selectToken(g: Graph, unpenalised: string, { penalised }: { penalised: boolean }): string {
  const logits = penalised ? penalise(g, unpenalised) : unpenalised;
  const topK = g.input('top_k', 'int64', [1]);
  const uniform = g.input('uniform', 'float32', ['batch']);
  const [values, indices] = g.addMany('TopK', [logits, topK], 2, { axis: -1 }) as [string, string];
  const probabilities = g.add('Softmax', [g.add('Div', [values, g.input('temperature', 'float32', [])])], { axis: -1 });
  const cumulative = (x: string) => g.add('CumSum', [x, g.constant('int64', [], BigInt64Array.of(1n))]);
  // The nucleus: a token belongs to it when those before it do not yet have the probability that is asked for.
  const before = g.add('Sub', [cumulative(probabilities), probabilities]);
  const inNucleus = g.add('Less', [before, g.input('top_p', 'float32', [])]);
  const nucleus = g.add('Where', [inNucleus, probabilities, g.scalar(0)]);
  // Inverse transform sampling: how many of the cumulative probabilities lie below the uniform number.
  // The whole mass is the last of these very sums: one of another rounding could lie above all of them.
  const sums = cumulative(nucleus);
  const mass = g.add('Gather', [sums, g.int64([-1])], { axis: 1 });
  const point = g.add('Mul', [g.add('Unsqueeze', [uniform, g.int64([1])]), mass]);
  const below = g.add('Cast', [g.add('Less', [sums, point])], { to: 7 });
  const rank = g.add('ReduceSum', [below, g.int64([1])], { keepdims: 1 });
  const inside = g.add('Min', [rank, g.add('Sub', [topK, g.int64([1])])]);
  return g.add('Squeeze', [g.add('GatherElements', [indices, inside], { axis: 1 }), g.int64([1])]);
}

function penalise(g: Graph, logits: string): string {
  const seen = g.input('seen', 'int32', ['batch', 'seen']);
  const penalty = g.input('penalty', 'float32', []);
  const found = g.add('GatherElements', [logits, seen], { axis: 1 });
  const positive = g.add('Greater', [found, g.scalar(0)]);
  const changed = g.add('Where', [positive, g.add('Div', [found, penalty]), g.add('Mul', [found, penalty])]);
  // A token that is seen twice is written twice, with the same number.
  return g.add('ScatterElements', [logits, seen, changed], { axis: 1 });
}
