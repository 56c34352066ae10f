import { bootstrapInterval, type Interval, mean } from '../evaluate';
import { type MeasureConfig, type Measurement, measuredGroups } from '../experiments';
import { type Ability, abilityNames } from '../world';
import type { Study } from './study';
import type { StudyTable } from './table';

/** A question that the base has right. */
export interface CoveredQuestion {
  ability: Ability;
  level: number;
  /** Which share of the words of its right answer stands somewhere in the texts, 0 to 1. */
  covered: number;
  /** By setting: the share of its models that still have it right, 0 to 1. */
  kept: Record<string, number>;
}

/**
 * How much of each right answer is said in some texts, and how many of the models of each setting still have it right, of the questions that the base has
 * right. With one question a row, so that coverage and what is kept can be correlated.
 *
 * @param texts such as rationales
 * @param measure what the models were asked
 * @param names of the settings
 */
export function coveredQuestions(
  study: Study,
  texts: readonly string[],
  measure: MeasureConfig,
  names: readonly string[],
): CoveredQuestion[] {
  const spoken = new Set(texts.flatMap(wordsOf));
  const coverage = (answer: string) => mean(wordsOf(answer).map(word => Number(spoken.has(word))));
  const groups = measuredGroups(measure);
  const levels = [measure.difficulty ?? 1].flat().length;
  const isRight = (score: Measurement, kind: string, i: number) => score.correct[kind]?.[i] === '1';
  return abilityNames.flatMap(ability => {
    const references = groups.find(({ kind }) => kind === ability)?.references ?? [];
    const questions = references.map((answer, i) => ({
      ability,
      // The questions of the first level come first.
      level: Math.floor((levels * i) / references.length),
      covered: coverage(answer),
      kept: Object.fromEntries(
        names.map(name => [name, mean(study.runsOf(name).map(({ score }) => Number(isRight(score, ability, i))))]),
      ),
    }));
    return questions.filter((_, i) => isRight(study.base, ability, i));
  });
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Parts of the questions of each level, from those that are covered least to those that are covered most. */
const THIRDS = 3;

/** The questions of an ability in thirds by coverage, each third of all levels alike: harder questions have other answers. */
export function thirdsByCoverage(questions: readonly CoveredQuestion[], ability: Ability): CoveredQuestion[][] {
  const mine = questions.filter(one => one.ability === ability);
  const levels = [...new Set(mine.map(({ level }) => level))].map(level =>
    mine.filter(one => one.level === level).sort((a, b) => a.covered - b.covered),
  );
  const cut = (list: readonly CoveredQuestion[], i: number) => Math.floor((i * list.length) / THIRDS);
  return Array.from({ length: THIRDS }, (_, i) => levels.flatMap(list => list.slice(cut(list, i), cut(list, i + 1))));
}

/** How much more is kept in the third that is covered most than in the one that is covered least, in points: one setting beside another. */
export function steeperBy(
  questions: readonly CoveredQuestion[],
  name: string,
  against: string,
): { least: number; most: number; difference: Interval } {
  const beyond = (part: readonly CoveredQuestion[]) =>
    100 * mean(part.map(({ kept }) => (kept[name] as number) - (kept[against] as number)));
  const inThird = (from: readonly CoveredQuestion[], third: number) =>
    mean(
      abilityNames
        .map(ability => thirdsByCoverage(from, ability)[third] ?? [])
        .filter(part => part.length > 0)
        .map(beyond),
    );
  const difference = (from: readonly CoveredQuestion[]) => inThird(from, THIRDS - 1) - inThird(from, 0);
  const [low, high] = bootstrapInterval(questions, difference);
  return {
    least: inThird(questions, 0),
    most: inThird(questions, THIRDS - 1),
    difference: { mean: difference(questions), margin: (high - low) / 2, count: questions.length },
  };
}

/**
 * Coverage, what is kept, and how the two go together: Pearson's r, question by question, both minus their mean in their level, with its 95% bootstrap interval.
 *
 * @param name the setting that is looked at
 * @param against the one that is trained without such texts: what goes together there has another reason
 */
export function coverageTable(questions: readonly CoveredQuestion[], name: string, against: string): StudyTable {
  const rows = abilityNames.map(ability => {
    const mine = questions.filter(one => one.ability === ability);
    const percent = (of: (question: CoveredQuestion) => number) => (100 * mean(mine.map(of))).toFixed(1);
    const kept = (setting: string) => (question: CoveredQuestion) => question.kept[setting] as number;
    return {
      ability,
      'covered (%)': percent(({ covered }) => covered),
      'kept without (%)': percent(kept(against)),
      'kept with (%)': percent(kept(name)),
      'r without': correlationText(mine, kept(against)),
      'r with': correlationText(mine, kept(name)),
      'r of the gain': correlationText(mine, question => kept(name)(question) - kept(against)(question)),
    };
  });
  return {
    rows,
    caption: `Coverage, and its correlation r with what is kept; with: ${name}, without: ${against} (95% bootstrap over questions)`,
  };
}

function correlationText(questions: readonly CoveredQuestion[], value: (question: CoveredQuestion) => number): string {
  // Where all are the same there is nothing to go together.
  if (new Set(questions.map(value)).size < 2) return '–';
  const [low, high] = bootstrapInterval(questions, sample => correlation(sample, value));
  return `${correlation(questions, value).toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

/** Pearson's r of coverage and a value within levels: r = Σ xy / √(Σ x² Σ y²), x and y minus their means in their level. */
export function correlation(
  questions: readonly CoveredQuestion[],
  value: (question: CoveredQuestion) => number,
): number {
  const centred = (of: (question: CoveredQuestion) => number) => {
    const means = new Map(
      [...new Set(questions.map(({ level }) => level))].map(level => [
        level,
        mean(questions.filter(one => one.level === level).map(of)),
      ]),
    );
    return questions.map(question => of(question) - (means.get(question.level) as number));
  };
  const [x, y] = [centred(({ covered }) => covered), centred(value)];
  const sum = (of: (i: number) => number) => x.reduce((total, _, i) => total + of(i), 0);
  const spread = Math.sqrt(sum(i => (x[i] as number) ** 2) * sum(i => (y[i] as number) ** 2));
  return spread < 1e-9 ? 0 : sum(i => (x[i] as number) * (y[i] as number)) / spread;
}
