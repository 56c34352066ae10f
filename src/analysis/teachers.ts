import type { Setting } from '../experiments';
import { type Study, study } from './study';

/**
 * The settings of the experiment on whose rationales are trained on, by their names: none, the model's own, its own behind other texts, a larger model's, and
 * those of a model that was taught other sentences.
 *
 * @param lambda the weight of the rationales
 */
export const teacherSettings = (lambda: number): Record<string, Setting> => ({
  'vanilla fine-tuning': { method: 'vanilla' },
  'own rationales': { method: 'radis', lambda },
  'own, shuffled': { method: 'shuffled', lambda },
  "a larger model's": { method: 'another-teacher', teacher: 'large', lambda },
  'in other words': { method: 'another-teacher', teacher: 'other-words', lambda },
});

/** The study of whose rationales are trained on, for each weight that was run with them, by its name. */
export function teacherStudies(results: Parameters<typeof study>[0]): Record<string, Study> {
  const studies = [1, 0.25].map(lambda => [`λ = ${lambda}`, study(results, teacherSettings(lambda))] as const);
  return Object.fromEntries(studies.filter(([, { others }]) => others.length > 0));
}
