import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { writeAtomic } from '../files';
import { packageRoot, projectPath } from '../paths';
import type { TrainLog } from '../train';
import { codeVersion } from './cache';
import type { AnatomyPoint, DissectConfig } from './dissect';
import type { RunConfig } from './fine-tune';
import type { Grid, GridItem } from './grid';
import type { MeasureConfig, Measurement } from './measure';
import type { ExamplesSummary } from './rationales';
import type { ScoredRun } from './summary';

/** Another number whenever the files below change, so that none is misread. */
const FORMAT = 2;

/** Points kept of a training log. */
const POINTS = 50;

/** Answers kept of each kind. */
const SAMPLES = 2;

/** Where experiments keep things. */
export interface Places {
  /** Results of this machine, a file for each. */
  results: string;
  /** Results that come with the project, a file for each experiment. */
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
  /** Of a method that goes on from another's model, the training of that as well, though other runs may share it. */
  training: number;
  measuring: number;
}

/** How long runs took in all, one after the other, in seconds. */
export const totalSeconds = (rows: readonly { took: Took }[]): number =>
  rows.reduce((sum, { took }) => sum + took.preparing + took.training + took.measuring, 0);

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
  /** What was trained on; absent of the base. */
  examples?: ExamplesSummary;
  /** About fifty steps of the training, evenly apart, the first and the last among them; none of the base. */
  log: LogPoint[];
  /** What was seen while it trained, where the experiment looks, and how it was looked at. */
  looks?: AnatomyPoint[];
  dissect?: DissectConfig;
  took: Took;
  /** The version of the code that computed it. */
  code: string;
}

/** A run of an experiment with its result. */
export interface ResultRow extends ScoredRun, Pick<ItemResult, 'id' | 'log' | 'looks' | 'dissect' | 'took'> {
  measure: MeasureConfig;
  examples: ExamplesSummary;
}

/** The results of an experiment. */
export interface GridResults {
  name: string;
  about: string;
  base: string;
  /** How the base does, by the domain that it is measured in. */
  baselines: Record<string, Measurement>;
  /** In the order of the experiment. */
  runs: ResultRow[];
  /** How many of the results came with the project; the others were computed here. */
  published: number;
  /** How many were computed by another version of the code than today's. */
  older: number;
  /** What is missing, where something is. */
  warning?: string;
}

/** A published file. */
interface Published extends Pick<Grid, 'name' | 'about' | 'base'> {
  format: number;
  results: ItemResult[];
}

/**
 * The results of an experiment as far as they are there: those of this machine, and those that come with the project.
 *
 * @throws Error when a file is not whole or of another format
 */
export function readResults(grid: Grid, places: Places = defaultPlaces): GridResults {
  const { name, about, base, items } = grid;
  const found = items.flatMap(item => find(grid, item, places) ?? []);
  const results = found.map(({ result }) => result);
  const missing = items.length - results.length;
  const baselines = results.filter(({ run }) => run === undefined).map(({ measure, score }) => [measure.domain, score]);
  return {
    name,
    about,
    base,
    baselines: Object.fromEntries(baselines),
    runs: results.filter((result): result is ItemResult & ResultRow => result.run !== undefined),
    published: found.filter(({ isPublished }) => isPublished).length,
    older: results.filter(result => !isCurrent(result)).length,
    ...(missing > 0 && { warning: `${missing} of ${items.length} results are still to be computed` }),
  };
}

/**
 * Copies the results of an experiment into one file that is committed, from which readers open notebooks.
 *
 * @returns the path of the file
 * @throws Error when some are missing, or a file is not whole or of another format
 */
export function publishResults(grid: Grid, places: Places = defaultPlaces): string {
  const { name, about, base, items } = grid;
  const results = items.flatMap(item => find(grid, item, places)?.result ?? []);
  const missing = items.length - results.length;
  if (missing > 0)
    throw new Error(`${missing} of ${items.length} results of ${name} are still to be computed: run it to its end`);
  // A line for each, so that a change shows which.
  const lines = results.map(result => JSON.stringify(result)).join(',\n');
  const path = publishedPath(name, places);
  const header = JSON.stringify({ format: FORMAT, name, about, base });
  writeAtomic(path, `${header.slice(0, -1)},"results":[\n${lines}\n]}\n`);
  return path;
}

/** Writes the result of an item, small. */
export function writeItem(
  { base }: Grid,
  { id, run, measure, dissect }: GridItem,
  {
    score,
    examples,
    log,
    looks,
    took,
  }: {
    score: Measurement;
    examples?: ExamplesSummary;
    log: readonly TrainLog[];
    looks?: AnatomyPoint[];
    took: Took;
  },
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
    examples,
    log: thinned(log),
    looks: looks && shortNumbers(looks),
    dissect,
    took,
    code: codeVersion(),
  };
  writeAtomic(itemPath(id, places), JSON.stringify(result));
  return result;
}

/**
 * The result of an item as far as it is there. One of this machine that is damaged, or of another format, is not: it is to be computed
 * again, which mends it.
 *
 * @throws Error when it may be in a published file that is damaged: computing does not mend that
 */
