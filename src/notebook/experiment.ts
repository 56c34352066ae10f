import { type Experiment, type GridResults, openExperiment, type Places, readResults, runGrid } from '../experiments';
import { createProgress } from './progress';
import { counted } from './words';

/** What a run goes through. */
const stages = ['rationales', 'training', 'answers'];

/**
 * The results of an experiment: those that come with the project or were computed on this machine are read, and what is missing is computed
 * now, under a bar. Interrupting the cell loses at most the run in the making; running it again goes on from there, and two notebooks at
 * the same experiment share the work.
 *
 * @param places where results and models lie, for tests
 * @returns the results; a run that failed is missing among them, and named in their warning
 * @throws Error naming the key when the experiment is impossible
 */
export async function runExperiment(experiment: Experiment, places?: Places): Promise<GridResults> {
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
    const part = (count: number, what: string) => (count > 0 ? `${count < total ? count : 'all'} ${what}` : '');
    said = [
      counted(total, 'result'),
      part(results.published, 'came with the project'),
      part(computed, 'computed now'),
      part(results.older, 'from before the code last changed'),
    ]
      .filter(Boolean)
      .join(', ');
    if (failures.length === 0) return results;
    const failed = failures.map(({ title, message }) => `${title} failed: ${message}`).join('; ');
    return { ...results, warning: failed };
  } finally {
    progress.end(said);
  }
}
