import { type Study, study } from '../analysis';
import { type GridResults, openExperiment, readExperiment, readResults, type Setting } from '../experiments';

const read = new Map<string, GridResults>();

/** The saved results of an experiment in full, whatever the profile of the run, read once. */
export function publishedResults(name: string): GridResults {
  const known = read.get(name) ?? readResults(openExperiment(readExperiment(name, 'full')));
  read.set(name, known);
  return known;
}

const opened = new Map<string, Study>();

/** The study of {@link publishedResults}, made once: checks compute from it. */
export function publishedStudy(name: string, settings: Record<string, Setting>): Study {
  const key = JSON.stringify([name, settings]);
  const known = opened.get(key) ?? study(publishedResults(name), settings);
  opened.set(key, known);
  return known;
}

/** The settings of the main experiment by their names. */
export const mainSettings = {
  'vanilla fine-tuning': { method: 'vanilla' },
  'RaDis, λ = 0.25': { method: 'radis', lambda: 0.25 },
  'RaDis, λ = 1': { method: 'radis', lambda: 1 },
} satisfies Record<string, Setting>;
