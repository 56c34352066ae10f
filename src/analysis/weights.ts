import type { Setting } from '../experiments';
import { type StudiedRun, type Study, type StudyOptions, study } from './study';

/**
 * The name of RaDis with a weight, as figures and tables have it; λ = 0 is vanilla fine-tuning.
 *
 * @example
 * ```ts
 * console.log(radis.weightName(0), '|', radis.weightName(0.25));
 * // vanilla fine-tuning | RaDis, λ = 0.25
 * ```
 */
export const weightName = (lambda: number): string => (lambda === 0 ? 'vanilla fine-tuning' : `RaDis, λ = ${lambda}`);

/** RaDis with a weight that counts by token, every text with its rationale; λ = 0 is vanilla fine-tuning. */
export const weightSetting = (lambda: number): Setting =>
  lambda === 0 ? { method: 'vanilla' } : { method: 'radis', lambda, normalisation: 'token', settings: undefined };

/**
 * The study of the loss weight: vanilla fine-tuning, and RaDis with each weight whose runs make a curve, that is, have several learning rates (in a sketch: any).
 *
 * @param lambdas which weights; default: all that make a curve
 */
export function weightStudy(
  results: Parameters<typeof study>[0],
  { lambdas, ...options }: StudyOptions & { lambdas?: readonly number[] } = {},
): Study {
  const isPlain = ({ run }: StudiedRun) =>
    run.method === 'radis' && run.normalisation === 'token' && run.settings === undefined;
  const plain = results.runs.filter(isPlain);
  const ratesOf = (lambda: number) =>
    new Set(plain.filter(({ run }) => run.lambda === lambda).map(({ run }) => run.learningRate)).size;
  const several = Math.min(2, new Set(results.runs.map(({ run }) => run.learningRate)).size);
  const found = [...new Set(plain.map(({ run }) => run.lambda))].filter(lambda => ratesOf(lambda) >= several);
  const sorted = [0, ...(lambdas ?? found).filter(lambda => lambda > 0)].sort((a, b) => a - b);
  const settings = Object.fromEntries(sorted.map(lambda => [weightName(lambda), weightSetting(lambda)]));
  return study(results, settings, options);
}
