import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type Experiment,
  fineTune,
  type Grid,
  type GridEvent,
  gridStatus,
  measured,
  openExperiment,
  type Places,
  publishResults,
  type RationaleFilter,
  type RunConfig,
  readResults,
  runGrid,
  trainingExamples,
} from '../../src/experiments';
import { answer, generateRationales } from '../../src/generate';
import { loadModelFolder, saveModelFolder } from '../../src/model';
import { tinyChat } from '../generate/tiny-chat';
import { temporaryFolder, useCpuBackend } from '../helpers';

/** Stands in for outputs/cache, where the runs of people lie. */
const place = { root: '' };

vi.mock('../../src/experiments/cache', async original => {
  const real = await original<typeof import('../../src/experiments/cache')>();
  const cached: typeof real.cached = (name, config, compute, options) =>
    real.cached(name, config, compute, { ...options, root: place.root });
  return { ...real, cached };
});
// As it is, but counted.
vi.mock('../../src/generate', { spy: true });

const folder = temporaryFolder();
const models = join(folder, 'models');
let count = 0;
/** Nothing computed yet, and nothing of other tests in the way. */
const freshPlaces = (): Places => {
  const at = join(folder, `${count++}`);
  return { results: join(at, 'results'), published: join(at, 'published'), locks: join(at, 'locks'), models };
};
const shared = {
  domain: 'clinic',
  pairs: 2,
  epochs: 2,
  batchSize: 2,
  lambda: 1,
  normalisation: 'token',
  seed: 1,
} as const;
const described: Experiment = {
  name: 'tiny',
  about: 'Does it work?',
  base: 'tiny',
  shared,
  vary: { method: ['vanilla', 'radis'], learningRate: [0.001, 0.002] },
  measure: { translations: 3, itemsPerAbility: 1, seed: 1 },
};
const gridWith = (changes: object = {}): Grid => openExperiment({ ...described, ...changes }, models);
const all = [
  'the base',
  'vanilla, seed 1, learningRate 0.001',
  'radis, seed 1, learningRate 0.001',
  'vanilla, seed 1, learningRate 0.002',
  'radis, seed 1, learningRate 0.002',
];
const titlesOf = (events: GridEvent[], type: GridEvent['type']) =>
  events.flatMap(event => (event.type === type && 'title' in event ? [event.title] : []));

beforeAll(async () => {
  await useCpuBackend();
  // Long enough for the texts, which are nearly one token a letter to its tokenizer.
  saveModelFolder(join(models, 'tiny'), tinyChat(7, { contextLength: 800 }));
});
beforeEach(() => {
  vi.clearAllMocks();
  place.root = join(folder, 'cache');
});
/** Computes the experiment from what the tests have computed before. */
async function computed(places = freshPlaces(), grid = gridWith()) {
  const events: GridEvent[] = [];
  const failures = await runGrid(grid, { places, interval: 20, onEvent: event => events.push(event) });
  return { places, events, failures };
}
/** Changes what is stored of an item. */
function change(places: Places, item: number, changes: object): string {
  const path = join(places.results, `${gridWith().items[item]!.id}.json`);
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), ...changes }));
  return path;
}

