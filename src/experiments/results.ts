import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { writeAtomic } from '../files';
import { packageRoot, projectPath } from '../paths';
import type { TrainLog } from '../train';
import { codeVersion } from './cache';
import type { RunConfig } from './fine-tune';
import type { Grid, GridItem } from './grid';
import type { MeasureConfig, Measurement } from './measure';
import type { ScoredRun } from './summary';

/** Another number whenever the files below change, so that none is misread. */
const FORMAT = 1;

/** Points kept of a training log. */
const POINTS = 50;

/** Answers kept of each kind. */
const SAMPLES = 2;

/** Where experiments keep things. */
export interface Places {
  /** Results of this machine, one folder for each experiment. */
  results: string;
  /** Results that come with the project, one file for each experiment. */
  published: string;
  /** What processes claim. */
  locks: string;
  models: string;
}

export const defaultPlaces: Places = {
  results: projectPath('outputs', 'results'),
  published: projectPath('data', 'results'),
  locks: projectPath('outputs', 'locks'),
  models: projectPath('data', 'models'),
};

/** A line of a training log, without what belongs to the machine. */
export type LogPoint = Omit<TrainLog, 'steps' | 'tokensPerSecond' | 'peakMemory' | 'evaluation'>;

/** How long something took, in seconds. */
export interface Took {
  /** Rationales and other examples; next to nothing where another run had them made. */
  preparing: number;
  training: number;
  measuring: number;
}

/** What is kept of an item of an experiment. */
export interface ItemResult {
  format: number;
  id: string;
  base: string;
  /** Absent: the base was measured. */
  run?: RunConfig;
  measure: MeasureConfig;
  /** With two sample answers of each kind. */
  score: Measurement;
  /** About fifty steps of the training, evenly apart, the first and the last among them; none of the base. */
  log: LogPoint[];
  took: Took;
  /** The version of the code that computed it. */
  code: string;
  /** The weights of the models that it started from, by name. */
  models: Record<string, string>;
}

/** A run of an experiment with its result. */
export interface ResultRow extends ScoredRun, Pick<ItemResult, 'id' | 'measure' | 'log' | 'took'> {}

/** The results of an experiment. */
export interface GridResults {
  name: string;
  about: string;
  base: string;
  /** How the base does, by the domain that it is measured in. */
  baselines: Record<string, Measurement>;
  /** In the order of the experiment. */
  runs: ResultRow[];
  /** What to know before one trusts them: some are still to be computed, or were by other code or from other weights than today's. */
  warning?: string;
}

/** What an experiment consists of. */
interface Header extends Pick<Grid, 'name' | 'about' | 'base'> {
  format: number;
  ids: string[];
}

/** A published file. */
interface Published extends Header {
  results: ItemResult[];
}

/**
 * The results of an experiment: those of this machine, or else those that come with the project.
 *
 * @param name of the experiment, such as `frontier`
 * @throws Error when there are none, or when a file is not whole or of another format
 */
export function readResults(name: string, places: Places = defaultPlaces): GridResults {
  const own = headerPath(name, places);
  if (existsSync(own)) {
    const header = parseFile<Header>(own, headerKeys);
    const results = header.ids.map(id => itemPath(name, id, places)).filter(path => existsSync(path));
    return collect(
      header,
      results.map(path => parseFile<ItemResult>(path, itemKeys)),
      places,
    );
  }
  const path = join(places.published, `${name}.json`);
  if (!existsSync(path)) throw new Error(`there are no results of ${name}: ${knownResults(places)}`);
  const published = parseFile<Published>(path, [...headerKeys, 'results']);
  for (const item of published.results) checkItem(item, path, itemKeys);
  return collect(published, published.results, places);
}

/**
 * Copies the results of an experiment into one file that is committed, from which readers open notebooks.
 *
 * @returns the path of the file
 * @throws Error when some are missing, or a file is not whole or of another format
 */
export function publishResults(grid: Grid, places: Places = defaultPlaces): string {
  const header = headerOf(grid);
  const paths = header.ids.map(id => itemPath(grid.name, id, places));
  const missing = paths.filter(path => !existsSync(path)).length;
  if (missing > 0)
    throw new Error(
      `${missing} of ${paths.length} results of ${grid.name} are still to be computed: run it to its end`,
    );
  // A line for each, so that a change shows which.
  const lines = paths.map(path => JSON.stringify(parseFile<ItemResult>(path, itemKeys))).join(',\n');
  const path = join(places.published, `${grid.name}.json`);
  writeAtomic(path, `${JSON.stringify(header).slice(0, -1)},"results":[\n${lines}\n]}\n`);
  return path;
}

/** Writes what an experiment consists of. */
export function writeHeader(grid: Grid, places: Places): void {
  writeAtomic(headerPath(grid.name, places), JSON.stringify(headerOf(grid)));
}

const headerOf = ({ name, about, base, items }: Grid): Header => ({
  format: FORMAT,
  name,
  about,
  base,
  ids: items.map(({ id }) => id),
});

/** Writes the result of an item, small. */
export function writeItem(
  { name, base }: Grid,
  { id, run, measure }: GridItem,
  { score, log, took }: { score: Measurement; log: readonly TrainLog[]; took: Took },
  places: Places,
): ItemResult {
  const samples = [...new Set(score.samples.map(({ kind }) => kind))].flatMap(kind =>
    score.samples.filter(sample => sample.kind === kind).slice(0, SAMPLES),
  );
  const result: ItemResult = {
    format: FORMAT,
    id,
    base,
    run,
    measure,
    score: { ...score, samples },
    log: thinned(log),
    took,
    code: codeVersion(),
    models: weightsOf([base, run?.teacher], places),
  };
  writeAtomic(itemPath(name, id, places), JSON.stringify(result));
  return result;
}

