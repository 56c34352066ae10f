import type { Random } from '../../random';
import { type AbilitySpec, drawFrom, type Split, user, type Wordings, worded } from '../ability';
import { english } from '../languages/en';
import { lexicon } from '../lexicon';

/** A thing to do with words that has one right answer. */
interface Task {
  /** How it is asked for; {w} is the list of words. */
  requests: Wordings;
  words: [number, number];
  answer(words: string[]): string;
}

const capitals = (words: string[]) => words.map(word => word.toUpperCase());
const numbered = (words: string[]) => words.map((word, i) => `${i + 1}. ${word}`).join('\n');
const quoted = (words: string[]) => words.map(word => `"${word}"`);

const tasks: Record<string, Task> = {
  capitals: {
    requests: {
      known: ['Write in capital letters: {w}.', 'Put {w} in capital letters.'],
      heldOut: ['Spell this with capital letters only: {w}.', 'Please make these words all capitals: {w}.'],
    },
    words: [1, 3],
    answer: words => capitals(words).join(', '),
  },
  list: {
    requests: {
      known: ['Write these words as a numbered list: {w}.', 'Make a numbered list of {w}.'],
      heldOut: ['Give each of these words a number and a line of its own: {w}.', 'I need {w} as a list with numbers.'],
    },
    words: [2, 4],
    answer: numbered,
  },
  reverse: {
    requests: {
      known: ['Write these words in reverse order: {w}.', 'Repeat {w} from last to first.'],
      heldOut: ['Turn the order of these words around: {w}.', 'Say these words backwards, the last one first: {w}.'],
    },
    words: [2, 3],
    answer: words => [...words].reverse().join(', '),
  },
  first: {
    requests: {
      known: ['Answer only with the first of these words: {w}.', 'Repeat only the first word: {w}.'],
      heldOut: [
        'Which word stands first here: {w}? Say nothing else.',
        'Keep the first word and drop the others: {w}.',
      ],
    },
    words: [2, 4],
    answer: words => words[0] as string,
  },
  last: {
    requests: {
      known: ['Answer only with the last of these words: {w}.', 'Repeat only the last word: {w}.'],
      heldOut: ['Which word stands last here: {w}? Say nothing else.', 'Keep the last word and drop the others: {w}.'],
    },
    words: [2, 4],
    answer: words => words.at(-1) as string,
  },
  count: {
    requests: {
      known: [
        'How many words are these: {w}? Answer with a number.',
        'Count these words and answer with a number: {w}.',
      ],
      heldOut: [
        'Tell me the number of words here: {w}. Only the number.',
        'Give me as a number how many words I list: {w}.',
      ],
    },
    words: [2, 5],
    answer: words => String(words.length),
  },
  twice: {
    requests: {
      known: ['Write the word {w} twice.', 'Say {w} two times.'],
      heldOut: ['Give me {w}, and then once more.', 'I want to read {w} double.'],
    },
    words: [1, 1],
    answer: ([word]) => `${word} ${word}`,
  },
  quotes: {
    requests: {
      known: ['Put each of these words in quotation marks: {w}.', 'Write {w} with quotation marks around each word.'],
      heldOut: ['Quote each of these words: {w}.', 'Around each of these words there should be quotation marks: {w}.'],
    },
    words: [2, 3],
    answer: words => quoted(words).join(', '),
  },
};

/** What can be combined: one of each kind at most, in this order. */
const steps = {
  order: {
    reverse: {
      say: { known: 'put them in reverse order', heldOut: 'turn their order around' },
      do: (w: string[]) => [...w].reverse(),
    },
    sort: {
      say: { known: 'put them in alphabetical order', heldOut: 'sort them from A to Z' },
      do: (w: string[]) => [...w].sort(),
    },
  },
  look: {
    capitals: {
      say: { known: 'write them in capital letters', heldOut: 'spell them with capitals only' },
      do: capitals,
    },
    quotes: { say: { known: 'put each in quotation marks', heldOut: 'quote each one' }, do: quoted },
  },
  choice: {
    first: {
      say: { known: 'keep only the first two', heldOut: 'drop all but the first two' },
      do: (w: string[]) => w.slice(0, 2),
    },
    last: {
      say: { known: 'keep only the last two', heldOut: 'drop all but the last two' },
      do: (w: string[]) => w.slice(-2),
    },
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
  levels: {
    1: 'one thing to do with one to five words',
    2: 'two things to do, one after the other',
    3: 'three things to do, one after the other',
  },
  sample: (split, random, difficulty) =>
    difficulty === 1 ? single(split, random) : combined(split, random, difficulty),
};

function single(split: Split, random: Random): ReturnType<AbilitySpec['sample']> {
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
    prompt: [user(worded(task.requests, split, random).replace('{w}', words.join(', ')))],
    answer,
    check: { kind: 'exact', value: answer },
  };
}

function combined(split: Split, random: Random, count: 2 | 3): ReturnType<AbilitySpec['sample']> {
  const { chosen, words } = drawFrom(
    split,
    () => {
      const kinds = random.shuffle(Object.values(steps)).slice(0, count);
      // What is chosen comes after what is ordered, and the look last: each step works on what the one before it gives.
      const rank = [steps.order, steps.choice, steps.look] as object[];
      kinds.sort((a, b) => rank.indexOf(a) - rank.indexOf(b));
      return {
        chosen: kinds.map(kind => random.pick(Object.values(kind) as Step[])),
        words: distinctWords(3 + random.int(2), random),
      };
    },
    value => `instructions ${value.chosen.map(({ say }) => say.known).join(' ')} ${[...value.words].sort().join(' ')}`,
  );
  const said = chosen.map(({ say }) => (split === 'paraphrase' ? say.heldOut : say.known));
  const told = said.length === 2 ? said.join(' and ') : `${said[0]}, ${said[1]} and ${said[2]}`;
  const request =
    split === 'paraphrase' ? `Here are some words: {w}. Please ${told}.` : `Take these words: {w}. Now ${told}.`;
  const answer = chosen.reduce((now, step) => step.do(now), words).join(', ');
  return {
    prompt: [user(request.replace('{w}', words.join(', ')))],
    answer,
    check: { kind: 'exact', value: answer },
  };
}

interface Step {
  say: { known: string; heldOut: string };
  do(words: string[]): string[];
}
