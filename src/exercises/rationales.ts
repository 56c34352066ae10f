import type { AnnotatedToken } from '../analysis';
import { mean } from '../evaluate';
import type { Statement } from '../world';
import { close, type Exercise, explain, right, wrong } from './exercise';

/** λ of the exercise on weights. */
const LAMBDA = 0.5;

/** The weights at which the loss is tried. */
const TRIED = [0, 0.25, 1, 4];

const nllOf = (tokens: readonly AnnotatedToken[], segment: AnnotatedToken['segment']) =>
  tokens.filter(token => token.segment === segment).map(({ nll }) => nll);

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** The loss of one example, by token: (Σ_y nll + λ Σ_r nll) / (|y| + λ |r|). */
function lossOf(tokens: readonly AnnotatedToken[], lambda: number): number {
  const [y, r] = [nllOf(tokens, 'translation'), nllOf(tokens, 'rationale')];
  return (sum(y) + lambda * sum(r)) / (y.length + lambda * r.length);
}

const tokensFrom = (context: unknown): AnnotatedToken[] => {
  if (!Array.isArray(context)) throw new Error('hand over the tokens of the example as well');
  return context as AnnotatedToken[];
};

export const weights: Exercise = {
  notebook: '01',
  title: 'Three weights',
  minutes: 3,
  level: 1,
  ask: `With λ = ${LAMBDA}, how much does a token of the prompt, of the translation and of the rationale weigh? Give [prompt, translation, rationale].`,
  check(answer) {
    if (!Array.isArray(answer) || answer.length !== 3)
      return wrong('give three numbers: [prompt, translation, rationale]');
    const given = answer.map(Number) as [number, number, number];
    const [prompt, translation, rationale] = given;
    if (prompt === 0 && translation > 0 && close(rationale, LAMBDA * translation))
      return right(
        'nothing is learned of the request; a rationale token pulls half as hard as one of the translation.',
      );
    return explain(
      given,
      [
        {
          is: ([p]) => p !== 0,
          says: 'with a weight on the prompt the model would learn to ask, not to answer: the prompt weighs 0.',
        },
        {
          is: ([, y, r]) => close(y, LAMBDA * r),
          says: 'the other way round: λ multiplies the rationale, and the translation has weight 1.',
        },
        {
          is: ([, , r]) => r === 0,
          says: 'with 0 on the rationale it is left out: that is vanilla fine-tuning, λ = 0.',
        },
        { is: ([, y, r]) => y === r, says: 'with equal weights λ is 1, the weight of the paper.' },
      ],
      `the translation weighs 1, and the rationale λ = ${LAMBDA} times as much.`,
    );
  },
};

