import { type Study, study } from '../analysis';
import { openExperiment, readExperiment, readResults, type Setting } from '../experiments';

const opened = new Map<string, Study>();

/** The saved results of an experiment in full, whatever the profile of the run, read once: checks compute from them. */
export function publishedStudy(name: string, settings: Record<string, Setting>): Study {
  const key = JSON.stringify([name, Object.keys(settings)]);
  const known = opened.get(key) ?? study(readResults(openExperiment(readExperiment(name, 'full'))), settings);
  opened.set(key, known);
  return known;
}

/** The settings of the main experiment by their names. */
export const mainSettings = {
  'vanilla fine-tuning': { method: 'vanilla' },
  'RaDis, λ = 0.25': { method: 'radis', lambda: 0.25 },
  'RaDis, λ = 1': { method: 'radis', lambda: 1 },
} satisfies Record<string, Setting>;