describe('running an experiment', () => {
  it('gives for each run its configuration, its scores and a log, in the order of the experiment', async () => {
    const { places, events, failures } = await computed();
    expect(failures).toEqual([]);
    expect(titlesOf(events, 'result')).toEqual(all);
    const results = readResults(gridWith(), places);
    expect(results).toMatchObject({ name: 'tiny', about: 'Does it work?', base: 'tiny' });
    expect(results.warning).toBeUndefined();
    expect(results.runs.map(({ run }) => [run.method, run.learningRate])).toEqual([
      ['vanilla', 0.001],
      ['radis', 0.001],
      ['vanilla', 0.002],
      ['radis', 0.002],
    ]);
    // The same as by hand, but for the samples, of which it keeps two of each kind.
    const base = loadModelFolder(join(models, 'tiny'));
    const [first] = results.runs;
    const tuned = await fineTune(base, first!.run);
    const { samples, ...scores } = await measured(tuned.model, first!.measure);
    const { samples: kept, ...stored } = first!.score;
    expect(stored).toEqual(scores);
    expect(kept.filter(({ kind }) => kind === 'clinic')).toEqual(samples.slice(0, 2));
    expect(stored.correct.clinic).toMatch(/^[01]{6}$/);
    expect(results.baselines.clinic!.general).toBe((await measured(base, first!.measure)).general);
    expect(first!.log.map(({ step }) => step)).toEqual([1, 2, 3, 4]);
    for (const [i, { loss }] of first!.log.entries()) expect(loss).toBeCloseTo(tuned.log[i]!.loss, 4);
    expect(first!.took.training).toBe(tuned.seconds);
  });

  it('keeps about fifty points of a long log, the first and the last among them', async () => {
    const grid = gridWith({ shared: { ...shared, epochs: 60 }, vary: { method: ['vanilla'], learningRate: [0.001] } });
    const { places } = await computed(freshPlaces(), grid);
    const steps = readResults(grid, places).runs[0]!.log.map(({ step }) => step);
    expect(steps).toHaveLength(50);
    expect([steps[0], steps.at(-1)]).toEqual([1, 120]);
  });

  it('tells how far each run and the whole is', async () => {
    const places = freshPlaces();
    place.root = join(places.results, '..', 'cache');
    const { events } = await computed(places, gridWith({ vary: { method: ['radis'], learningRate: [0.001, 0.002] } }));
    const stages = new Set(events.flatMap(event => (event.type === 'progress' ? [event.stage] : [])));
    expect(stages).toEqual(new Set(['answers', 'rationales', 'training']));
    const starts = events.filter(({ type }) => type === 'start');
    expect(starts.map(({ done, total }) => [done, total])).toEqual([
      [0, 3],
      [1, 3],
      [2, 3],
    ]);
    // Of the speed of runs nothing is known before the first is done.
    expect(starts.map(({ secondsLeft }) => secondsLeft === undefined)).toEqual([true, true, false]);
    expect(events.at(-1)).toMatchObject({ done: 3, total: 3, secondsLeft: 0 });
  });

  it('tunes again when the teacher has other weights under the same name', async () => {
    const teach = (seed: number) => saveModelFolder(join(models, 'teacher'), tinyChat(seed, { contextLength: 800 }));
    teach(8);
    const vary = { method: ['another-teacher'], teacher: ['teacher'], learningRate: [0.001] };
    const run = gridWith({ vary }).items[1]!.run!;
    const base = loadModelFolder(join(models, 'tiny'));
    const { folder: first } = await fineTune(base, run, { models });
    expect((await fineTune(base, run, { models })).folder).toBe(first);
    teach(9);
    expect((await fineTune(base, run, { models })).folder).not.toBe(first);
    await expect(fineTune(base, run)).rejects.toThrow('teacher');
  });

  it('trains once what several settings go on from', async () => {
    const places = freshPlaces();
    place.root = join(places.results, '..', 'cache');
    const vary = [
      { method: ['vanilla'], learningRate: [0.001] },
      { method: ['wise-ft'], learningRate: [0.001], settings: [{ alpha: 0.25 }, { alpha: 0.75 }] },
    ];
    const { failures } = await computed(places, gridWith({ vary }));
    expect(failures).toEqual([]);
    expect(readdirSync(place.root).filter(name => name.startsWith('tuned-vanilla'))).toHaveLength(1);
    const [vanilla, ...others] = readResults(gridWith({ vary }), places).runs;
    for (const { log } of others) expect(log).toEqual(vanilla!.log);
    // A quarter of the way, three quarters, all of it.
    const weights = async (row: { run: RunConfig }) => {
      const tuned = await fineTune(loadModelFolder(join(models, 'tiny')), row.run);
      return tuned.model.parameters.get('model.norm.weight')!.data;
    };
    const [all, quarter, most] = await Promise.all([vanilla!, ...others].map(weights));
    const before = loadModelFolder(join(models, 'tiny')).parameters.get('model.norm.weight')!.data;
    // Weights are stored in half precision.
    for (const [i, start] of before.entries()) {
      expect(quarter![i]! - start).toBeCloseTo(0.25 * (all![i]! - start), 2);
      expect(most![i]! - start).toBeCloseTo(0.75 * (all![i]! - start), 2);
    }
  });

  it('trains on what a filter leaves of the rationales', async () => {
    const rationale =
      '"dog" is "Hund" in German. The noun "Hund" is masculine, so its article is "der". A dog is a plant.';
    vi.mocked(generateRationales).mockImplementation(async (_, pairs) => pairs.map(() => rationale));
    const places = freshPlaces();
    place.root = join(places.results, '..', 'cache');
    const left = async (filter?: RationaleFilter) => {
      const run = { ...gridWith().items[2]!.run!, filter };
      const [example] = await trainingExamples(loadModelFolder(join(models, 'tiny')), run);
      return example!.rationale;
    };
    expect(await left()).toBe(rationale);
    expect(await left({ without: ['structure'] })).toBe('"dog" is "Hund" in German. A dog is a plant.');
    expect(await left({ onlyTrue: true })).toBe(
      '"dog" is "Hund" in German. The noun "Hund" is masculine, so its article is "der".',
    );
    expect(await left({ without: ['glossary', 'structure', 'fact'] })).toBeUndefined();
    expect(generateRationales).toHaveBeenCalledTimes(1);
    vi.mocked(generateRationales).mockReset();
  });

  it('keeps what was seen of a run that is looked at while it trains, beside its scores', async () => {
    const vary = { method: ['vanilla'], learningRate: [0.001] };
    const { looks: none, score } = await only({ vary });
    expect(none).toBeUndefined();
    const dissect = { looks: 2, count: 2, measure: described.measure };
    const { looks, score: same, log, dissect: looked } = await only({ vary, dissect });
    expect(looks!.map(({ step }) => step)).toEqual([0, 2, 4]);
    expect(looked).toEqual({ ...dissect, measure: { domain: 'clinic', ...described.measure } });
    expect(same).toEqual(score);
    expect(log.map(({ step }) => step)).toEqual([1, 2, 3, 4]);

    async function only(changes: object) {
      const grid = gridWith(changes);
      return readResults(grid, (await computed(freshPlaces(), grid)).places).runs[0]!;
    }
  });

  it('that was stopped goes on from there', async () => {
    const places = freshPlaces();
    const controller = new AbortController();
    let results = 0;
    const onEvent = ({ type }: GridEvent) => {
      if (type === 'result' && ++results === 2) controller.abort();
    };
    await expect(runGrid(gridWith(), { places, onEvent, signal: controller.signal })).rejects.toThrow(/abort/i);
    expect(readResults(gridWith(), places).warning).toBe('3 of 5 results are still to be computed');
    const { events } = await computed(places);
    expect(titlesOf(events, 'start')).toEqual(all.slice(2));
    expect(readResults(gridWith(), places).warning).toBeUndefined();
    expect(titlesOf((await computed(places)).events, 'start')).toEqual([]);
  });

  it('twice at once computes each run, and the examples of several, once', async () => {
    const places = freshPlaces();
    place.root = join(places.results, '..', 'cache');
    const [first, second] = await Promise.all([computed(places), computed(places)]);
    const done = [...titlesOf(first.events, 'result'), ...titlesOf(second.events, 'result')];
    expect(done.sort()).toEqual([...all].sort());
    expect(generateRationales).toHaveBeenCalledTimes(1);
    expect(answer).toHaveBeenCalledTimes(all.length);
    expect(readdirSync(places.locks)).toEqual([]);
  });

  it('says that a run starts only when nobody else is making its examples', async () => {
    const places = freshPlaces();
    place.root = join(places.results, '..', 'cache');
    const real = await vi.importActual<typeof import('../../src/generate')>('../../src/generate');
    const events: GridEvent[] = [];
    // The examples are there when the other has looked for something to do, and found nothing.
    vi.mocked(generateRationales).mockImplementationOnce(async (...given) => {
      while (!events.some(({ type }) => type === 'waiting')) await sleep(5);
      return real.generateRationales(...given);
    });
    const grid = gridWith({ vary: { method: ['radis'], learningRate: [0.001, 0.002] } });
    const one = () => runGrid(grid, { places, interval: 20, onEvent: event => events.push(event) });
    await Promise.all([one(), one()]);
    expect(titlesOf(events, 'start').sort()).toEqual(grid.items.map(({ title }) => title).sort());
  });

  it('makes a result again that is damaged', async () => {
    const { places } = await computed();
    const path = change(places, 2, {});
    const whole = readFileSync(path, 'utf8');
    writeFileSync(path, whole.slice(0, 100));
    expect(titlesOf((await computed(places)).events, 'start')).toEqual([all[2]]);
    const { took, ...rest } = JSON.parse(whole);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject(rest);
  });

  it('goes on when a run fails, and says which did', async () => {
    const grid = gridWith({ vary: { method: ['vanilla'], learningRate: [1e30, 0.001] } });
    const { events, failures, places } = await computed(freshPlaces(), grid);
    expect(failures.map(({ title }) => title)).toEqual(['vanilla, seed 1, learningRate 1e+30']);
    expect(failures[0]!.message).not.toBe('');
    expect(titlesOf(events, 'result')).toEqual(['the base', all[1]]);
    expect(readResults(grid, places).warning).toBe('1 of 3 results are still to be computed');
  });

  it('computes what other code computed again, unless it is told to keep it', async () => {
    const { places } = await computed();
    change(places, 1, { code: 'another' });
    expect(gridStatus(gridWith(), places).map(({ state }) => state)).toEqual(['done', 'older', 'done', 'done', 'done']);
    const kept: GridEvent[] = [];
    await runGrid(gridWith(), { places, keepOlder: true, onEvent: event => kept.push(event) });
    expect(kept).toEqual([]);
    expect(titlesOf((await computed(places)).events, 'start')).toEqual([all[1]]);
  });
});

