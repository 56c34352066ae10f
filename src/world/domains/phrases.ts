import type { Random } from '../../random';
import { canBePlural, concept, isAlwaysPlural, isOneOf, type Noun, type Verb } from '../lexicon';
import type { Described, NounPhrase } from '../meaning';
import type { Vocabulary } from '../vocabulary';

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

/** A phrase with a fitting adjective now and then. */
export function described(noun: Noun, words: Vocabulary, random: Random): Described {
  const np = { noun, determiner: 'definite' as const, plural: canBePlural(noun) && chance(random, 0.15) };
  const adjectives = words.fitting(noun);
  return adjectives.length > 0 && chance(random, 0.3) ? { ...np, adjective: random.pick(adjectives) } : np;
}

/** Something that the verb can be done to: definite, indefinite, counted or as a mass. */
export function object(verb: Verb, words: Vocabulary, random: Random, negated: boolean): Described {
  const noun = random.pick(words.nounsOf(verb.object));
  const adjectives = words.fitting(noun);
  const adjective = adjectives.length > 0 && chance(random, 0.35) ? random.pick(adjectives) : undefined;
  if (noun.tags.includes('mass')) {
    const bare = noun.tags.includes('bare') || chance(random, 0.5);
    return {
      noun,
      adjective: noun.tags.includes('bare') ? undefined : adjective,
      determiner: bare ? 'none' : 'definite',
      plural: false,
    };
  }
  if (!negated && noun.tags.includes('count') && chance(random, 0.3)) {
    return { noun, adjective, determiner: 'none', plural: true, count: 2 + random.int(11) };
  }
  const plural = canBePlural(noun) && chance(random, 0.2);
  return { noun, adjective, determiner: chance(random, 0.5) ? 'definite' : plural ? 'none' : 'indefinite', plural };
}

/** Whether it is of one of the kinds. */
export const isA = (np: NounPhrase, ...kinds: string[]): boolean => 'noun' in np && isOneOf(np.noun, kinds);
