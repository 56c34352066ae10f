import { confidenceInterval, frontierAt, type Interval, type Tested } from '../evaluate';
import { type Measurement, type ResultRow, type RunConfig, runsWith, type Score, type Setting } from '../experiments';
import { asMeasured, type Read, RedrawnScores, type Statistic } from './redrawn';
import type { ScoreName } from './scores';

/** Where a curve stands at one learning rate: two scores, means over the seeds. */
export interface CurvePoint {
  rate: number;
  x: Interval;
  y: Interval;
}

/** What a study may be told beside its runs. */
export interface StudyOptions {
  /** The setting that the others are compared with; default: the first. */
  reference?: string;
  /** How often texts and questions are drawn anew for intervals; default 500. */
  samples?: number;
}

/** A run with its result; what a study needs of it. */
export type StudiedRun = Pick<ResultRow, 'run' | 'score'> & Partial<ResultRow>;

/**
 * Results as one value: runs, the base that they started from, and names for the settings that are compared. It is filtered ({@link where},
 * {@link only}), grouped ({@link by}), summarised ({@link mean}), and read as curves on the plane of translation against another score ({@link curve},
 * {@link kept}). Comparisons of it are made by `atEqualRate` and `atEqualQuality`, figures by `showPlane` and the like.
 */
export class Study {
  readonly runs: readonly StudiedRun[];
  readonly base: Measurement;
  readonly settings: Readonly<Record<string, Setting>>;
  /** The name of the setting that the others are compared with. */
  readonly reference: string;
  private readonly options: StudyOptions;
  private readonly lines = new Map<string, Measurement[]>();
  private readonly redrawn: RedrawnScores;

  /**
   * @param measured the runs, and how the base scores
   * @param settings what the runs of each name have in common; a name without runs is left out
   * @throws Error when no setting has a run, or two of its runs have the same seed and learning rate: the setting is to say what tells them apart
   */
  constructor(
    measured: { runs: readonly StudiedRun[]; base: Measurement },
    settings: Readonly<Record<string, Setting>>,
    options: StudyOptions = {},
  ) {
    const found = Object.entries(settings).filter(([, setting]) => runsWith(measured.runs, setting).length > 0);
    if (found.length === 0) throw new Error(`none of the settings has a run: ${Object.keys(settings).join(', ')}`);
    this.settings = Object.fromEntries(found);
    this.base = measured.base;
    this.options = options;
    this.runs = measured.runs.filter(row => found.some(([, setting]) => runsWith([row], setting).length > 0));
    this.reference = options.reference ?? (found[0]?.[0] as string);
    this.redrawn = new RedrawnScores(this.base, options.samples ?? 500);
    for (const name of this.names) this.checkOneEach(name);
  }

  /** The names of the settings. */
  get names(): string[] {
    return Object.keys(this.settings);
  }

  /** The settings that are compared with the reference. */
  get others(): string[] {
    return this.names.filter(name => name !== this.reference);
  }

  /** The seeds of all runs, ascending. */
  get seeds(): number[] {
    return distinct(this.runs.map(({ run }) => run.seed));
  }

  /** The learning rates of all runs, or of a setting, ascending: from gentle to harsh. */
  rates(name?: string): number[] {
    return distinct((name === undefined ? this.runs : this.runsOf(name)).map(({ run }) => run.learningRate));
  }

  /** The study of the runs that have these values, such as one seed, or of which something is true: `where(({ run }) => run.seed > 3)`. */
  where(condition: Setting | ((row: StudiedRun) => boolean)): Study {
    const isFunction = typeof condition === 'function';
    return this.with(isFunction ? this.runs.filter(condition) : runsWith(this.runs, condition), this.settings);
  }

  /** The study of some of the settings; the reference stays, if it is among them. */
  only(...names: string[]): Study {
    return this.with(this.runs, Object.fromEntries(names.map(name => [name, this.setting(name)])));
  }

  /** A study for each value that some key of the runs has, such as `domain`. */
  by<Key extends keyof RunConfig>(key: Key): Map<RunConfig[Key], Study> {
    const values = [...new Set(this.runs.map(({ run }) => run[key]))];
    return new Map(values.map(value => [value, this.where({ [key]: value } as Setting)]));
  }

  private with(runs: readonly StudiedRun[], settings: Readonly<Record<string, Setting>>): Study {
    const reference = this.reference in settings ? this.reference : undefined;
    return new Study({ runs, base: this.base }, settings, { ...this.options, reference });
  }

  /** The runs of a setting, at all learning rates or at one. @throws Error when there is no such setting */
  runsOf(name: string, rate?: number): StudiedRun[] {
    const runs = runsWith(this.runs, this.setting(name));
    return rate === undefined ? runs : runs.filter(({ run }) => run.learningRate === rate);
  }

  /**
   * The mean of a score over the seeds of a setting at a learning rate, with its 95% interval over the seeds.
   *
   * @throws Error when there is no such run
   */
  mean(name: string, rate: number, score: ScoreName | Score): Interval {
    const runs = this.runsOf(name, rate);
    if (runs.length === 0) throw new Error(`${name} was not run at learning rate ${rate}`);
    return confidenceInterval(
      runs.map(run => (typeof score === 'function' ? score(run.score) : asMeasured(run.score, score))),
    );
  }