describe('the state of an experiment', () => {
  it('lists what is there and what is to do, with the time that its like took', async () => {
    const places = freshPlaces();
    expect(gridStatus(gridWith(), places).map(({ state, seconds }) => [state, seconds])).toEqual(
      all.map(() => ['to do', undefined]),
    );
    await computed(places);
    change(places, 1, { took: { preparing: 1, training: 20, measuring: 3 } });
    change(places, 2, { took: { preparing: 4, training: 30, measuring: 2 } });
    for (const item of [3, 4]) rmSync(change(places, item, {}));
    expect(
      gridStatus(gridWith(), places)
        .slice(1)
        .map(({ state, seconds }) => [state, seconds]),
    ).toEqual([
      ['done', 24],
      ['done', 36],
      ['to do', 24],
      ['to do', 36],
    ]);
    // Of a method that never ran the mean of all is the best guess.
    const other = gridWith({ vary: { method: ['vanilla', 'radis', 'kl'], learningRate: [0.001] } });
    expect(gridStatus(other, places).at(-1)).toMatchObject({ state: 'to do', seconds: 30 });
  });
});

describe('results', () => {
  it('by other code are counted', async () => {
    const { places } = await computed();
    change(places, 0, { code: 'another' });
    const { older, runs } = readResults(gridWith(), places);
    expect([older, runs.length]).toEqual([1, 4]);
  });

  it('of a run that an experiment describes in other words carry its own words', async () => {
    const { places } = await computed();
    const vary = { method: ['radis'], learningRate: [0.002], settings: [{ samples: 1 }] };
    const [row] = readResults(gridWith({ vary }), places).runs;
    expect(row!.run.settings).toEqual({ samples: 1 });
    expect(row!.score).toEqual(readResults(gridWith(), places).runs[3]!.score);
  });

  it('belong to the weights of the models that they started from, whatever else lies in their folders', async () => {
    const { places } = await computed();
    const other = join(folder, 'other-models');
    cpSync(models, other, { recursive: true });
    const from = (path: string) => readResults(openExperiment(described, path), places).runs.length;
    writeFileSync(join(other, 'tiny', 'training.json'), '{}');
    expect(from(other)).toBe(4);
    saveModelFolder(join(other, 'tiny'), tinyChat(8, { contextLength: 800 }));
    expect(from(other)).toBe(0);
    const teachers = { vary: { method: ['another-teacher'], teacher: ['tiny'], learningRate: [0.001] } };
    const ids = (path: string) => openExperiment({ ...described, ...teachers }, path).items.map(({ id }) => id);
    expect(ids(other)).not.toEqual(ids(models));
  });

  it('are shared by experiments that have the same runs', async () => {
    const { places } = await computed();
    const grid = gridWith({ name: 'part', vary: { method: ['radis'], learningRate: [0.002] } });
    expect(titlesOf((await computed(places, grid)).events, 'start')).toEqual([]);
    expect(readResults(grid, places).runs[0]).toEqual(readResults(gridWith(), places).runs[3]);
  });

  it('say what was trained on', async () => {
    const { places } = await computed();
    const [vanilla, radis] = readResults(gridWith(), places).runs.map(({ examples }) => examples);
    expect(vanilla).toMatchObject({ examples: 4, withRationale: 0, quoted: 0, tokens: { rationale: 0 } });
    expect(radis).toMatchObject({ examples: 4, tokens: { translation: expect.any(Number) } });
    expect(radis!.tokens.prompt).toBe(vanilla!.tokens.prompt);
  });

  it('that are half written or of another format are refused, naming the file', async () => {
    const { places } = await computed();
    const path = change(places, 3, {});
    const whole = readFileSync(path, 'utf8');
    const name = basename(path);
    for (const half of [whole.slice(0, 200), '{}', '', '{"format": 2, "id": "a"}']) {
      writeFileSync(path, half);
      expect(() => readResults(gridWith(), places)).toThrow(
        `${name} is not whole: remove it, and run the experiment again to compute it anew`,
      );
    }
    writeFileSync(path, whole.replace('"format":2', '"format":99'));
    expect(() => readResults(gridWith(), places)).toThrow(
      `${name} is of format 99, and this version reads format 2: remove it, and run the experiment again`,
    );
  });

  it('that are published are read the same where there are no others', async () => {
    const { places } = await computed();
    const path = publishResults(gridWith(), places);
    const own = readResults(gridWith(), places);
    rmSync(places.results, { recursive: true });
    expect(readResults(gridWith(), places)).toEqual({ ...own, published: 5 });
    expect(own.published).toBe(0);
    // Nor does a file of this machine that cannot be read keep a published one from being read.
    mkdirSync(places.results);
    writeFileSync(join(places.results, `${gridWith().items[3]!.id}.json`), '{"format": 1}');
    expect(readResults(gridWith(), places)).toEqual({ ...own, published: 5 });
    const part = gridWith({ name: 'part', vary: { method: ['radis'], learningRate: [0.002] } });
    expect(readResults(part, places)).toMatchObject({ published: 2, runs: [own.runs[3]] });
    expect(titlesOf((await computed(places)).events, 'start')).toEqual([]);
    expect(readFileSync(path, 'utf8')).not.toContain(folder);
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, -50));
    const broken = () => [readResults, gridStatus].map(read => () => read(gridWith(), places));
    for (const read of broken())
      expect(read).toThrow(/tiny\.json is not whole: restore it, such as by git checkout -- .*tiny\.json$/);
    await expect(runGrid(gridWith(), { places })).rejects.toThrow(
      /tiny\.json is not whole: restore it, such as by git checkout -- .*tiny\.json$/,
    );
  });

  it('of one published file that is damaged do not keep those of another from being read', async () => {
    const { places } = await computed();
    publishResults(gridWith(), places);
    rmSync(places.results, { recursive: true });
    writeFileSync(join(places.published, 'another.json'), '{"format":');
    expect(readResults(gridWith(), places)).toMatchObject({ published: 5 });
    expect(titlesOf((await computed(places)).events, 'start')).toEqual([]);
  });

  it('that several experiments have published are read as the code of today computed them', async () => {
    const { places } = await computed();
    const path = publishResults(gridWith(), places);
    rmSync(places.results, { recursive: true });
    const text = readFileSync(path, 'utf8');
    const [, code] = /"code":"(\w+)"/.exec(text)!;
    for (const name of ['a.json', 'z.json'])
      writeFileSync(join(places.published, name), text.replaceAll(`"code":"${code}"`, '"code":"another"'));
    expect(readResults(gridWith(), places)).toMatchObject({ published: 5, older: 0 });
  });

  it('are published only when they are complete', async () => {
    const { places } = await computed();
    rmSync(change(places, 1, {}));
    expect(() => publishResults(gridWith(), places)).toThrow(
      '1 of 5 results of tiny are still to be computed: run it to its end',
    );
    expect(existsSync(places.published)).toBe(false);
  });
});
