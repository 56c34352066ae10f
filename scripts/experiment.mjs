// npm run experiment: computes what an experiment lacks, run after run, and keeps the results for notebooks.
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { ensure, fail, options, root, say } from './lib/ensure.mjs';

const HELP = `Usage: npm run experiment -- FILE [options]

FILE is an experiment, or the name of one in data/experiments.

  --profile NAME    full (default), or quick: a sketch of it in a minute
  --dry-run         lists what is there and what is to do, and for how long
  --keep-older      takes results of another version of the code as they are,
                    instead of computing them again
  --publish         copies the results, once they are complete, to data/results
  --help            this text

What is finished is kept under outputs: stop with Ctrl-C and start again later,
or in a second terminal as well: two share the work.`;

const {
  positionals,
  profile,
  'dry-run': dryRun,
  'keep-older': keepOlder,
  publish,
} = options(
  HELP,
  {
    profile: { type: 'string', default: 'full' },
    'dry-run': { type: 'boolean', default: false },
    'keep-older': { type: 'boolean', default: false },
    publish: { type: 'boolean', default: false },
  },
  { allowPositionals: true },
);
if (positionals.length !== 1) fail(`name one experiment.\n\n${HELP}`);
if (!['full', 'quick'].includes(profile)) fail(`unknown profile ${profile}: choose full or quick.`);
if (profile === 'quick' && publish) fail('a sketch is not published: leave out --profile quick or --publish.');
if (dryRun && publish) fail('--dry-run and --publish are two things: give one of them.');
ensure();
const { built } = await import('./lib/built.mjs');
const { experimentNames, gridStatus, openExperiment, publishResults, readExperiment, readResults, runGrid } =
  built('experiments');
const { seconds: duration } = built('notebook/progress');
const { tableText } = built('notebook/table');
const { folded } = built('notebook/words');

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => interruption.abort());
try {
  const file = findExperiment(positionals[0]);
  const grid = openExperiment(readExperiment(file, profile));
  if (dryRun) list(grid);
  else if (publish) copy(grid, file);
  else await compute(grid, file);
} catch (error) {
  if (!interruption.signal.aborted) fail(`\n${error.message}`);
  say('\nstopped. What was finished is kept: start again to go on from there.');
  process.exit(130);
}

/** The path of an experiment: one of the project by its name, or any by its path, from where npm was called. */
function findExperiment(given) {
  const known = pathOf(given);
  if (existsSync(known)) return known;
  if (given.endsWith('.json')) return resolve(process.env.INIT_CWD ?? '.', given);
  return fail(`no experiment ${given}: give the path of a .json file, or one of ${experimentNames().join(', ')}.`);
}

/** Where the project keeps an experiment of this name. */
function pathOf(name) {
  return join(root, 'data', 'experiments', `${name}.json`);
}

function list(grid) {
  const all = gridStatus(grid);
  const state = { done: 'done', older: keepOlder ? 'done, older' : 'to do, older', 'to do': 'to do' };
  for (const { item, ...status } of all) {
    const time = status.seconds === undefined ? '' : duration(status.seconds);
    say(`${state[status.state].padEnd(13)} ${time.padStart(12)}  ${item.title}`);
  }
  const left = all.filter(status => status.state === 'to do' || (status.state === 'older' && !keepOlder));
  const expected = left.map(({ seconds }) => seconds);
  const time = expected.includes(undefined)
    ? 'how long is not known yet'
    : `about ${duration(expected.reduce((sum, seconds) => sum + seconds, 0))} alone on this machine`;
  say(`\n${grid.name}: ${left.length} of ${all.length} to do${left.length > 0 ? `, ${time}` : ''}`);
}

function copy(grid, file) {
  if (file !== pathOf(grid.name))
    fail(`only what lies in data/experiments, in a file of its own name, is published: ${grid.name} is not there.`);
  const path = publishResults(grid);
  say(`published: ${relative(process.cwd(), path)}`);
  const { older } = readResults(grid);
  if (older > 0) say(`${older} of them were computed by earlier versions of the code`);
}

async function compute(grid, file) {
  const { createReporter } = await import('./lib/terminal.mjs');
  const report = createReporter();
  say(folded(`${grid.name}: ${grid.about}`, 79).join('\n'));
  // Not from readResults, which refuses a damaged file: computing mends it.
  const older = gridStatus(grid).filter(({ state }) => state === 'older').length;
  if (older > 0 && !keepOlder)
    say(`${older} results are of other code and are computed again: --keep-older takes them`);
  let stage;
  let stageStarted;
  const onEvent = event => {
    const { type, done, total, title } = event;
    const all = event.secondsLeft === undefined ? '' : `, all ${duration(event.secondsLeft)} left`;
    if (type === 'start') report({ type: 'cell', at: done, total, heading: `${title}${all}` });
    if (type === 'progress') {
      if (event.stage !== stage) [stage, stageStarted] = [event.stage, Date.now()];
      const left = ((Date.now() - stageStarted) / 1000 / event.stageDone) * (event.stageTotal - event.stageDone);
      const time = Number.isFinite(left) ? `, ${duration(left)} left` : '';
      const part = `${stage} ${event.stageDone} of ${event.stageTotal}${time}`;
      report({ type: 'progress', text: `${part}${all}, ${event.note}` });
    }
    if (type === 'waiting')
      report({ type: 'progress', text: `another process is at ${event.titles.join('; ')}${all}` });
    if (type === 'result' || type === 'failure') report({ type: 'done' });
    if (type === 'result') say(`${' '.repeat(20)}${scores(event.result)}`);
    if (type === 'failure') say(`${' '.repeat(20)}failed: ${event.message}`);
    if (type !== 'progress') stage = undefined;
  };
  const failures = await runGrid(grid, { onEvent, signal: interruption.signal, keepOlder });
  report({ type: 'done' });
  if (failures.length > 0)
    fail(`\nfailed: ${failures.map(({ title, message }) => `${title}: ${message}`).join('\nfailed: ')}`);
  const results = readResults(grid);
  if (results.warning) fail(`\n${results.warning}: some were removed while this ran. Start again.`);
  say(`\n${tableOf(grid, results)}`);
  const opened = file === pathOf(grid.name) ? grid.name : file;
  const named = [opened, ...(profile === 'quick' ? [profile] : [])].map(word => `'${word}'`).join(', ');
  say(`\ncomplete: runExperiment(readExperiment(${named})) opens the results in a notebook`);
}

/** What the base and each run score. */
function tableOf(grid, { baselines, runs }) {
  const rows = grid.items.map(({ id, title, run, measure }) => {
    const score = run ? runs.find(row => row.id === id).score : baselines[measure.domain];
    return [title, score.domain.bleu.toFixed(1), score.general.toFixed(1)];
  });
  return tableText(['run', 'domain BLEU', 'general (%)'], rows);
}

/** `clinic BLEU 24.5, general 64.1%, 1 min 03 s` */
function scores({ measure, score, took }) {
  const time = duration(took.preparing + took.training + took.measuring);
  return `${measure.domain} BLEU ${score.domain.bleu.toFixed(1)}, general ${score.general.toFixed(1)}%, ${time}`;
}
