import { ask } from '../generate';
import type { ChatModel } from '../model';
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

/** The two models of {@link forgotten}. */
export interface BeforeAndAfter {
  before: ChatModel;
  after: ChatModel;
}

export const forgotten: Exercise = {
  notebook: '00',
  title: 'Find what is gone',
  minutes: 4,
  level: 2,
  ask: 'Write a list of messages, three or more, to which the fine-tuned model no longer answers as the base does.',
  async check(answer, context) {
    const { before, after } = Object(context) as BeforeAndAfter;
    if (before === undefined || after === undefined) throw new Error('hand over { before, after } as well');
    if (!Array.isArray(answer) || answer.length < 3 || answer.some(message => typeof message !== 'string'))
      return wrong("give a list of three messages or more: ['…', '…', '…'].");
    const [old, now] = [await ask(before, answer as string[]), await ask(after, answer as string[])];
    const same = answer.filter((_, i) => old[i] === now[i]);
    const at = old.findIndex((text, i) => text !== now[i]);
    const changed = `${answer.length - same.length} of ${answer.length} answers have changed`;
    const example = at < 0 ? '' : ` To "${answer[at]}" the base says "${old[at]}", and the other one "${now[at]}".`;
    if (same.length * 2 < answer.length)
      return right(`${changed}.${example} Nobody trained it to forget this: it was trained on translations alone.`);
    return wrong(`${changed}.${example} "${same[0]}" is still there: look for what is far from a translation.`);
  },
};
