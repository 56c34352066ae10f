import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { type ModelConfig, parseConfig } from '../model';
import { projectPath } from '../paths';
import { fingerprint } from './cache';
import { checkDissected, type DissectConfig } from './dissect';
import { checkRun, firstTraining, methodNamed, type RunConfig, trainingItems } from './fine-tune';
import {
  asObject,
  type Check,
  checkKeys,
  dissection,
  measurement,
  modelFolder,
  neededKeys,
  runKeys,
  shown,
} from './grid-keys';
import { type MeasureConfig, measuredGroups } from './measure';
import { weightsId } from './weights';

/** Something of a grid to compute: a run and its measurement, or the measurement of the base alone. */
export interface GridItem {
  /** A name for what it is, whatever the experiment: the same for the same weights, run, measurement and looks. */
  id: string;
  /** What tells it from the others, for people. */
  title: string;
  /** Absent: the base is measured. */
  run?: RunConfig;
  /** A name for the training that it needs, which other items may need as well; absent for the base. */
  training?: string;
  measure: MeasureConfig;
  /** Of a run: how it is looked at while it trains; by default it is not. */
  dissect?: DissectConfig;
}

/** An experiment, ready to be computed: runs of which each is measured, and the base beside them. */
export interface Grid {
  name: string;
  about: string;
  /** The folder under `data/models` whose model is fine-tuned. */
  base: string;
  /** In the order in which they are computed: the base, then run after run. */
  items: GridItem[];
}

/** Values of some keys: every combination of them is a run. */
type Block = [key: string, values: unknown[]][];

/** Lists of values: every combination of them is a run. */
export type Vary = { [Key in keyof RunConfig]?: RunConfig[Key][] };

/** A measurement that may leave open the domain, which then is that of the run. */
type OpenMeasure = Omit<MeasureConfig, 'domain'> & { domain?: string };

/** What a file says of an experiment, and a notebook may change. */
export interface Experiment {
  /** Of its results. */
  name: string;
  /** What it asks. */
  about: string;
  /** The folder under `data/models` whose model is fine-tuned; default `tinychat`. */
  base?: string;
  /** What all runs have in common. */
  shared?: Partial<RunConfig>;
  /** What tells them apart. A list of such blocks holds the runs of all of them; a value of a block takes the place of one that is shared. */
  vary: Vary | Vary[];
  /** Without a domain each run is measured in its own. */
  measure: OpenMeasure;
  /** How the runs are looked at while they train; by default they are not. */
  dissect?: Omit<DissectConfig, 'measure'> & { measure: OpenMeasure };
  /** What a sketch of it has in the place of these, to be computed in a minute. */
  quick?: Partial<Pick<Experiment, 'shared' | 'vary' | 'measure' | 'dissect'>>;
}

/** How much of an experiment is done. */
export type Profile = (typeof profiles)[number];

const profiles = ['full', 'quick'] as const;

/**
 * Reads an experiment of the project, or any other, as its file describes it: see docs/experiments.md.
 *
 * @param given the name of one in `data/experiments`, or a path that ends in `.json`
 * @param profile `quick` for the sketch of it
 * @throws Error naming file and key when a key is unknown or missing, a value impossible, or a run there twice
 */
export function readExperiment(given: string, profile: string = 'full'): Experiment {
  if (!profiles.includes(profile as Profile))
    throw new Error(`unknown profile ${profile}: choose ${profiles.join(' or ')}`);
  const path = given.endsWith('.json') ? given : projectPath('data', 'experiments', `${given}.json`);
  const file = relative(process.cwd(), path);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (given.endsWith('.json')) throw new Error(`cannot read ${file}: ${(error as Error).message}`);
    throw new Error(`no experiment ${given}: give one of ${experimentNames().join(', ')}, or the path of a .json file`);
  }
  return parseExperiment(text, file, profile as Profile);
}

/** The experiments of the project. */
export const experimentNames = (): string[] =>
  readdirSync(projectPath('data', 'experiments')).map(file => basename(file, '.json'));

/**
 * An experiment from the text of its file.
 *
 * @param file its name, for the errors
 * @param models where models lie
 */
export function parseExperiment(text: string, file: string, profile: Profile = 'full', models?: string): Experiment {
  try {
    const experiment = parseJson(text) as Experiment;
    openExperiment(experiment, models);
    return profile === 'quick' ? sketchOf(experiment) : experiment;
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
}

/** What a sketch of an experiment computes. */
function sketchOf({ quick, ...experiment }: Experiment): Experiment {
  if (quick === undefined) throw new Error('there is no sketch of it: say in quick what a sketch has');
  return {
    ...experiment,
    shared: { ...experiment.shared, ...quick.shared },
    vary: quick.vary ?? experiment.vary,
    measure: { ...experiment.measure, ...quick.measure },
    dissect:
      (experiment.dissect ?? quick.dissect) && ({ ...experiment.dissect, ...quick.dissect } as Experiment['dissect']),
  };
}

/**
 * The runs of an experiment. They are ordered seed by seed, and within a seed learning rate by learning rate, in the order in which the
 * experiment names them: the first to end are those that one wants to compare, and then each seed is complete before the next begins.
 *
 * @param models where models lie
 * @throws Error naming the key when a key is unknown or missing, a value impossible, or a run there twice
 */
export function openExperiment(experiment: Experiment, models: string = projectPath('data', 'models')): Grid {
  const grid = gridOf(experiment, models);
  if (experiment.quick === undefined) return grid;
  checkKeys(experiment.quick, 'quick', { shared: asObject, vary: () => {}, measure: asObject, dissect: asObject });
  try {
    gridOf(sketchOf(experiment), models);
  } catch (error) {
    throw new Error(`quick: ${(error as Error).message}`);
  }
  return grid;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`this is not JSON: ${(error as Error).message}`);
  }
}

