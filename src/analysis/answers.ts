import type { Measurement, Sample } from '../experiments';
import type { Study } from './study';

/** A test question with the answers of several models, by their names. */
export interface ComparedAnswers extends Pick<Sample, 'kind' | 'prompt' | 'reference'> {
  answers: Record<string, string>;
}

/**
 * The sample answers that came with the results, side by side: the base and the models of some settings.
 *
 * @param options.rate the learning rate of the models
 * @param options.seed default: the first
 * @param options.names default: all settings that have such a model
 * @param options.differing only questions to which not all give the same answer; default true
 */
export function sampleAnswers(
  study: Study,
  {
    rate,
    seed = study.seeds[0] as number,
    names = study.names,
    differing = true,
  }: { rate: number; seed?: number; names?: readonly string[]; differing?: boolean },
): ComparedAnswers[] {
  const models = names.flatMap(name => {
    const found = study.runsOf(name, rate).find(({ run }) => run.seed === seed);
    return found === undefined ? [] : [[name, found.score] as const];
  });
  const speakers: [string, Measurement][] = [
    ['base', study.base],
    ...models.map(([name, score]) => [name, score] as [string, Measurement]),
  ];
  const answersTo = (prompt: string) =>
    speakers.map(([name, score]) => [name, score.samples.find(sample => sample.prompt === prompt)?.answer ?? '']);
  const all = study.base.samples.map(({ kind, prompt, reference }) => {
    return { kind, prompt, reference, answers: Object.fromEntries(answersTo(prompt)) as Record<string, string> };
  });
  return differing ? all.filter(({ answers }) => new Set(Object.values(answers)).size > 1) : all;
}
