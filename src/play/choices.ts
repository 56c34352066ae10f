import type { RunConfig } from '../experiments';

/** What a reader chooses on the page. */
export interface Choices {
  method: 'vanilla' | 'radis';
  lambda: number;
  learningRate: number;
  /** Texts in each direction. */
  pairs: number;
  epochs: number;
}

/** What the page begins with: enough to see forgetting in some seconds. */
export const defaults: Choices = { method: 'radis', lambda: 1, learningRate: 0.0016, pairs: 200, epochs: 2 };

/** Between which values each may lie. */
export const limits = {
  lambda: [0.01, 8],
  learningRate: [0.0001, 0.0064],
  pairs: [8, 600],
  epochs: [1, 4],
} as const satisfies Partial<Record<keyof Choices, readonly [number, number]>>;

/**
 * Reads what the page sends.
 *
 * @throws Error naming what cannot be, such as a learning rate that is no number
 */
export function parseChoices(given: unknown): Choices {
  const { method, ...numbers } = Object(given) as Choices;
  if (method !== 'vanilla' && method !== 'radis') throw new Error('method is to be vanilla or radis');
  const read = Object.fromEntries(
    Object.entries(limits).map(([name, [least, most]]) => {
      const value = (numbers as Record<string, unknown>)[name];
      if (typeof value !== 'number' || !(value >= least && value <= most))
        throw new Error(`${name} is to be a number from ${least} to ${most}`);
      if ((name === 'pairs' || name === 'epochs') && !Number.isInteger(value))
        throw new Error(`${name} is to be a whole number`);
      return [name, value];
    }),
  );
  return { method, ...read } as Choices;
}

/** The run that these choices name. */
export const runOf = ({ method, lambda, learningRate, pairs, epochs }: Choices): RunConfig => ({
  ...{ method, domain: 'clinic', pairs, epochs, batchSize: 16, learningRate, seed: 1 },
  // Without rationales λ says nothing: the same model, whatever it is.
  ...{ lambda: method === 'vanilla' ? 1 : lambda, normalisation: 'token' },
});