const gridKeys = ['name', 'about', 'base', 'shared', 'vary', 'measure', 'dissect', 'quick'];

function gridOf(json: unknown, models: string): Grid {
  const grid = asObject(json, 'the experiment');
  const unknown = Object.keys(grid).find(key => !gridKeys.includes(key));
  if (unknown !== undefined) throw new Error(`unknown key ${unknown}: there may be ${gridKeys.join(', ')}`);
  const { name, about, base = 'tinychat', shared = {} } = grid;
  if (typeof name !== 'string' || !/^[a-z\d][a-z\d-]*$/.test(name))
    throw new Error(`name is ${shown(name)}: give small letters, digits and hyphens, it names the results`);
  if (typeof about !== 'string' || about.trim() === '')
    throw new Error(`about is ${shown(about)}: say what the experiment asks`);
  modelFolder(models)(base, 'base');
  const keys = runKeys(models);
  checkKeys(shared, 'shared', keys);
  measurement(grid.measure, 'measure');
  if (grid.dissect !== undefined) dissection(grid.dissect, 'dissect');
  const config = parseConfig(JSON.parse(readFileSync(join(models, base as string, 'config.json'), 'utf8')));
  const naming = new Naming(models, base as string);
  const runs = expand(blocksOf(grid.vary, keys), shared as object, naming, config);
  const { measure, dissect } = json as Experiment;
  const configs: RunConfigs = {
    measureOf: ({ domain }) => ({ ...measure, domain: measure.domain ?? domain }),
    dissectOf: ({ domain }) =>
      dissect && { ...dissect, measure: { ...dissect.measure, domain: dissect.measure.domain ?? domain } },
  };
  return { name, about, base: base as string, items: itemsOf(runs, configs, naming) };
}

/** The blocks of a grid, by their paths. */
function blocksOf(vary: unknown, keys: Record<string, Check>): Map<string, Block> {
  if (Array.isArray(vary) && vary.length === 0) throw new Error('vary is []: give lists of values by key');
  const blocks = Array.isArray(vary)
    ? vary.map((block, i): [string, unknown] => [`vary[${i}]`, block])
    : [['vary', vary] as [string, unknown]];
  const lists = Object.entries(keys).map(([key, check]): [string, Check] => [
    key,
    (values, path) => {
      for (const [i, value] of listOf(values, path).entries()) check(value, `${path}[${i}]`);
    },
  ]);
  for (const [path, block] of blocks) checkKeys(block, path, Object.fromEntries(lists));
  return new Map(blocks.map(([path, block]) => [path, Object.entries(block as object)]));
}

/** @throws Error when it is no list, or holds a value twice */
function listOf(values: unknown, path: string): unknown[] {
  if (!Array.isArray(values) || values.length === 0)
    throw new Error(`${path} is ${shown(values)}: give a list of values in brackets`);
  const names = values.map(value => JSON.stringify(value));
  const again = values.find((_, i) => names.indexOf(names[i] as string) < i);
  if (again !== undefined) throw new Error(`${path} holds ${shown(again)} twice: leave one out`);
  return values;
}

/** Texts that were drawn before: that there are so many different ones is seen by drawing them, which takes a while. */
const drawn = new Set<string>();

/** All runs, each once, in the order in which they are computed. */
function expand(blocks: Map<string, Block>, shared: object, naming: Naming, config: ModelConfig): RunConfig[] {
  const seen = new Map<string, string>();
  const runs: RunConfig[] = [];
  for (const [path, block] of blocks) {
    for (const choice of combinations(block)) {
      const run = { ...shared, ...choice } as RunConfig;
      const missing = neededKeys.find(key => run[key] === undefined);
      if (missing) throw new Error(`${missing} is missing: give it in shared, or values for it in ${path}`);
      try {
        checkRun(run, config);
        const texts = fingerprint([run.domain, run.pairs, run.seed]);
        if (!drawn.has(texts)) trainingItems(run);
        drawn.add(texts);
      } catch (error) {
        throw new Error(`${path}, ${titleOf(run, namingKeys)}: ${(error as Error).message}`);
      }
      const id = naming.tuning(run);
      const before = seen.get(id);
      if (before !== undefined)
        throw new Error(`${path} has a run that ${before} has already: ${titleOf(run, namingKeys)}`);
      seen.set(id, path);
      runs.push(run);
    }
  }
  const [seed, rate] = [rankOf(runs, 'seed'), rankOf(runs, 'learningRate')];
  return runs.sort((a, b) => seed(a) - seed(b) || rate(a) - rate(b));
}