  /** A setting as a curve over its learning rates, from gentle to harsh, without the base: `y` against `x`. */
  curve(name: string, { x = 'bleu', y = 'general' }: { x?: ScoreName; y?: ScoreName } = {}): CurvePoint[] {
    return this.rates(name).map(rate => ({ rate, x: this.mean(name, rate, x), y: this.mean(name, rate, y) }));
  }

  /** The base and the models of a setting and a seed, from the gentlest learning rate to the harshest: what a curve is read from. */
  line(name: string, seed: number): readonly Measurement[] {
    const key = JSON.stringify([name, seed]);
    const known = this.lines.get(key);
    if (known !== undefined) return known;
    const runs = this.runsOf(name).filter(({ run }) => run.seed === seed);
    const sorted = [...runs].sort((a, b) => a.run.learningRate - b.run.learningRate);
    const line = sorted.length === 0 ? [] : [this.base, ...sorted.map(({ score }) => score)];
    this.lines.set(key, line);
    return line;
  }

  /**
   * What a setting keeps at a translation quality, seed by seed, on the straight lines between its models; NaN where the line of a seed does not
   * reach it, or where it lies more than {@link BELOW} BLEU below its gentlest model, of which it says little.
   */
  keptBySeed(name: string, quality: number, read: Read = asMeasured, score: ScoreName = 'general'): number[] {
    return this.seeds.map(seed => {
      const points = this.line(name, seed).map(model => ({ x: read(model, 'bleu'), y: read(model, score) }));
      return quality < (points[1]?.x ?? Number.NaN) - BELOW ? Number.NaN : frontierAt(points, quality);
    });
  }

  /** The mean of {@link keptBySeed}, with its interval over the seeds; NaN where some seed does not reach the quality. */
  kept(name: string, quality: number, score: ScoreName = 'general'): Interval {
    return confidenceInterval(this.keptBySeed(name, quality, asMeasured, score));
  }

  /** The highest BLEU that every seed of a setting reaches. */
  reach(name: string): number {
    const highest = this.seeds.map(seed => Math.max(...this.line(name, seed).map(model => asMeasured(model, 'bleu'))));
    return Math.min(...highest);
  }

  /**
   * The translation qualities at which settings are compared: whole BLEU, where the reference stands with its learning rates, but for the harshest, which
   * the others hardly reach. None where it translates no better than the base.
   */
  get qualities(): number[] {
    const found = this.rates(this.reference)
      .slice(0, -1)
      .map(rate => Math.floor(this.mean(this.reference, rate, 'bleu').mean));
    return [...new Set(found)].filter(quality => quality > asMeasured(this.base, 'bleu'));
  }

  /**
   * How sure a statistic of some settings is: over seeds, texts and questions.
   *
   * @param names the settings that it reads
   */
  test(statistic: Statistic, names: readonly string[] = this.names): Tested {
    const lines = names.flatMap(name => this.seeds.flatMap(seed => this.line(name, seed)));
    return this.redrawn.test(statistic, lines);
  }

  private setting(name: string): Setting {
    const setting = this.settings[name];
    if (setting === undefined) throw new Error(`there is no setting ${name}: choose ${this.names.join(', ')}`);
    return setting;
  }

  private checkOneEach(name: string): void {
    const seen = new Set<string>();
    for (const { run } of this.runsOf(name)) {
      const key = `seed ${run.seed} and learning rate ${run.learningRate}`;
      if (seen.has(key))
        throw new Error(`${name} has several runs of ${key}: its setting is to say what tells them apart`);
      seen.add(key);
    }
  }
}

/** How far below its gentlest model a curve is read, in BLEU. */
const BELOW = 3;

/**
 * The study of an experiment's results.
 *
 * @param options.domain where several domains were tuned: the base is that of this one
 * @throws Error when a setting does not tell runs apart, or the base was not measured
 *
 * @example
 * ```ts
 * const results = radis.readResults(radis.openExperiment(radis.readExperiment('frontier')));
 * const frontier = radis.study(results, {
 *   vanilla: { method: 'vanilla' },
 *   'RaDis, λ = 0.25': { method: 'radis', lambda: 0.25 },
 * });
 * console.log(frontier.seeds, frontier.qualities);
 * // [ 1, 2, 3, 4, 5 ] [ 23, 33, 45, 57 ]
 * ```
 */
export function study(
  results: { runs: readonly StudiedRun[]; baselines: Record<string, Measurement> },
  settings: Readonly<Record<string, Setting>>,
  { domain = Object.keys(results.baselines)[0] as string, ...options }: StudyOptions & { domain?: string } = {},
): Study {
  const base = results.baselines[domain];
  if (base === undefined)
    throw new Error(
      `the base was not measured in ${domain}: there are ${Object.keys(results.baselines).join(', ') || 'no domains'}`,
    );
  return new Study({ runs: results.runs.filter(({ run }) => run.domain === domain), base }, settings, options);
}

/** A study for each domain that an experiment tuned to. */
export const studiesByDomain = (
  results: Parameters<typeof study>[0],
  settings: Readonly<Record<string, Setting>>,
  options: StudyOptions = {},
): Record<string, Study> =>
  Object.fromEntries(
    Object.keys(results.baselines).map(domain => [domain, study(results, settings, { ...options, domain })]),
  );

const distinct = (values: readonly number[]) => [...new Set(values)].sort((a, b) => a - b);
