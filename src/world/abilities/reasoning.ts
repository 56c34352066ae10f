import { type AbilitySpec, drawFrom, user } from '../ability';
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
const gains = ['buys', 'finds', 'gets'];
const losses = ['gives away', 'sells', 'loses'];

/** Arithmetic stories of two and three steps, worked out loud. The numbers of a test were never trained on together, in any order. */
export const reasoning: AbilitySpec = {
  ability: 'reasoning',
  sample(split, random) {
    const numbers = drawFrom(
      split,
      () => {
        const start = 2 + random.int(18);
        const steps: number[] = [];
        let now = start;
        const count = random() < 0.35 ? 3 : 2;
        while (steps.length < count) {
          const gain = random() < 0.5 || now < 3;
          const amount = gain ? 1 + random.int(9) : 1 + random.int(Math.min(9, now - 1));
          steps.push(gain ? amount : -amount);
          now += gain ? amount : -amount;
        }
        return [start, ...steps];
      },
      list => `reasoning ${list.map(Math.abs).sort((a, b) => a - b)}`,
    );
    const [start, ...steps] = numbers as [number, ...number[]];
    const name = random.pick(firstNames());
    const thing = random.pick(things);
    const actions = steps.map(step => `${random.pick(step > 0 ? gains : losses)} ${Math.abs(step)}`);
    const story = `${name} has ${start} ${thing}. ${name} ${actions.slice(0, -1).join(', ')} and ${actions.at(-1)}.`;
    const question = random.pick([
      `How many ${thing} does ${name} have now?`,
      `How many ${thing} are left?`,
      `How many ${thing} is that in the end?`,
    ]);
    let now = start;
    const work = steps.map(step => {
      const before = now;
      now += step;
      return `${before} ${step > 0 ? '+' : '-'} ${Math.abs(step)} = ${now}.`;
    });
    return {
      prompt: [user(`${story} ${question}`)],
      answer: `${work.join(' ')} The answer is ${now}.`,
      check: { kind: 'number', value: now },
    };
  },
};
