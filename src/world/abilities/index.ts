import { createRandom, type Random } from '../../random';
import type { Ability, AbilityItem, AbilitySpec, Difficulty, Split } from '../ability';
import { conversation } from './conversation';
import { instructions } from './instructions';
import { knowledge } from './knowledge';
import { reasoning } from './reasoning';
import { safety } from './safety';

/** Every ability, by name: adding one is adding a file and a line here. */
export const abilities: Record<Ability, AbilitySpec> = { reasoning, knowledge, instructions, conversation, safety };

/** The names of the abilities, in the order of tables. */
export const abilityNames = Object.keys(abilities) as Ability[];

/** One random item. */
export function sampleAbility(
  spec: AbilitySpec,
  split: Split,
  random: Random,
  difficulty: Difficulty = 1,
): Omit<AbilityItem, 'id'> {
  return { ability: spec.ability, ...spec.sample(split, random, difficulty) };
}

const splits: Split[] = ['train', 'test', 'paraphrase'];

/**
 * Draws different items of an ability.
 *
 * @throws Error naming an unknown ability, split or difficulty, or when there are fewer different items than asked for
 */
export function abilityItems({
  ability,
  split,
  difficulty = 1,
  count,
  seed,
}: {
  ability: Ability;
  split: Split;
  difficulty?: Difficulty;
  count: number;
  seed: number | string;
}): AbilityItem[] {
  const spec = abilities[ability];
  if (!Object.hasOwn(abilities, ability))
    throw new Error(`unknown ability ${ability}: choose one of ${abilityNames.join(', ')}`);
  if (!splits.includes(split)) throw new Error(`unknown split ${split}: choose one of ${splits.join(', ')}`);
  if (!Object.hasOwn(spec.levels, difficulty)) throw new Error(`unknown difficulty ${difficulty}: choose 1, 2 or 3`);
  const level = difficulty === 1 ? '' : `/${difficulty}`;
  const random = createRandom(`abilities/${ability}/${split}${level}/${seed}`);
  const items = new Map<string, AbilityItem>();
  for (let tries = 0; items.size < count; tries++) {
    if (tries > 50 * count + 1000)
      throw new Error(`${ability} has only ${items.size} different ${split} items, fewer than the ${count} asked for`);
    const item = sampleAbility(spec, split, random, difficulty);
    const key = JSON.stringify(item.prompt);
    if (!items.has(key)) items.set(key, { ...item, id: `${ability}/${split}${level}/${seed}/${items.size}` });
  }
  return [...items.values()];
}
