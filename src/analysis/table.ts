import { formatInterval } from '../evaluate';
import type { Score } from '../experiments';
import { type ScoreName, scores } from './scores';
import type { Study } from './study';

/** What a table shows: names of scores, or scores of one's own by the heads of their columns. */
export type TableScores = readonly ScoreName[] | Record<string, ScoreName | Score>;

/** A table of a study: its rows, and what stands above them. */
export interface StudyTable {
  rows: Record<string, string>[];
  caption: string;
}

/**
 * What the base and the models of each setting score, with intervals over the seeds: a row for each learning rate.
 *
 * @param options.rates default: all
 * @param options.names default: all settings
 */
export function scoreTable(
  study: Study,
  columns: TableScores = ['bleu', 'general'],
  { rates = study.rates(), names = study.names }: { rates?: readonly number[]; names?: readonly string[] } = {},
): StudyTable {
  const named: [string, ScoreName | Score][] = Array.isArray(columns)
    ? (columns as ScoreName[]).map(name => [scores[name].label, name])
    : Object.entries(columns as Record<string, ScoreName | Score>);
  const row = (setting: string, rate: string, text: (score: ScoreName | Score) => string) => ({
    setting,
    rate,
    ...Object.fromEntries(named.map(([label, score]) => [label, text(score)])),
  });
  const ofBase = row('base', '', score =>
    (typeof score === 'function' ? score : scores[score].of)(study.base).toFixed(1),
  );
  const models = names.flatMap(name => study.rates(name).map(rate => ({ name, rate })));
  const rows = models
    .filter(({ rate }) => rates.includes(rate))
    .map(({ name, rate }) => row(name, String(rate), score => formatInterval(study.mean(name, rate, score))));
  const seeds = study.seeds.length;
  return { rows: [ofBase, ...rows], caption: `Means over ${seeds} seed${seeds === 1 ? '' : 's'}, by learning rate` };
}