/** The result of an item as far as it is there and whole. */
export function knownItem({ name }: Grid, { id }: GridItem, places: Places): ItemResult | undefined {
  const path = itemPath(name, id, places);
  if (!existsSync(path)) return undefined;
  try {
    return parseFile<ItemResult>(path, itemKeys);
  } catch {
    // Damaged, or of another format: it is computed again.
    return undefined;
  }
}

/** Whether it was computed by the code of today from the weights of today. */
export const isCurrent = (result: ItemResult, places: Places): boolean =>
  result.code === codeVersion() && changedModels(result, places).length === 0;

const headerPath = (name: string, { results }: Places) => join(results, name, 'experiment.json');
const itemPath = (name: string, id: string, { results }: Places) => join(results, name, `${id}.json`);

const headerKeys = ['name', 'about', 'base', 'ids'];
const itemKeys = ['id', 'base', 'measure', 'score', 'log', 'took', 'code', 'models'];

/** @throws Error when the file is not whole, or of another format */
function parseFile<T>(path: string, keys: readonly string[]): T {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw notWhole(path);
  }
  checkItem(value, path, keys);
  return value as T;
}

function checkItem(value: unknown, path: string, keys: readonly string[]): void {
  const { format, ...rest } = Object(value) as Record<string, unknown>;
  if (format === undefined) throw notWhole(path);
  if (format !== FORMAT)
    throw new Error(`${local(path)} is of format ${format}, and this version reads format ${FORMAT}: compute it again`);
  if (!keys.every(key => Object.hasOwn(rest, key))) throw notWhole(path);
}

const notWhole = (path: string) =>
  new Error(`${local(path)} is not whole: remove it, and run the experiment again to compute it anew`);

const local = (path: string) => relative(packageRoot, path);

function knownResults({ results, published }: Places): string {
  const names = (folder: string) =>
    (existsSync(folder) ? readdirSync(folder) : []).map(name => basename(name, '.json'));
  const known = [...new Set([...names(results), ...names(published)])].sort();
  return known.length > 0 ? `there are those of ${known.join(', ')}` : 'run the experiment first';
}

function collect({ name, about, base, ids }: Header, results: readonly ItemResult[], places: Places): GridResults {
  const warning = warningOf(ids, results, places);
  const baselines = results.filter(({ run }) => run === undefined).map(({ measure, score }) => [measure.domain, score]);
  const runs = results.flatMap(({ id, run, measure, score, log, took }) =>
    run === undefined ? [] : [{ id, run, measure, score, log, took }],
  );
  return { name, about, base, baselines: Object.fromEntries(baselines), runs, ...(warning && { warning }) };
}

function warningOf(ids: readonly string[], results: readonly ItemResult[], places: Places): string {
  const missing = ids.length - results.length;
  const older = results.filter(({ code }) => code !== codeVersion()).length;
  const changed = [...new Set(results.flatMap(result => changedModels(result, places)))];
  const of = `of ${ids.length} results`;
  return [
    missing > 0 ? `${missing} ${of} are still to be computed` : '',
    older > 0 ? `${older} ${of} were computed by another version of the code than today's` : '',
    changed.length > 0 ? `some start from other weights of ${changed.join(' and ')} than today's` : '',
  ]
    .filter(Boolean)
    .join('; ');
}

/** The models whose weights are not, or no longer, those that a result started from. */
function changedModels({ models }: ItemResult, places: Places): string[] {
  const now = weightsOf(Object.keys(models), places);
  return Object.keys(models).filter(name => models[name] !== now[name]);
}

/** A name for the weights in each model folder, from the bytes of its files; none where there is no such folder. */
function weightsOf(names: readonly (string | undefined)[], { models }: Places): Record<string, string> {
  const known = names.filter(name => name !== undefined && existsSync(join(models, name))) as string[];
  return Object.fromEntries(known.map(name => [name, folderHash(join(models, name))]));
}

const hashes = new Map<string, string>();

/** Of what decides a model's answers; read once by each process. */
function folderHash(folder: string): string {
  const known = hashes.get(folder);
  if (known !== undefined) return known;
  const hash = createHash('sha256');
  const files = readdirSync(folder).filter(name => /\.(json|safetensors|jinja)$/.test(name));
  for (const name of files.sort()) hash.update(name).update(readFileSync(join(folder, name)));
  const made = hash.digest('hex').slice(0, 16);
  hashes.set(folder, made);
  return made;
}

/** Some lines of a log, evenly apart, with as many digits as a figure shows. */
function thinned(log: readonly TrainLog[]): LogPoint[] {
  const last = log.length - 1;
  const kept = new Set(Array.from({ length: POINTS }, (_, i) => Math.round((i * last) / (POINTS - 1))));
  return log
    .filter((_, i) => kept.has(i))
    .map(({ steps, tokensPerSecond, peakMemory, evaluation, ...point }) => {
      const short = Object.entries(point).map(([key, value]) => [key, value === null ? null : shortened(value)]);
      return Object.fromEntries(short) as LogPoint;
    });
}

const shortened = (value: number) => Number(value.toPrecision(6));
