import type { Random } from '../../random';
import { type AbilitySpec, drawFrom, type Split, user, worded } from '../ability';
import { filled, wordingsOf } from '../wordings';
import { firstNames } from './names';

const things = [
  'apples',
  'pears',
  'plums',
  'cakes',
  'eggs',
  'books',
  'letters',
  'pictures',
  'flowers',
  'balls',
  'cups',
  'plates',
  'spoons',
  'bottles',
  'boxes',
  'keys',
  'rings',
  'shirts',
];

/**
 * {n} and {m} are who it is about, {t} the things, {x} and {y} numbers, {more} is more or fewer, {a} what somebody does. `tell` has
 * a part for the first action, one for each between, and one for the last, separated by |.
 */
const wordings = () =>
  wordingsOf('reasoning', {
    begin: 'n x t',
    tell: 'n a',
    gain: 'x',
    lose: 'x',
    ask: 't n?',
    rest: 't n?',
    compare: 'n m x y t more',
    total: 't n? m?',
  });

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
  const [first, ...steps] = drawFrom(
    split,
    () => numbersOf(random, range),
    list => `reasoning ${list.map(Math.abs).sort((a, b) => a - b)}`,
  );
  const { begin, tell, gain, lose, ask, rest } = wordings();
  const actions = steps.map(step => filled(worded(step > 0 ? gain : lose, split, random), { x: Math.abs(step) }));
  // Nothing is left over where nothing was lost.
  const asked = steps.some(step => step < 0) && random() < 0.3 ? rest : ask;
  const told = [
    worded(begin, split, random),
    inOrder(worded(tell, split, random), actions),
    worded(asked, split, random),
  ];
  let now = first;
  const work = steps.map(step => {
    const before = now;
    now += step;
    return `${before} ${step > 0 ? '+' : '-'} ${Math.abs(step)} = ${now}.`;
  });
  return {
    prompt: [user(filled(told.join(' '), { n: random.pick(firstNames()), t: random.pick(things), x: first }))],
    answer: `${work.join(' ')} The answer is ${now}.`,
    check: { kind: 'number', value: now },
  };
}

/** What there is at first, and what is added to it or taken from it; there is always something left. */
function numbersOf(random: Random, range: (typeof ranges)[1]): [number, ...number[]] {
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
}

/** Tells two or more actions in the order in which they happen. */
function inOrder(way: string, actions: string[]): string {
  const parts = way.split('|');
  if (parts.length !== 3)
    throw new Error(`wordings/reasoning.tsv: tell has ${parts.length} parts instead of three: ${way}`);
  const [first, between, last] = parts as [string, string, string];
  return actions.map((a, i) => filled(i === 0 ? first : i === actions.length - 1 ? last : between, { a })).join('');
}

function comparison(split: Split, random: Random): ReturnType<AbilitySpec['sample']> {
  const { more, has, gap } = drawFrom(
    split,
    () => {
      const more = random() < 0.5;
      const has = 4 + random.int(40);
      // One more apple would be no plural.
      return { more, has, gap: 2 + random.int(more ? 18 : Math.min(18, has - 2)) };
    },
    ({ more, has, gap }) => `comparison ${more} ${[has, gap].sort((a, b) => a - b)}`,
  );
  const { compare, total } = wordings();
  const [n, m] = random.shuffle(firstNames()) as [string, string];
  const text = `${worded(compare, split, random)} ${worded(total, split, random)}`;
  const values = { n, m, t: random.pick(things), x: has, y: gap, more: more ? 'more' : 'fewer' };
  const theirs = more ? has + gap : has - gap;
  return {
    prompt: [user(filled(text, values))],
    answer: `${has} ${more ? '+' : '-'} ${gap} = ${theirs}. ${has} + ${theirs} = ${has + theirs}. The answer is ${has + theirs}.`,
    check: { kind: 'number', value: has + theirs },
  };
}
