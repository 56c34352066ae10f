import type { Random } from '../../random';
import { type AbilitySpec, drawFrom, type Split, user, type Wordings, worded } from '../ability';
import { firstNames } from './names';

const things = [
  'apples',
  'pears',
  'books',
  'letters',
  'flowers',
  'balls',
  'eggs',
  'cups',
  'plums',
  'chairs',
  'bottles',
  'boxes',
];

/** {n} is who it is about, {t} the things, {x} a number. */
const start: Wordings = {
  known: ['{n} has {x} {t}. {n} {steps}.'],
  heldOut: ['At first {n} has {x} {t}. Then {n} {steps}.', '{n} keeps {x} {t} at home. {n} {steps}.'],
};
const gains: Wordings = { known: ['buys', 'finds', 'gets'], heldOut: ['picks up', 'is given', 'wins'] };
const losses: Wordings = { known: ['gives away', 'sells', 'loses'], heldOut: ['hands over', 'drops', 'throws away'] };
const questions: Wordings = {
  known: ['How many {t} does {n} have now?', 'How many {t} are left?', 'How many {t} is that in the end?'],
  heldOut: ['Tell me how many {t} {n} ends up with.', 'What is the number of {t} that {n} has at the end?'],
};
const compared: Wordings = {
  known: ['{n} has {x} {t}. {m} has {y} {more} {t} than {n}.'],
  heldOut: ['{m} has {y} {more} {t} than {n}, who has {x}.', '{n} keeps {x} {t}, and {m} keeps {y} {more}.'],
};
const together: Wordings = {
  known: ['How many {t} do they have together?', 'How many {t} do {n} and {m} have in all?'],
  heldOut: ['Count all the {t} that {n} and {m} have.', 'What do their {t} add up to?'],
};

/** How many numbers there are to keep apart: how long a story is, and how far up it counts. */
const ranges = { 1: { start: 18, amount: 9, long: 0.35, steps: 2 }, 2: { start: 48, amount: 19, long: 0.5, steps: 3 } };

/** Arithmetic stories, worked out loud. The numbers of a test were never trained on together, in any order. */
export const reasoning: AbilitySpec = {
  ability: 'reasoning',
  levels: {
    1: 'two or three steps, numbers up to about forty',
    2: 'three or four steps, numbers up to about a hundred',
    3: 'two people compared, and added up',
  },
  sample: (split, random, difficulty) =>
    difficulty === 3 ? comparison(split, random) : story(split, random, ranges[difficulty]),
};

function story(split: Split, random: Random, range: (typeof ranges)[1]): ReturnType<AbilitySpec['sample']> {
  const numbers = drawFrom(
    split,
    () => {
      const first = 2 + random.int(range.start);
      const steps: number[] = [];
      let now = first;
      const count = range.steps + (random() < range.long ? 1 : 0);
      while (steps.length < count) {
        const gain = random() < 0.5 || now < 3;
        const amount = gain ? 1 + random.int(range.amount) : 1 + random.int(Math.min(range.amount, now - 1));
        steps.push(gain ? amount : -amount);
        now += gain ? amount : -amount;
      }
      return [first, ...steps];
    },
    list => `reasoning ${list.map(Math.abs).sort((a, b) => a - b)}`,
  );
  const [first, ...steps] = numbers as [number, ...number[]];
  const name = random.pick(firstNames());
  const thing = random.pick(things);
  const actions = steps.map(step => `${worded(step > 0 ? gains : losses, split, random)} ${Math.abs(step)}`);
  const told = `${actions.slice(0, -1).join(', ')} and ${actions.at(-1)}`;
  const fill = (text: string) =>
    text.replaceAll('{n}', name).replaceAll('{t}', thing).replace('{x}', String(first)).replace('{steps}', told);
  // One way to begin is known: nothing is drawn for it.
  const begin = split === 'paraphrase' ? random.pick(start.heldOut) : (start.known[0] as string);
  const question = worded(questions, split, random);
  let now = first;
  const work = steps.map(step => {
    const before = now;
    now += step;
    return `${before} ${step > 0 ? '+' : '-'} ${Math.abs(step)} = ${now}.`;
  });
  return {
    prompt: [user(`${fill(begin)} ${fill(question)}`)],
    answer: `${work.join(' ')} The answer is ${now}.`,
    check: { kind: 'number', value: now },
  };
}

function comparison(split: Split, random: Random): ReturnType<AbilitySpec['sample']> {
  const { more, has, gap } = drawFrom(
    split,
    () => {
      const more = random() < 0.5;
      const has = 4 + random.int(40);
      return { more, has, gap: 1 + random.int(more ? 19 : Math.min(19, has - 1)) };
    },
    value => `comparison ${value.more} ${value.has} ${value.gap}`,
  );
  const [name, other] = random.shuffle(firstNames()) as [string, string];
  const thing = random.pick(things);
  const fill = (text: string) =>
    text
      .replaceAll('{n}', name)
      .replaceAll('{m}', other)
      .replaceAll('{t}', thing)
      .replace('{x}', String(has))
      .replace('{y}', String(gap))
      .replace('{more}', more ? 'more' : 'fewer');
  const theirs = more ? has + gap : has - gap;
  return {
    prompt: [user(`${fill(worded(compared, split, random))} ${fill(worded(together, split, random))}`)],
    answer: `${has} ${more ? '+' : '-'} ${gap} = ${theirs}. ${has} + ${theirs} = ${has + theirs}. The answer is ${has + theirs}.`,
    check: { kind: 'number', value: has + theirs },
  };
}
