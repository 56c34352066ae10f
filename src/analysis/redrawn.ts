import { intervalOverSeedsAndItems, mean, type Tested } from '../evaluate';
import type { Measurement } from '../experiments';
import { type Draws, drawItems } from './draws';
import { type ScoreName, scores } from './scores';

/** Reads a score of a measurement: as it was measured, or as it would be with other test items. */
export type Read = (measurement: Measurement, name: ScoreName) => number;

/** A number for each seed, from scores that are read; NaN where it does not exist, such as at a quality that is not reached. */
export type Statistic = (read: Read) => number[];

/** Reads what was measured. */
export const asMeasured: Read = (measurement, name) => scores[name].of(measurement);

/** Scores of measurements with other texts and questions, drawn when they are first needed and kept. */
export class RedrawnScores {
  private draws?: Draws;
  private readonly known = new Map<Measurement, Map<ScoreName, Float64Array | undefined>>();

  /** @param like a measurement of the same items as all others */
  constructor(
    private readonly like: Measurement,
    private readonly samples: number,
  ) {}

  /**
   * How sure a statistic is: what other seeds, other texts and other questions would change ({@link intervalOverSeedsAndItems}).
   *
   * @param among the measurements that it reads; where one of them is too old to hold the counts of its sentences, the texts stay as they were and
   *   questions alone are drawn anew
   */
  test(statistic: Statistic, among: readonly Measurement[]): Tested {
    const fixed = among.some(({ counts }) => counts === undefined);
    const measured = statistic(asMeasured);
    const replicas = Array.from({ length: measured.length > 1 ? this.samples : 0 }, (_, draw) =>
      mean(statistic((measurement, name) => this.read(measurement, name, draw, fixed))),
    );
    return intervalOverSeedsAndItems(measured, replicas.filter(Number.isFinite));
  }

  private read(measurement: Measurement, name: ScoreName, draw: number, fixed: boolean): number {
    const isOfTexts = name === 'bleu' || name === 'chrf';
    const redrawn = fixed && isOfTexts ? undefined : this.scoresOf(measurement, name);
    return redrawn?.[draw] ?? asMeasured(measurement, name);
  }

  private scoresOf(measurement: Measurement, name: ScoreName): Float64Array | undefined {
    this.draws ??= drawItems(this.like, { samples: this.samples });
    const own = this.known.get(measurement) ?? new Map<ScoreName, Float64Array | undefined>();
    this.known.set(measurement, own);
    if (!own.has(name)) own.set(name, scores[name].redrawn?.(measurement, this.draws));
    return own.get(name);
  }
}
