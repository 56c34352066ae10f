import type { StudiedRun } from '../../src/analysis';
import type { Measurement } from '../../src/experiments';
import { abilityNames } from '../../src/world';

/** A measurement with these scores: `marks` are the right answers of each ability, a 1 or 0 for each question. */
export function measurement(bleu: number, marks: string, answers: Record<string, string> = {}): Measurement {
  const share = (100 * (marks.split('1').length - 1)) / marks.length;
  const translation = { bleu, chrf: bleu, exact: 0, strictBleu: bleu, explained: 0, truncated: 0 };
  return {
    abilities: Object.fromEntries(abilityNames.map(ability => [ability, share])) as Measurement['abilities'],
    general: share,
    parts: {},
    domain: translation,
    everyday: translation,
    lengths: {},
    correct: Object.fromEntries(abilityNames.map(ability => [ability, marks])),
    samples: Object.entries(answers).map(([prompt, answer]) => ({ kind: 'reasoning', prompt, reference: '', answer })),
  };
}

/** A run of a method with these scores. */
export const run = (method: string, learningRate: number, seed: number, score: Measurement): StudiedRun => ({
  run: {
    domain: 'clinic',
    pairs: 1,
    epochs: 1,
    batchSize: 1,
    lambda: 1,
    normalisation: 'token',
    seed,
    learningRate,
    method,
  },
  score,
});