export const loss: Exercise = {
  notebook: '01',
  title: 'The loss by hand',
  minutes: 10,
  level: 3,
  ask: 'Write a function of the tokens of an example and λ that gives the loss: the weighted mean of nll over translation and rationale.',
  check(answer, context) {
    if (typeof answer !== 'function') return wrong('give a function: (tokens, lambda) => number');
    const tokens = tokensFrom(context);
    const given = TRIED.map(lambda => Number(answer(tokens, lambda)));
    const expected = TRIED.map(lambda => lossOf(tokens, lambda));
    const off = Math.max(...given.map((value, i) => Math.abs(value - (expected[i] as number))));
    if (off < 1e-6)
      return right(
        `equal to the loss of training at λ = ${TRIED.join(', ')}; the largest difference is ${off.toExponential(0)}.`,
      );
    const [y, r, all] = [
      nllOf(tokens, 'translation'),
      nllOf(tokens, 'rationale'),
      tokens.filter(({ segment }) => segment !== 'prompt'),
    ];
    const sums = TRIED.map(lambda => sum(y) + lambda * sum(r));
    const isLike = (other: readonly number[]) => other.every((value, i) => close(value, given[i] as number));
    return explain(
      given,
      [
        {
          is: list => list.some(Number.isNaN),
          says: 'it gives NaN: the first token of the prompt has no loss. Leave the prompt out.',
        },
        {
          is: () => isLike(sums),
          says: 'that is the sum. Divide by the sum of the weights, so that long examples do not count more.',
        },
        {
          is: () => isLike(sums.map(value => value / all.length)),
          says: 'you divide by the number of tokens: at λ = 4 the weights add up to more than that. Divide by the sum of the weights.',
        },
        {
          is: () => isLike(TRIED.map(lambda => mean(y) + lambda * mean(r))),
          says: 'that is the other way to count, by segment: each part has a mean of its own. By token there is one mean over both.',
        },
        {
          is: () => isLike(TRIED.map(() => lossOf(tokens, 1))),
          says: 'λ changes nothing in it: multiply the rationale by λ, above and below the line.',
        },
        {
          is: () => isLike(TRIED.map(lambda => (sum(y) + lambda * sum(r)) / (y.length + r.length))),
          says: 'below the line stands the sum of the weights, |y| + λ|r|, not the number of tokens.',
        },
      ],
      `at λ = 1 yours is ${given[2]?.toFixed(4)}, and that of training ${expected[2]?.toFixed(4)}.`,
    );
  },
};

export const zero: Exercise = {
  notebook: '01',
  title: 'No weight at all',
  minutes: 4,
  level: 2,
  ask: 'Predict the loss of this example at λ = 0, and compute it from the tokens. Which tokens are left?',
  check(answer, context) {
    const tokens = tokensFrom(context);
    const given = Number(answer);
    const expected = lossOf(tokens, 0);
    if (close(given, expected, 1e-3))
      return right(
        'the mean over the translation alone: at λ = 0 the rationale is not there, and RaDis is vanilla fine-tuning.',
      );
    const [y, r] = [nllOf(tokens, 'translation'), nllOf(tokens, 'rationale')];
    return explain(
      given,
      [
        { is: value => value === 0, says: 'λ is 0, not the loss: the translation still weighs 1.' },
        {
          is: value => close(value, sum(y), 1e-3),
          says: 'that is the sum over the translation: divide by its number of tokens.',
        },
        {
          is: value => close(value, sum(y) / (y.length + r.length), 1e-3),
          says: 'the rationale weighs nothing below the line, too: divide by the tokens of the translation alone.',
        },
        { is: value => close(value, lossOf(tokens, 1), 1e-3), says: 'that is the loss at λ = 1, with the rationale.' },
      ],
      `at λ = 0 it is the mean of nll over the translation: ${expected.toFixed(2)} nats.`,
    );
  },
};

export const judgeTruth: Exercise = {
  notebook: '01',
  title: 'True, or made up?',
  minutes: 3,
  level: 1,
  ask: 'Which of the statements are true in the world of the model? Give a list of true and false, one for each.',
  check(answer, context) {
    if (!Array.isArray(context) || context.length === 0) throw new Error('hand over the statements as well');
    const statements = context as Statement[];
    if (!Array.isArray(answer) || answer.length !== statements.length)
      return wrong(`give a list of ${statements.length}: [true, false, …]`);
    const truths = statements.map(({ verdict }) => verdict === 'right');
    const missed = statements.filter((_, i) => Boolean(answer[i]) !== truths[i]);
    const share = `${truths.filter(Boolean).length} of ${truths.length} are true`;
    const [first] = missed;
    if (first === undefined) return right(`${share}. All of them sound alike: the form says nothing about the truth.`);
    const truth = first.verdict === 'right' ? 'true' : 'made up';
    if (answer.every(Boolean))
      return wrong(
        `that takes all of them for true, and ${share}. "${first.text}" is ${truth}, though it sounds sure.`,
      );
    return wrong(`${missed.length} of ${truths.length} are not right. "${first.text}" is ${truth}.`);
  },
};
