import { formatInterval, isTested, type Tested } from '../evaluate';
import { bootstrapOverSeeds } from '../experiments';
import { type Certainty, certaintyMarks, judge, markedInterval } from './certainty';
import { type ScoreName, scores } from './scores';
import type { Study } from './study';
import { type StudyTable, scoreTable } from './table';

/** Two settings at the same learning rate or translation quality, by one score. */
export interface Pair {
  name: string;
  /** The setting that it is compared with. */
  against: string;
  /** The learning rate or the translation quality that both have. */
  at: number;
  score: ScoreName;
}

/** How much more `name` has than `against`, judged with the others of its table. */
export interface Difference extends Pair, Tested {
  certainty: Certainty;
}

/** Differences that belong together, and the table that shows them. */
export interface Comparison extends StudyTable {
  differences: Difference[];
}

/** What is compared. */
export interface CompareOptions {
  /** Default: all but the reference. */
  names?: readonly string[];
  /** With what; default: the reference of the study. */
  against?: string;
}

/**
 * Settings beside the reference at the same learning rate, seed by seed: both saw the same texts in the same order. A gentler training forgets less and
 * translates worse, so this says which of two models keeps more, and not which method does.
 *
 * @param options.scores what is compared; default BLEU of the domain and general ability
 * @param options.rates at which learning rates; default all that both have
 */
export function atEqualRate(
  study: Study,
  {
    against = study.reference,
    names = study.names.filter(name => name !== against),
    scores: compared = ['bleu', 'general'],
    rates,
  }: CompareOptions & { scores?: readonly ScoreName[]; rates?: readonly number[] } = {},
): Comparison {
  const common = (name: string) =>
    study.rates(name).filter(rate => study.rates(against).includes(rate) && (rates ?? [rate]).includes(rate));
  const models = names.flatMap(name => common(name).map(at => ({ name, at })));
  const pairs = models.flatMap(model => compared.map(score => ({ ...model, against, score })));
  const differences = judge(pairs.map(pair => ({ ...pair, ...testAtRate(study, pair) })));
  const rows = models.map(({ name, at }) => ({
    setting: name,
    'learning rate': String(at),
    ...Object.fromEntries(compared.map(score => [differenceLabel(score), textOf(differences, { name, at, score })])),
  }));
  return { differences, rows, caption: captionOf(`Minus ${against}, at equal learning rate`, differences) };
}

function testAtRate(study: Study, { name, against, at, score }: Pair): Tested {
  const theirs = new Map(study.runsOf(against, at).map(row => [row.run.seed, row.score]));
  const ours = study.runsOf(name, at).filter(({ run }) => theirs.has(run.seed));
  return study.test(
    read => ours.map(row => read(row.score, score) - read(theirs.get(row.run.seed) as typeof row.score, score)),
    [name, against],
  );
}

/**
 * How much more settings keep than the reference at the same translation quality: read seed by seed from their curves, from the base through the learning
 * rates. This is the question whether a method forgets less *for what it has learned*.
 *
 * @param options.qualities BLEU; default those of the reference's own models (`Study.qualities`)
 * @param options.score what is kept; default general ability
 *
 * @example
 * ```ts
 * const results = radis.readResults(radis.openExperiment(radis.readExperiment('frontier')));
 * const settings = { vanilla: { method: 'vanilla' }, 'λ = 0.25': { method: 'radis', lambda: 0.25 } };
 * const { differences } = radis.atEqualQuality(radis.study(results, settings), { qualities: [45] });
 * console.log(differences.map(({ name, mean, certainty }) => `${name}: ${mean.toFixed(1)}, ${certainty}`));
 * // [ 'λ = 0.25: 2.9, shown' ]
 * ```
 */
export function atEqualQuality(
  study: Study,
  {
    against = study.reference,
    names = study.names.filter(name => name !== against),
    qualities = study.qualities,
    score = 'general',
  }: CompareOptions & { qualities?: readonly number[]; score?: ScoreName } = {},
): Comparison {
  const pairs = names.flatMap(name => qualities.map(at => ({ name, against, at, score })));
  const differences = judge(pairs.map(pair => ({ ...pair, ...testAtQuality(study, pair) })));
  const rows = names.map(name => ({
    setting: name,
    ...Object.fromEntries(qualities.map(at => [`at BLEU ${at}`, textOf(differences, { name, at })])),
  }));
  return {
    differences,
    rows,
    caption: captionOf(`Points beyond ${against}, at equal translation quality`, differences),
  };
}

function testAtQuality(study: Study, { name, against, at, score }: Pair): Tested {
  return study.test(
    read => {
      const theirs = study.keptBySeed(against, at, read, score);
      return study.keptBySeed(name, at, read, score).map((kept, seed) => kept - (theirs[seed] as number));
    },
    [name, against],
  );
}

/**
 * Comparisons that stand in one table, judged together: a row for each difference, under the name of its place, such as another base or domain.
 *
 * @param what what they are, for the caption
 */
