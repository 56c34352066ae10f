import { formatInterval, type Interval } from '../evaluate';
import { say } from '../notebook';

/** What the reader expects: a number, one of some words, or an order of names. */
export type Guess = number | string | readonly string[];

const guesses = new Map<string, Guess>();

/**
 * Writes down what the reader expects, before the figure that tells. Nothing is asked of who runs the cell as it is.
 *
 * @example
 * ```ts
 * radis.predict('kept', 80);
 * radis.reveal('kept', 59);
 * ```
 */
export function predict(name: string, guess?: Guess): void {
  guesses.delete(name);
  if (guess === undefined) {
    say`Before you look: put your guess in the place of undefined, and run the cell.`;
    return;
  }
  guesses.set(name, guess);
  say`You expect ${saidGuess(guess)}.`;
}

/**
 * Holds what came out beside what the reader expected.
 *
 * @param found a number or an interval, a word, or an order of names
 */
export function reveal(name: string, found: Guess | Interval): void {
  const guess = guesses.get(name);
  const result = typeof found === 'object' && 'mean' in found ? formatInterval(found) : saidGuess(found as Guess);
  if (guess === undefined) say`It is **${result}**.`;
  else say`You expected ${saidGuess(guess)}. It is **${result}**: ${distance(guess, found)}`;
}

const saidGuess = (guess: Guess): string => (Array.isArray(guess) ? guess.join(' > ') : String(guess));

function distance(guess: Guess, found: Guess | Interval): string {
  if (typeof guess === 'number') {
    const [mean, margin] =
      typeof found === 'object' && 'mean' in found ? [found.mean, found.margin || 0] : [Number(found), 0];
    const off = Math.abs(guess - mean);
    if (off <= Math.max(margin, 0.05 * Math.abs(mean))) return 'well guessed.';
    return `${off.toFixed(off < 10 ? 1 : 0)} ${guess > mean ? 'too high' : 'too low'}. What made you expect ${guess > mean ? 'more' : 'less'}?`;
  }
  if (Array.isArray(guess) && Array.isArray(found)) return ofOrder(guess, found);
  return guess === found ? 'as you said.' : 'not as you said. What did you overlook?';
}

/** How many pairs stand the other way round, and one of them. */
function ofOrder(guess: readonly string[], found: readonly string[]): string {
  const pairs = found.flatMap((first, i) => found.slice(i + 1).map(second => [first, second] as const));
  const swapped = pairs.filter(([first, second]) => guess.indexOf(first) > guess.indexOf(second));
  const [worst] = swapped;
  if (worst === undefined) return 'the order that you expected.';
  return `${swapped.length} of ${pairs.length} pairs stand the other way round, such as ${worst[0]} and ${worst[1]}.`;
}
