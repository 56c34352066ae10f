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
 * @throws Error naming the key when the experiment is impossible, or the runs that failed
 */
export async function runExperiment(experiment: Experiment, places?: Places): Promise<GridResults> {
  const grid = openExperiment(experiment, places?.models);
  const progress = createProgress(grid.name, grid.items.length);
  let computed = 0;
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
  const read = results.published > 0 ? `, ${results.published} of which came with the project` : '';
  progress.end(`${counted(grid.items.length, 'result')}${read}${computed > 0 ? `, ${computed} computed now` : ''}`);
  if (failures.length > 0)
    throw new Error(`failed: ${failures.map(({ title, message }) => `${title}: ${message}`).join('\n')}`);
  return results;
}