export function jointly(comparisons: Record<string, Comparison>, what: string): Comparison {
  const placed = Object.entries(comparisons).flatMap(([place, { differences }]) =>
    differences.map(difference => ({ place, difference })),
  );
  const differences = judge(placed.map(({ difference }) => difference));
  const labels = [...new Set(differences.map(({ score }) => differenceLabel(score)))];
  const rows = differences.map((difference, i) => {
    const cells = labels.map(label => [
      label,
      label === differenceLabel(difference.score) ? markedInterval(difference) : '',
    ]);
    return {
      ...{ where: placed[i]?.place as string, setting: difference.name, at: String(difference.at) },
      ...Object.fromEntries(cells),
    };
  });
  return { differences, rows, caption: captionOf(what, differences) };
}

/** What each setting keeps at some translation qualities, in percent, with intervals over the seeds: a table. */
export function keptAtQualities(
  study: Study,
  { qualities = study.qualities, score = 'general' }: { qualities?: readonly number[]; score?: ScoreName } = {},
): StudyTable {
  const rows = study.names.map(name => ({
    setting: name,
    ...Object.fromEntries(qualities.map(at => [`at BLEU ${at}`, formatInterval(study.kept(name, at, score))])),
    'up to BLEU': study.reach(name).toFixed(1),
  }));
  return { rows, caption: `${scores[score].label} at equal translation quality` };
}

/**
 * How far the models of a setting stand above the reference's curve, each at the translation quality of its own.
 *
 * @param rate the learning rate of these models
 */
export function aboveCurve(study: Study, name: string, rate: number, against: string = study.reference): Tested {
  const models = study.runsOf(name, rate);
  return study.test(
    read =>
      models.map(({ run, score }) => {
        const kept = study.keptBySeed(against, read(score, 'bleu'), read);
        return read(score, 'general') - (kept[study.seeds.indexOf(run.seed)] as number);
      }),
    [name, against],
  );
}

/**
 * How far models of one learning rate stand above the reference's curve, each at the translation quality of its own, judged together: a setting that only makes
 * training gentler moves along that curve.
 */
export function aboveCurves(
  study: Study,
  { rate, names = study.others, against = study.reference }: CompareOptions & { rate: number },
): Comparison {
  const tried = names.filter(name => study.rates(name).includes(rate));
  const differences = judge(
    tried.map(name => ({
      name,
      against,
      at: rate,
      score: 'general' as const,
      ...aboveCurve(study, name, rate, against),
    })),
  );
  const table = scoreTable(study, ['bleu', 'general'], { rates: [rate] }).rows;
  const rows = tried.map(name => ({
    setting: name,
    BLEU: table.find(({ setting }) => setting === name)?.BLEU as string,
    'general (%)': table.find(({ setting }) => setting === name)?.['general (%)'] as string,
    'above the curve (points)': textOf(differences, { name }),
  }));
  return {
    differences,
    rows,
    caption: captionOf(`Learning rate ${rate}, beside the curve of ${against}`, differences),
  };
}

/**
 * A difference of a comparison. Where it is not among them, as in a sketch of few runs, it is unknown: NaN, and open; sentences write a dash.
 *
 * @example
 * ```ts
 * const nothing = radis.differenceOf({ differences: [] }, { name: 'RaDis' });
 * console.log(nothing.mean, nothing.certainty);
 * // NaN open
 * ```
 */
export function differenceOf({ differences }: Pick<Comparison, 'differences'>, wanted: Partial<Pair>): Difference {
  const keys = Object.keys(wanted) as (keyof Pair)[];
  const found = differences.find(difference => keys.every(key => difference[key] === wanted[key]));
  return found ?? { ...UNKNOWN, ...wanted };
}

const UNKNOWN: Difference = {
  ...{ name: '', against: '', at: Number.NaN, score: 'general' },
  ...{ mean: Number.NaN, margin: Number.NaN, pValue: Number.NaN, count: 0, certainty: 'open' },
};

/**
 * How likely such a difference of translations would be by the choice of texts alone: sacreBLEU's paired bootstrap of BLEU and chrF at each learning rate, all
 * seeds' translations of a text drawn together. A table, for who knows this test from other papers.
 */
export function bootstrapTable(study: Study, name: string, against: string = study.reference): StudyTable {
  const rates = study.rates(name).filter(rate => study.rates(against).includes(rate));
  const pValue = (learningRate: number, metric: 'bleu' | 'chrf') => {
    const pair = [name, against].map(one => ({ ...study.settings[one], learningRate })) as [object, object];
    return bootstrapOverSeeds(study.runs, pair, metric)?.toFixed(3) ?? '–';
  };
  const rows = rates.map(rate => ({
    'learning rate': String(rate),
    'p of BLEU': pValue(rate, 'bleu'),
    'p of chrF': pValue(rate, 'chrf'),
  }));
  return { rows, caption: `${name} and ${against}: paired bootstrap over the texts` };
}

/** Percentages differ by points. */
const differenceLabel = (score: ScoreName) => scores[score].label.replace('(%)', '(points)');

const textOf = (differences: Difference[], wanted: Partial<Pair>) =>
  markedInterval(differenceOf({ differences }, wanted));

function captionOf(what: string, differences: readonly Difference[]): string {
  const count = differences.filter(isTested).length;
  const legend = `${certaintyMarks.shown.trim()} shown, ${certaintyMarks.leaning.trim()} leaning`;
  return count === 0 ? what : `${what}; ${legend}, of ${count} difference${count === 1 ? '' : 's'}`;
}