/** Every choice of one value for each key, the last key changing fastest. */
function combinations(block: Block): object[] {
  return block.reduce<object[]>(
    (choices, [key, values]) => choices.flatMap(choice => values.map(value => ({ ...choice, [key]: value }))),
    [{}],
  );
}

/** When the value of a run came first. */
function rankOf(runs: readonly RunConfig[], key: keyof RunConfig): (run: RunConfig) => number {
  const values = [...new Set(runs.map(run => run[key]))];
  return run => values.indexOf(run[key]);
}

/** Names for what is computed, by everything that decides it: the weights of the models, the run, the measurement. */
class Naming {
  private readonly base: string;

  constructor(
    private readonly models: string,
    base: string,
  ) {
    this.base = weightsId(join(models, base));
  }

  /** Of a measurement of the base. */
  measured(measure: MeasureConfig): string {
    return fingerprint({ base: this.base, measure });
  }

  /** Of a fine-tuning, the same whether the defaults of its method are written or not, and whatever the method takes no notice of. */
  tuning(given: RunConfig): string {
    const { teacher, ...run } = plain(given);
    const { settings: defaults = {} } = methodNamed(run.method);
    const chosen = Object.entries(run.settings ?? {}).filter(([key, value]) => defaults[key] !== value);
    const settings = chosen.length > 0 ? Object.fromEntries(chosen) : undefined;
    const models = { base: this.base, teacher: teacher && weightsId(join(this.models, teacher)) };
    return fingerprint({ models, run: { ...run, settings } });
  }
}

/** The same training in the plainest words: λ is that of the paper where there are no rationales, and rationales of no weight are none. */
function plain(run: RunConfig): RunConfig {
  const { explains = false } = methodNamed(run.method);
  if (explains && run.lambda > 0) return run;
  const without: Partial<RunConfig> = explains
    ? { method: 'vanilla', settings: undefined, teacher: undefined, filter: undefined }
    : {};
  return { ...run, ...without, lambda: 1, normalisation: 'token' };
}

/** How a run is measured, and looked at. */
interface RunConfigs {
  measureOf(run: RunConfig): MeasureConfig;
  dissectOf(run: RunConfig): DissectConfig | undefined;
}

function itemsOf(runs: readonly RunConfig[], { measureOf, dissectOf }: RunConfigs, naming: Naming): GridItem[] {
  const titled = varying(runs);
  const measures = new Map(runs.map(run => [measureOf(run).domain, measureOf(run)]));
  const baselines = [...measures.values()].map(measure => {
    checkMeasure(measure, 'measure');
    const title = measures.size > 1 ? `the base, ${measure.domain}` : 'the base';
    return { id: naming.measured(measure), title, measure };
  });
  const tuned = runs.map(run => {
    const measure = measureOf(run);
    const tuning = naming.tuning(run);
    const training = naming.tuning(firstTraining(run));
    const dissect = dissectOf(run);
    if (dissect) {
      checkDissected(run);
      checkMeasure(dissect.measure, 'dissect.measure');
    }
    const id = fingerprint({ tuning, measure, dissect });
    return { id, title: titleOf(run, titled), run, training, measure, dissect };
  });
  return [...baselines, ...tuned];
}

function checkMeasure(measure: MeasureConfig, path: string): void {
  try {
    measuredGroups(measure);
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`);
  }
}

/** What names a run in most grids. */
const namingKeys: (keyof RunConfig)[] = ['method', 'settings', 'seed', 'learningRate'];

/** These, and whatever else differs between runs. */
function varying(runs: readonly RunConfig[]): (keyof RunConfig)[] {
  const keys = new Set(runs.flatMap(run => Object.keys(run) as (keyof RunConfig)[]));
  const differing = [...keys].filter(key => new Set(runs.map(run => fingerprint({ value: run[key] }))).size > 1);
  return [...new Set([...namingKeys, ...differing])];
}

/** `radis, share 0.5, seed 1, learningRate 0.0004, filter share 0.25` */
function titleOf(run: RunConfig, keys: readonly (keyof RunConfig)[]): string {
  const part = (key: keyof RunConfig) => {
    const value = run[key];
    if (value === undefined) return [];
    if (key === 'method') return [String(value)];
    if (typeof value !== 'object') return [`${key} ${value}`];
    // The settings of a method speak for themselves; what a run does beside may have keys of the same names.
    const of = key === 'settings' ? '' : `${key} `;
    const members = Object.entries(value).map(([name, member]) => `${of}${name} ${member}`);
    return members.length > 0 ? members : [of.trim()].filter(Boolean);
  };
  return keys.flatMap(part).join(', ');
}
