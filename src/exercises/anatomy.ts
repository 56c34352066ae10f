import { anatomyLooks, pulls } from '../analysis';
import type { ChatModel } from '../model';
import { abilityNames } from '../world';
import { close, type Exercise, explain, right, wrong } from './exercise';
import { publishedResults } from './published';

/** What {@link drift} is about. */
export interface TwoModels {
  before: ChatModel;
  after: ChatModel;
  /** The name of the matrix. */
  name: string;
}

export const drift: Exercise = {
  notebook: '07',
  title: 'How far has it moved?',
  minutes: 6,
  level: 3,
  ask: 'How far is this matrix from where it was, in parts of its own length: ‖θ − θ0‖ / ‖θ0‖?',
  check(answer, context) {
    const { before, after, name } = Object(context) as TwoModels;
    const [from, to] = [before?.parameters.get(name)?.data, after?.parameters.get(name)?.data];
    if (from === undefined || to === undefined) throw new Error('hand over { before, after, name } as well');
    const squares = (of: (i: number) => number) => from.reduce((sum, _, i) => sum + of(i) ** 2, 0);
    const [moved, length, arrived] = [
      squares(i => (to[i] as number) - (from[i] as number)),
      squares(i => from[i] as number),
      squares(i => to[i] as number),
    ];
    const expected = Math.sqrt(moved / length);
    const given = Number(answer);
    if (close(given, expected, 1e-4) && given > 0)
      return right(`${(100 * expected).toFixed(2)} % of its length: few per cent of the weights are enough to forget.`);
    const is = (value: number) => (one: number) => Math.abs(one - value) <= 1e-3 * value;
    return explain(
      given,
      [
        { is: Number.isNaN, says: 'give a number.' },
        { is: is(moved / length), says: 'that is the square of it: you forgot the root.' },
        {
          is: is(Math.sqrt(moved)),
          says: 'that is the length of the step alone: divide by the length of the matrix at the base.',
        },
        {
          is: is(Math.sqrt(moved / arrived)),
          says: 'you divide by the length of the matrix after training: θ0 is the base.',
        },
        {
          is: is(Math.sqrt(moved / from.length)),
          says: 'you divide by the count of numbers, not by the length of the matrix.',
        },
        {
          is: is(Math.abs(Math.sqrt(arrived) - Math.sqrt(length)) / Math.sqrt(length)),
          says: 'that is how much *longer* it has become: subtract number by number first, then take the length.',
        },
      ],
      `the length of a matrix is the root of the sum of its squares; the answer is near ${expected.toPrecision(1)}.`,
    );
  },
};

export const cosineSign: Exercise = {
  notebook: '07',
  title: 'Tug of war?',
  minutes: 3,
  level: 2,
  ask: "If forgetting were a tug of war, where would the cosine of both gradients lie: 'below 0', 'near 0' or 'above 0'?",
  check(answer) {
    const looks = anatomyLooks(publishedResults('anatomy'));
    const means = abilityNames.flatMap(ability =>
      pulls.map(({ of, part }) => looks.onTheWay(of, look => look.cosine[ability][part]).mean),
    );
    const said = `Measured: from ${Math.min(...means).toFixed(3)} to ${Math.max(...means).toFixed(3)}`;
    if (answer === 'below 0')
      return right(
        `a step down the one gradient would climb the other. ${said}: no tug of war is seen. To first order, that is: steps are not small, and AdamW rescales them.`,
      );
    if (answer === 'near 0')
      return wrong(`near 0 the two do not know of each other: nobody pulls against anybody. ${said}.`);
    if (answer === 'above 0') return wrong('above 0 a step towards translation would help the ability as well.');
    return wrong("answer 'below 0', 'near 0' or 'above 0'.");
  },
};
