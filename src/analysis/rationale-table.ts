import { confidenceInterval, formatInterval, type Interval, mean } from '../evaluate';
import type { StudiedRun, Study } from './study';
import type { StudyTable } from './table';

/** Steps at the start of a training in which hardly anything has been learned. */
const FIRST_STEPS = 10;

/**
 * How unlikely the rationales of a setting are under the base, in nats a token: the mean of −log p over the first ten steps at its gentlest learning rate, when
 * hardly anything has been learned. With its 95% interval over the seeds; NaN where there are no rationales.
 */
export function surpriseOf(study: Study, name: string): Interval {
  const runs = study.runsOf(name, study.rates(name)[0]);
  const early = runs.map(({ log = [] }) =>
    mean(
      log
        .filter(({ step, rationaleLoss }) => step <= FIRST_STEPS && rationaleLoss !== null)
        .map(({ rationaleLoss }) => rationaleLoss as number),
    ),
  );
  return confidenceInterval(early);
}

/** Mean tokens of rationale a text that a setting trains on; 0 where there are none. */
export const rationaleTokens = (study: Study, name: string): number =>
  mean(study.runsOf(name).map(({ examples }) => examples?.tokens.rationale ?? 0));

/**
 * What the rationales of each setting are like: their length, how many of their statements are true, how much of what they quote is about the text at hand,
 * and how unlikely they are under the base. Intervals over the seeds.
 *
 * @param names default: all settings that have rationales
 */
export function rationaleTable(study: Study, names: readonly string[] = study.names): StudyTable {
  const explained = names.filter(name => rationaleTokens(study, name) > 0);
  const rows = explained.map(name => {
    const share = (part: 'right' | 'grounded', whole: readonly ('right' | 'wrong' | 'quoted')[]) => {
      const runs = study.runsOf(name, study.rates(name)[0]);
      const percent = ({ examples }: StudiedRun) =>
        (100 * (examples?.[part] ?? 0)) / whole.reduce((sum, key) => sum + (examples?.[key] ?? 0), 0);
      return formatInterval(confidenceInterval(runs.map(percent)));
    };
    return {
      rationales: name,
      'tokens a text': rationaleTokens(study, name).toFixed(1),
      'true (%)': share('right', ['right', 'wrong']),
      'about the text (%)': share('grounded', ['quoted']),
      'surprise (nats)': formatInterval(surpriseOf(study, name), 2),
    };
  });
  return { rows, caption: `The rationales of all runs, by ${study.seeds.length} seeds` };
}