export const knownItem = (grid: Grid, item: GridItem, places: Places): ItemResult | undefined =>
  choose(grid, item, ownItem(item, places).own, places)?.result;

/** Whether it was computed by the code of today. */
export const isCurrent = (result: ItemResult): boolean => result.code === codeVersion();

interface Found {
  result: ItemResult;
  isPublished: boolean;
}

/**
 * The result of an item, of this machine or published.
 *
 * @throws Error when one of this machine is damaged, or of another format, and none is published
 */
function find(grid: Grid, item: GridItem, places: Places): Found | undefined {
  const { own, damage } = ownItem(item, places);
  const found = choose(grid, item, own, places);
  if (found === undefined && damage) throw damage;
  return found;
}

/** What this machine has computed, and what is wrong with the file where it cannot be read. */
function ownItem({ id }: GridItem, places: Places): { own?: ItemResult; damage?: Error } {
  const path = itemPath(id, places);
  if (!existsSync(path)) return {};
  try {
    return { own: parseFile<ItemResult>(path, itemKeys, computeAgain) };
  } catch (error) {
    return { damage: error as Error };
  }
}

/** Of a result of this machine and a published one that by the code of today, or else that of this machine. */
function choose(
  { base }: Grid,
  { id, run, measure }: GridItem,
  mine: ItemResult | undefined,
  places: Places,
): Found | undefined {
  const { items, error } = mine && isCurrent(mine) ? noItems : publishedItems(places);
  const published = items.get(id);
  const result = published && !(mine && !isCurrent(published)) ? published : mine;
  if (result === undefined && error) throw error;
  // Another experiment may have written the same run in other words, such as with the defaults of its method.
  return result && { result: { ...result, base, run, measure }, isPublished: result === published };
}

const itemPath = (id: string, { results }: Places) => join(results, `${id}.json`);
const publishedPath = (name: string, { published }: Places) => join(published, `${name}.json`);

const itemKeys = ['id', 'base', 'measure', 'score', 'log', 'took', 'code'];

/** Published results by their ids, and what is wrong with a file that could not be read. */
interface PublishedItems {
  items: ReadonlyMap<string, ItemResult>;
  error?: Error;
}

const noItems: PublishedItems = { items: new Map() };

const readFiles = new Map<string, PublishedItems>();

/**
 * The results that came with the project, of all experiments; of several of the same item the first that today's code has computed. Files
 * are read again only when one has changed.
 */
function publishedItems({ published }: Places): PublishedItems {
  const names = existsSync(published) ? readdirSync(published).filter(name => name.endsWith('.json')) : [];
  const paths = names.sort().map(name => join(published, name));
  const state = JSON.stringify(paths.map(path => [path, statSync(path).mtimeMs, statSync(path).size]));
  const before = readFiles.get(state);
  if (before !== undefined) return before;
  const items = new Map<string, ItemResult>();
  let error: Error | undefined;
  for (const path of paths) {
    try {
      const { results } = parseFile<Published>(path, ['name', 'about', 'base', 'results'], restore);
      for (const item of results) {
        checkItem(item, path, itemKeys, restore);
        const before = items.get(item.id);
        if (before === undefined || (!isCurrent(before) && isCurrent(item))) items.set(item.id, item);
      }
    } catch (reason) {
      // It must not keep the other experiments from opening.
      error ??= reason as Error;
    }
  }
  const read = { items, error };
  readFiles.set(state, read);
  return read;
}

/** What to do about a file that cannot be read. */
const computeAgain = () => 'remove it, and run the experiment again to compute it anew';
const restore = (path: string) => `restore it, such as by git checkout -- ${local(path)}`;
type Remedy = (path: string) => string;

/** @throws Error when the file is not whole, or of another format, with what to do about it */
function parseFile<T>(path: string, keys: readonly string[], remedy: Remedy): T {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw notWhole(path, remedy);
  }
  checkItem(value, path, keys, remedy);
  return value as T;
}

function checkItem(value: unknown, path: string, keys: readonly string[], remedy: Remedy): void {
  const { format, ...rest } = Object(value) as Record<string, unknown>;
  if (format === undefined) throw notWhole(path, remedy);
  if (format !== FORMAT)
    throw new Error(`${local(path)} is of format ${format}, and this version reads format ${FORMAT}: ${remedy(path)}`);
  if (!keys.every(key => Object.hasOwn(rest, key))) throw notWhole(path, remedy);
}

const notWhole = (path: string, remedy: Remedy) => new Error(`${local(path)} is not whole: ${remedy(path)}`);

const local = (path: string) => relative(packageRoot, path);

/** Some lines of a log, evenly apart, with as many digits as a figure shows. */
function thinned(log: readonly TrainLog[]): LogPoint[] {
  const last = log.length - 1;
  const kept = new Set(Array.from({ length: POINTS }, (_, i) => Math.round((i * last) / (POINTS - 1))));
  return log
    .filter((_, i) => kept.has(i))
    .map(({ steps, tokensPerSecond, peakMemory, evaluation, ...point }) => {
      return shortNumbers(point) as LogPoint;
    });
}

/** The same data with numbers of six digits. */
function shortNumbers<T>(data: T): T {
  const short = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(6)) : value);
  return JSON.parse(JSON.stringify(data, short));
}
