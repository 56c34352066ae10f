/** How tokens are drawn. */
export interface Drawing {
  temperature: number;
  topK: number;
  topP: number;
}

/**
 * Draws a token by inverse transform, as the decoding graph does (`selectToken`): among the most likely ones, and of these among the
 * fewest that together have a probability.
 *
 * @param logits of all tokens
 * @param uniform a number in [0, 1)
 * @returns the token
 */
export function drawToken(logits: Float32Array, { temperature, topK, topP }: Drawing, uniform: number): number {
  const tokens = highest(logits, Math.min(topK, logits.length));
  const top = logits[tokens[0] as number] as number;
  const weights = tokens.map(token => Math.exp(((logits[token] as number) - top) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let before = 0;
  const sums: number[] = [];
  for (const weight of weights) {
    if (before / total >= topP) break;
    before += weight;
    sums.push(before);
  }
  const point = uniform * before;
  const rank = sums.filter(sum => sum < point).length;
  return tokens[Math.min(rank, sums.length - 1)] as number;
}

/** Where the highest numbers stand, the highest first. */
export function highest(numbers: Float32Array | Float64Array, count: number): number[] {
  // For a few places one pass is enough; for many a sort is quicker than keeping them in order.
  if (count > 100) {
    const order = Uint32Array.from(numbers, (_, i) => i).sort(
      (a, b) => (numbers[b] as number) - (numbers[a] as number) || a - b,
    );
    return Array.from(order.subarray(0, count));
  }
  const places: number[] = [];
  numbers.forEach((number: number, place: number) => {
    if (places.length === count && number <= (numbers[places[count - 1] as number] as number)) return;
    const at = places.findIndex(other => number > (numbers[other] as number));
    places.splice(at < 0 ? places.length : at, 0, place);
    places.length = Math.min(places.length, count);
  });
  return places;
}
