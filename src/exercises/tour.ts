import { type Exercise, right, wrong } from './exercise';

/** What the cell shows blind: the model behind each letter, and what gives it away. */
export interface BlindAnswers {
  truth: Record<string, string>;
  /** The answers of each letter, question by question. */
  answers: Record<string, string[]>;
}

export const tellApart: Exercise = {
  notebook: '00',
  title: 'Who said it?',
  minutes: 2,
  level: 1,
  ask: "Which letter is the base, which vanilla fine-tuning, which RaDis? Give { A: …, B: …, C: … } with 'base', 'vanilla', 'RaDis'.",
  check(answer, context) {
    const { truth, answers } = Object(context) as BlindAnswers;
    if (truth === undefined) throw new Error('hand over the blind answers as well');
    const given = Object(answer) as Record<string, string>;
    const missed = Object.keys(truth).filter(letter => given[letter] !== truth[letter]);
    const explains = (letter: string) => (answers[letter] ?? []).filter(text => text.includes('\n\n')).length;
    const tell = Object.keys(truth)
      .map(letter => `${letter} explains itself in ${explains(letter)} of ${answers[letter]?.length} answers`)
      .join(', ');
    if (missed.length === 0) return right(`${tell}: after references alone a model no longer explains itself.`);
    const [letter] = missed;
    return wrong(
      `${missed.length} of ${Object.keys(truth).length} are not right. The tell: ${tell}. Is ${letter} really ${given[letter as string] ?? 'nobody'}?`,
    );
  },
};

/**
 * Answers of several models without their names, for {@link tellApart}: the letters are dealt by the seed.
 *
 * @param answers of each model, question by question
 */
export function blind(answers: Record<string, string[]>, order: readonly number[] = [2, 0, 1]): BlindAnswers {
  const names = Object.keys(answers);
  const dealt = order.slice(0, names.length).map(at => names[at % names.length] as string);
  const letters = dealt.map((name, i) => [String.fromCharCode(65 + i), name] as const);
  return {
    truth: Object.fromEntries(letters),
    answers: Object.fromEntries(letters.map(([letter, name]) => [letter, answers[name] as string[]])),
  };
}
