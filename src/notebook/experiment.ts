import {
  type Experiment,
  type GridResults,
  openExperiment,
  type Places,
  readExperiment,
  readResults,
  runGrid,
} from '../experiments';
import { createProgress } from './progress';
import { say } from './say';
import { profile } from './setup';
import { counted } from './words';

/** What a run goes through. */
const stages = ['rationales', 'training', 'answers'];

/**
 * The results of an experiment: those that come with the project or were computed on this machine are read, and what is missing is computed
 * now, under a bar. Interrupting the cell loses at most the run in the making; running it again goes on from there, and two notebooks at
 * the same experiment share the work.
 *
 * @param wanted an experiment, or the name of one in `data/experiments`, which is read in the profile of this run
 * @param places where results and models lie, for tests
 * @returns the results; a run that failed is missing among them, and named in their warning
 * @throws Error naming the key when the experiment is impossible
 */
export async function runExperiment(wanted: Experiment | string, places?: Places): Promise<GridResults> {
  const experiment = typeof wanted === 'string' ? readExperiment(wanted, profile()) : wanted;
  const grid = openExperiment(experiment, places?.models);
  const progress = createProgress(grid.name, grid.items.length);
  let computed = 0;
  let said = 'stopped: what was finished is kept';
  try {
    const failures = await runGrid(grid, {
      places,
      keepOlder: true,
      signal: progress.signal,
      onEvent(event) {
        if (event.type === 'result') computed++;
        if (event.type === 'progress') {
          const part = (stages.indexOf(event.stage) + event.stageDone / event.stageTotal) / stages.length;
          progress.update(event.done + part, `${event.title}: ${event.stage}, ${event.note}`);
        }
        if (event.type === 'waiting') progress.update(event.done, `another process is at ${event.titles.join('; ')}`);
      },
    });
    const results = readResults(grid, places);
    const total = results.runs.length + Object.keys(results.baselines).length;
    const saved = total - computed;
    said = [saved > 0 ? counted(saved, 'saved result') : '', computed > 0 ? `${computed} computed now` : '']
      .filter(Boolean)
      .join(', ');
    const failed = failures.map(({ title, message }) => `${title} failed: ${message}`).join('; ');
    const warning = failed || results.warning;
    if (warning) say`${warning}`;
    return warning ? { ...results, warning } : results;
  } finally {
    progress.end(said);
  }
}
