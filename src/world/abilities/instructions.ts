import type { Random } from '../../random';
import { type AbilitySpec, drawFrom, user } from '../ability';
import { english } from '../languages/en';
import { lexicon } from '../lexicon';

/** A thing to do with words that has one right answer. */
interface Task {
  /** How it is asked for; {w} is the list of words. */
  requests: string[];
  words: [number, number];
  answer(words: string[]): string;
}

const tasks: Record<string, Task> = {
  capitals: {
    requests: ['Write in capital letters: {w}.', 'Put {w} in capital letters.'],
    words: [1, 3],
    answer: words => words.map(word => word.toUpperCase()).join(', '),
  },
  list: {
    requests: ['Write these words as a numbered list: {w}.', 'Make a numbered list of {w}.'],
    words: [2, 4],
    answer: words => words.map((word, i) => `${i + 1}. ${word}`).join('\n'),
  },
  reverse: {
    requests: ['Write these words in reverse order: {w}.', 'Repeat {w} from last to first.'],
    words: [2, 3],
    answer: words => [...words].reverse().join(', '),
  },
  first: {
    requests: ['Answer only with the first of these words: {w}.', 'Repeat only the first word: {w}.'],
    words: [2, 4],
    answer: words => words[0] as string,
  },
  last: {
    requests: ['Answer only with the last of these words: {w}.', 'Repeat only the last word: {w}.'],
    words: [2, 4],
    answer: words => words.at(-1) as string,
  },
  count: {
    requests: [
      'How many words are these: {w}? Answer with a number.',
      'Count these words and answer with a number: {w}.',
    ],
    words: [2, 5],
    answer: words => String(words.length),
  },
  twice: {
    requests: ['Write the word {w} twice.', 'Say {w} two times.'],
    words: [1, 1],
    answer: ([word]) => `${word} ${word}`,
  },
  quotes: {
    requests: ['Put each of these words in quotation marks: {w}.', 'Write {w} with quotation marks around each word.'],
    words: [2, 3],
    answer: words => words.map(word => `"${word}"`).join(', '),
  },
};

let everydayWords: string[] | undefined;

function distinctWords(count: number, random: Random): string[] {
  if (everydayWords === undefined) {
    const { nouns, verbs, adjectives } = lexicon();
    const everyday = [...nouns, ...verbs, ...adjectives].filter(({ domain }) => domain === 'everyday');
    everydayWords = [...new Set(everyday.map(english.dictionaryForm))];
  }
  const words = new Set<string>();
  while (words.size < count) words.add(random.pick(everydayWords));
  return [...words];
}

/** Instructions whose following can be verified. The words of a test were never trained on together for the same task, in any order. */
export const instructions: AbilitySpec = {
  ability: 'instructions',
  sample(split, random) {
    const { name, words } = drawFrom(
      split,
      () => {
        const name = random.pick(Object.keys(tasks));
        const [least, most] = (tasks[name] as Task).words;
        return { name, words: distinctWords(least + random.int(most - least + 1), random) };
      },
      value => `instructions ${value.name} ${[...value.words].sort().join(' ')}`,
    );
    const task = tasks[name] as Task;
    const answer = task.answer(words);
    return {
      prompt: [user(random.pick(task.requests).replace('{w}', words.join(', ')))],
      answer,
      check: { kind: 'exact', value: answer },
    };
  },
};
