export { type AnnotatedToken, annotate, type SegmentName, writingSteps } from './annotate';
export { type AnswerChange, answerChange, answerChangeTable, type Spoken } from './answer-change';
export { type ComparedAnswers, sampleAnswers } from './answers';
export { type AbilityShares, type AskingHooks, askAbilities, askTranslations } from './base-model';
export { type Certainty, certainties, certaintyMarks, judge, markedInterval } from './certainty';
export { type Choice, chooseSetting, halves, regret } from './choose';
export {
  aboveCurve,
  aboveCurves,
  atEqualQuality,
  atEqualRate,
  bootstrapTable,
  type CompareOptions,
  type Comparison,
  type Difference,
  differenceOf,
  jointly,
  keptAtQualities,
  type Pair,
} from './compare';
export {
  type CoveredQuestion,
  correlation,
  coverageTable,
  coveredQuestions,
  steeperBy,
  thirdsByCoverage,
} from './coverage';
export { besideNearest, cutNames, cutSettings } from './cuts';
export {
  type Added,
  type Explanation,
  explainTexts,
  groundedOf,
  judgeExplanations,
  type Share,
  statementTable,
  truthOf,
  unaskedTable,
  wordsOf,
} from './explanations';
export { type ItemChange, itemChanges, lossesAndWins } from './items';
export {
  agreementTable,
  anatomyLooks,
  cosineTable,
  divergencePicks,
  driftMap,
  driftPicks,
  endTable,
  type LookPoint,
  Looks,
  lossTable,
  type Pick as LookPick,
  pulls,
  rationalesAdd,
} from './looks';
export { measurementTable } from './measurements';
export {
  dialStudy,
  type MethodVariant,
  methodStudy,
  methodsByPlace,
  methodTable,
  methodVariants,
} from './method-study';
export { rationaleTable, rationaleTokens, surpriseOf } from './rationale-table';
export type { Read, Statistic } from './redrawn';
export { type NamedScore, type ScoreName, scores } from './scores';
export { type CurvePoint, type StudiedRun, Study, type StudyOptions, studiesByDomain, study } from './study';
export { type StudyTable, scoreTable, type TableScores } from './table';
export { teacherSettings, teacherStudies } from './teachers';
export { weightName, weightSetting, weightStudy } from './weights';
