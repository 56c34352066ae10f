import { existsSync, readFileSync } from 'node:fs';
import { projectPath } from '../paths';
import type { TinyChatPoint, TinyChatRecipe } from './tinychat';

/** How a model was made: its recipe, how long it took, and the losses on the way. */
export interface TinyChatLog {
  recipe: TinyChatRecipe;
  seconds: number;
  points: TinyChatPoint[];
}

/**
 * How a model of `data/models` was made.
 *
 * @throws Error when there is none of this name
 */
export function tinyChatLog(name = 'tinychat'): TinyChatLog {
  const path = projectPath('data', 'models', name, 'training.json');
  if (!existsSync(path)) throw new Error(`there is no model ${name} with a log of its making`);
  return JSON.parse(readFileSync(path, 'utf8')) as TinyChatLog;
}
