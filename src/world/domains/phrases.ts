import type { Random } from '../../random';
import { concept, isAlwaysPlural, isOneOf, type Noun } from '../lexicon';
import type { Described, NounPhrase } from '../meaning';

export const chance = (random: Random, p: number): boolean => random() < p;

/** One of the values, each as often as its weight says. */
export function weighted<T>(choices: readonly (readonly [weight: number, value: T])[], random: Random): T {
  let at = random() * choices.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, value] of choices) {
    at -= weight;
    if (at < 0) return value;
  }
  return (choices.at(-1) as readonly [number, T])[1];
}

/** "the" one that is known. */
export const definite = (noun: Noun): Described => ({ noun, determiner: 'definite', plural: isAlwaysPlural(noun) });

/** "the" thing with the id. */
export const thing = (id: string): Described => definite(concept('nouns', id));

/** A long list of ids, in one text. */
export const ids = (list: string): string[] => list.split(', ');

/** Whether it is of one of the kinds. */
export const isA = (np: NounPhrase, ...kinds: string[]): boolean => 'noun' in np && isOneOf(np.noun, kinds);
