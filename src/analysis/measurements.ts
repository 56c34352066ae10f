import type { Measurement } from '../experiments';
import { type ScoreName, scores } from './scores';
import type { StudyTable } from './table';

/**
 * What some models scored, a row each: for models of one's own, which are no study.
 *
 * @param measured by the names of the models
 * @param columns which scores; default BLEU in the domain, general ability, and each ability
 */
export function measurementTable(
  measured: Record<string, Measurement>,
  columns: readonly ScoreName[] = [
    'bleu',
    'general',
    'reasoning',
    'knowledge',
    'instructions',
    'conversation',
    'safety',
  ],
): StudyTable {
  const rows = Object.entries(measured).map(([model, measurement]) => ({
    model,
    ...Object.fromEntries(columns.map(name => [scores[name].label, scores[name].of(measurement).toFixed(0)])),
  }));
  return { rows, caption: 'One model each: a few points more or less are chance' };
}
