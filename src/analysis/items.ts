import { mean } from '../evaluate';
import { abilityNames } from '../world';
import type { Study } from './study';

/** A question before and after fine-tuning. */
export interface ItemChange {
  /** Such as the name of an ability. */
  kind: string;
  /** Its place among the questions of its kind, from 0. */
  item: number;
  /** Whether the base has it right. */
  before: boolean;
  /** The share of the seeds that have it right after fine-tuning, 0 to 1. */
  after: number;
}

/**
 * What becomes of each question: whether the base has it right, and how many of the seeds of a setting still have.
 *
 * @throws Error when a kind was not measured
 */
export function itemChanges(
  study: Study,
  name: string,
  rate: number,
  kinds: readonly string[] = abilityNames,
): ItemChange[] {
  const runs = study.runsOf(name, rate);
  return kinds.flatMap(kind => {
    const marks = study.base.correct[kind];
    if (marks === undefined)
      throw new Error(`${kind} was not measured: there are ${Object.keys(study.base.correct).join(', ')}`);
    return Array.from(marks, (mark, item) => ({
      kind,
      item,
      before: mark === '1',
      after: mean(runs.map(({ score }) => Number(score.correct[kind]?.[item]))),
    }));
  });
}

/** Losses and wins by kind of question, in points: what the base had right and is lost, and what it had wrong and is won. A row for each kind. */
export function lossesAndWins(
  study: Study,
  name: string,
  rate: number,
  kinds: readonly string[] = abilityNames,
): { kind: string; before: number; lost: number; won: number; after: number }[] {
  const changes = itemChanges(study, name, rate, kinds);
  return kinds.map(kind => {
    const mine = changes.filter(change => change.kind === kind);
    const percent = (of: (change: ItemChange) => number) => 100 * mean(mine.map(of));
    return {
      kind,
      before: percent(({ before }) => Number(before)),
      lost: percent(({ before, after }) => (before ? 1 - after : 0)),
      won: percent(({ before, after }) => (before ? 0 : after)),
      after: percent(({ after }) => after),
    };
  });
}
