import { type Study, sampleAnswers } from '../analysis';
import { say } from './say';
import { showTable } from './table';

/**
 * Shows sample answers of the base and of the models of a learning rate side by side: questions to which they do not all give the same answer.
 *
 * @param options.kinds which kinds of questions; default all that are there but everyday and validation texts
 * @param options.count questions of each kind; default 1
 */
export function showAnswers(
  study: Study,
  {
    rate,
    names = study.names,
    kinds,
    count = 1,
  }: { rate: number; names?: readonly string[]; kinds?: readonly string[]; count?: number },
): void {
  const all = sampleAnswers(study, { rate, names }).filter(({ kind }) => kinds?.includes(kind) ?? !ASIDE.test(kind));
  const shown = [...new Set(all.map(({ kind }) => kind))].flatMap(wanted =>
    all.filter(({ kind }) => kind === wanted).slice(0, count),
  );
  const rows = shown.map(({ kind, prompt, answers }) => ({ kind, question: prompt, ...answers }));
  if (rows.length === 0) say`All of them give the same answers to the sample questions.`;
  else showTable(rows, { caption: `Sample answers, learning rate ${rate}` });
}

const ASIDE = /everyday|paraphrased|validation/;
