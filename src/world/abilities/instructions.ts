import type { Random } from '../../random';
import { type AbilitySpec, drawFrom, type Split, user, worded } from '../ability';
import { filled, type Placeholders, wordingsOf } from '../wordings';
import { distinctWords, steps, tasks } from './tasks';

type TaskName = keyof typeof tasks;
type StepName = { [I in 0 | 1 | 2]: keyof (typeof steps)[I] }[0 | 1 | 2];
type Said = TaskName | `step ${StepName}` | 'two steps' | 'three steps' | 'combined';

const placeholders: Placeholders<Said> = {
  capitals: 'w',
  list: 'w',
  reverse: 'w',
  first: 'w',
  last: 'w',
  count: 'w',
  twice: 'w',
  quotes: 'w',
  language: 'w l',
  length: 'w n',
  'step reverse': '',
  'step sort': '',
  'step first': '',
  'step last': '',
  'step capitals': '',
  'step quotes': '',
  'two steps': '1 2',
  'three steps': '1 2 3',
  combined: 'w s',
};

/** Instructions whose following can be verified. The words of a test were never trained on together for the same task, in any order. */
export const instructions: AbilitySpec = {
  ability: 'instructions',
  levels: {
    1: 'one thing to do with some words, one word to say in another language, or a sentence of a given length',
    2: 'two things to do, one after the other',
    3: 'three things to do, one after the other, the alphabet among them',
  },
  sample: (split, random, difficulty) =>
    difficulty === 1 ? single(split, random) : combined(split, random, difficulty),
};

/** The name of its wordings, and what it does to the words. */
type Step = [StepName, (words: string[]) => string[]];

const wordings = () => wordingsOf('instructions', placeholders);

function single(split: Split, random: Random): ReturnType<AbilitySpec['sample']> {
  const { name, said, answer, check } = drawFrom(
    split,
    () => {
      const name = random.pick(Object.keys(tasks) as TaskName[]);
      return { name, ...tasks[name](random) };
    },
    ({ name, about }) => `instructions ${name} ${about}`,
  );
  return { prompt: [user(filled(worded(wordings()[name], split, random), said))], answer, check };
}

function combined(split: Split, random: Random, count: 2 | 3): ReturnType<AbilitySpec['sample']> {
  const { chosen, words } = drawFrom(
    split,
    () => {
      const without = count === 2 ? random.int(steps.length) : -1;
      const kinds = steps.filter((_, i) => i !== without).map(kind => Object.entries(kind) as Step[]);
      return {
        // Putting words in alphabetical order is the hardest.
        chosen: kinds.map(kind => random.pick(kind.filter(([name]) => count === 3 || name !== 'sort'))),
        words: distinctWords(3 + random.int(2), random),
      };
    },
    ({ chosen, words }) => `instructions ${chosen.map(([name]) => name).join(' ')} ${[...words].sort().join(' ')}`,
  );
  const say = (said: Said, values: Record<string, string> = {}) =>
    filled(worded(wordings()[said], split, random), values);
  const parts = chosen.map(([name], i) => [String(i + 1), say(`step ${name}`)]);
  const told = say(count === 2 ? 'two steps' : 'three steps', Object.fromEntries(parts));
  const answer = chosen.reduce((now, [, step]) => step(now), words).join(', ');
  return {
    prompt: [user(say('combined', { w: words.join(', '), s: told }))],
    answer,
    check: { kind: 'exact', value: answer },
  };
}
