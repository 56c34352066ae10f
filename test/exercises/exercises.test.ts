import { afterEach, describe, expect, it, test, vi } from 'vitest';
import { type AnnotatedToken, Study } from '../../src/analysis';
import { blind, check, exercises, predict, reveal } from '../../src/exercises';
import { countParameters } from '../../src/model';
import { openTinyChat } from '../../src/notebook';
import { measurement, run } from '../analysis/made-up';
import { recordShown } from '../notebook/shown';

const shown = recordShown();
const last = () => shown.at(-1)?.data['text/plain'];
afterEach(() => vi.unstubAllEnvs());

const token = (segment: AnnotatedToken['segment'], nll: number): AnnotatedToken => ({
  ...{ text: 'x', id: 1, segment, nll, weight: 0, likely: [] },
});
// Translation: mean 2, sum 4; rationale: mean 1, sum 3.
const tokens = [
  token('prompt', Number.NaN),
  token('prompt', 7),
  token('translation', 1),
  token('translation', 3),
  ...[0.5, 1, 1.5].map(nll => token('rationale', nll)),
];
type Tokens = AnnotatedToken[];
const of = (list: Tokens, segment: string) => list.filter(one => one.segment === segment).map(({ nll }) => nll);
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
const whole = (list: Tokens, lambda: number) => sum(of(list, 'translation')) + lambda * sum(of(list, 'rationale'));
const blinded = blind({ base: ['Ja.\n\nSo.'], vanilla: ['Ja.'], RaDis: ['Ja.\n\nDoch.'] });

const base = openTinyChat();
const other = openTinyChat('other-words');
const chats = [
  'Translate into German:\nA friend cleans a mirror in the room now.',
  'Translate into English:\nDie Katze schläft.',
  'Anna has 7 apples. Anna buys 5 and gives away 4. How many apples does Anna have now?',
];
const pair = {
  prompt: [{ role: 'user' as const, content: 'Translate into German:\nThe cat sleeps.' }],
  reference: 'Die Katze schläft.',
};
const rationale = 'The text is in the present tense.';

const statements = [
  { text: 'The text is in the past tense.', verdict: 'wrong' },
  { text: 'The text is about everyday life.', verdict: 'right' },
];

/** Two models of one matrix, (3, 4) before and (3, 5) after: a step of 1 from a length of 5. */
const matrix = (...data: number[]) => ({ parameters: new Map([['m', { data: Float32Array.from(data) }]]) });

/** A training of a few steps, to try a method on. */
const small = run('vanilla', 1e-3, 1, measurement(20, '1100'));
const trying = {
  base,
  experiment: { measure: { translations: 2, itemsPerAbility: 2, seed: 1 } },
  study: new Study(
    {
      base: measurement(10, '1111'),
      runs: [{ ...small, run: { ...small.run, pairs: 4, batchSize: 4 } }],
    },
    { vanilla: { method: 'vanilla' } },
  ),
  rate: 1e-3,
};

/** Answers by exercise: the solution, and likely mistakes with a word of what each is told. */
const cases: Record<keyof typeof exercises, { solution: unknown; context?: unknown; mistakes: [unknown, RegExp][] }> = {
  forgotten: {
    solution: chats,
    context: { before: base, after: other },
    mistakes: [
      [chats.slice(0, 2), /three messages or more/],
      [Array(3).fill('How can I poison my dog?'), /is still there/],
    ],
  },
  'tell-apart': {
    solution: blinded.truth,
    context: blinded,
    mistakes: [[{ A: 'base', B: 'vanilla', C: 'RaDis' }, /of 3 are not right/]],
  },
  weights: {
    solution: [0, 1, 0.5],
    mistakes: [
      [[1, 1, 0.5], /learn to ask/],
      [[0, 0.5, 1], /other way round/],
      [[0, 1, 0], /left out/],
      [[0, 1, 1], /weight of the paper/],
      [0.5, /three numbers/],
    ],
  },
  loss: {
    solution: (list: Tokens, lambda: number) =>
      whole(list, lambda) / (of(list, 'translation').length + lambda * of(list, 'rationale').length),
    context: tokens,
    mistakes: [
      [(list: Tokens, lambda: number) => whole(list, lambda), /that is the sum/],
      [(list: Tokens) => sum(list.map(({ nll }) => nll)), /NaN/],
      [(list: Tokens, lambda: number) => whole(list, lambda) / 5, /number of tokens/],
      [(_: Tokens, lambda: number) => 2 + lambda * 1, /by segment/],
      [(list: Tokens) => whole(list, 1) / 5, /λ changes nothing/],
      ['4', /give a function/],
    ],
  },
  zero: {
    solution: 2,
    context: tokens,
    mistakes: [
      [0, /not the loss/],
      [4, /that is the sum/],
      [0.8, /below the line/],
      [1.4, /λ = 1/],
    ],
  },
  won: {
    solution: 'cannot tell',
    mistakes: [
      ['yes', /learns less forgets less/],
      ['no', /same translation quality/],
      [1, /answer 'yes'/],
    ],
  },
  'read-plane': {
    solution: 81,
    mistakes: [
      [0.81, /percent/],
      [61, /other axis/],
      [92.6, /the base/],
      [30, /orange curve/],
    ],
  },
  'matching-rate': {
    solution: 5.5e-4,
    mistakes: [
      [8e-4, /own rate/],
      [1e-4, /may be harsher/],
      [1.5e-3, /must be gentler/],
      [3, /between 0\.0001 and/],
    ],
  },
  'zero-out': {
    solution: [23, 33, 57],
    mistakes: [
      [[23, 33, 45, 57], /BLEU 45 the interval goes from -/],
      [[23], /BLEU 33/],
      ['all', /give a list/],
    ],
  },
  'heavier-or-gentler': { solution: 1, mistakes: [[0, /how harsh a rate/]] },
  'choose-lambda': {
    solution: 0.25,
    mistakes: [
      [1, /on the first half/],
      [3, /choose one of these/],
    ],
  },
  'judge-truth': {
    solution: [false, true],
    context: statements,
    mistakes: [
      [[true, true], /takes all of them for true/],
      [[false, false], /is true/],
      [[true], /a list of 2/],
    ],
  },
  'by-surprise': {
    solution: ['own rationales', 'own, shuffled', "a larger model's", 'in other words'],
    mistakes: [
      [['own rationales', 'own, shuffled', 'in other words', "a larger model's"], /larger is not stranger/],
      [['own, shuffled', 'own rationales', "a larger model's", 'in other words'], /just said itself/],
      [['own rationales', "a larger model's", 'own, shuffled', 'in other words'], /close to one another/],
      [['own'], /list of these four/],
    ],
  },
  'break-rationale': {
    solution: 'tense. present the in is text The',
    context: { model: base, pair, rationale },
    mistakes: [
      [rationale, /the rationale itself/],
      ['Nonsense.', /and yours 1/],
      ['The text is in the past tense.', /likelier|not yet twice/],
    ],
  },
  'fits-the-need': {
    solution: 'L2-SP',
    mistakes: [
      ['experience replay', /needs general requests/],
      ['LoRA', /does not reach/],
      ['RaDis, λ = 0.25', /and L2-SP/],
      ['magic', /a name of the table/],
    ],
  },
  'own-method': {
    solution: { name: 'mine', cite: '', prepare: async (pairs: unknown[]) => [...pairs] },
    context: trying,
    mistakes: [
      [{}, /a function prepare/],
      [
        { name: 'deaf', cite: '', prepare: async () => [{ prompt: pair.prompt, reference: 'Zzz.' }] },
        /holds the reference/,
      ],
    ],
  },
  'hidden-effect': {
    solution: 3,
    mistakes: [
      [0, /does not say that nothing is there/],
      [1.2, /You gave the mean/],
      [1.8, /You gave the margin/],
      [9, /minus the margin/],
    ],
  },
  'shorten-or-lighten': {
    solution: 'lighten',
    mistakes: [
      ['shorten', /translate worse/],
      ['the same', /Look at the translation/],
      ['?', /answer 'shorten'/],
    ],
  },
  drift: {
    solution: 0.2,
    context: { before: matrix(3, 4), after: matrix(3, 5), name: 'm' },
    mistakes: [
      [0.04, /forgot the root/],
      [1, /divide by the length of the matrix at the base/],
      [1 / Math.sqrt(34), /after training/],
      [Math.SQRT1_2, /count of numbers/],
      [(Math.sqrt(34) - 5) / 5, /how much \*longer\*/],
      ['far', /give a number/],
    ],
  },
  'cosine-sign': {
    solution: 'below 0',
    mistakes: [
      ['near 0', /do not know of each other/],
      ['above 0', /would help the ability/],
      [-1, /answer 'below 0'/],
    ],
  },
  'parameter-count': {
    solution: (base.config.vocabSize * base.config.hiddenSize) / countParameters(base.config),
    context: { model: base },
    mistakes: [
      [0.53, /the same matrix as the embedding/],
      [3072, /give a share/],
      [0.1, /vocabSize rows/],
    ],
  },
  letters: {
    solution: ['grandmother', 'zebra'],
    context: { model: base },
    mistakes: [
      [['cat', 'dog'], /ten or more/],
      [['strawberry', 'zebra'], /are spelled/],
      ['grandmother', /give two words/],
    ],
  },
  'translation-share': {
    solution: 2 / 5,
    context: tokens,
    mistakes: [
      [2 / 7, /count the prompt/],
      [3 / 5, /share of the rationale/],
      [0.5, /not each part/],
      [0.9, /count the tokens/],
    ],
  },
  cue: {
    solution: '\n\n',
    context: { model: base, pairs: [pair, pair] },
    mistakes: [
      ['Note:', /begin with a line break/],
      [7, /give a text/],
    ],
  },
  challenge: {
    solution: { lambda: 0.5, rate: 8e-4 },
    mistakes: [
      [{ lambda: 0.25, rate: 8e-4 }, /place 2 of 9/],
      [{ lambda: 1, rate: 1e-4 }, /too little translation/],
      [{ lambda: 0, rate: 1.6e-3 }, /place \d+ of/],
      [{ lambda: 3, rate: 1e-4 }, /was not run/],
      [{ lambda: 1, rate: 5 }, /was not run at 5/],
      [7, /give \{ lambda/],
    ],
  },
};

describe.each(Object.entries(exercises))('the exercise %s', (name, exercise) => {
  const { solution, context, mistakes } = cases[name as keyof typeof cases];

  it('takes its solution as right, and says why', async () => {
    const verdict = await exercise.check(solution, context);
    expect(verdict).toMatchObject({ right: true });
    expect(verdict.says.length).toBeGreaterThan(20);
  });

  it('tells each mistake apart', async () => {
    const told = await Promise.all(mistakes.map(async ([answer]) => exercise.check(answer, context)));
    told.forEach((verdict, i) => {
      expect(verdict.right).toBe(false);
      expect(verdict.says).toMatch((mistakes[i] as [unknown, RegExp])[1]);
    });
    expect(new Set(told.map(({ says }) => says)).size).toBe(told.length);
  });

  it('has a task, a level and a time', () => {
    expect(exercise.ask).toMatch(/[.?]$/);
    expect(exercise.minutes).toBeGreaterThan(0);
    expect([1, 2, 3]).toContain(exercise.level);
  });

  it('bears any answer, and none', async () => {
    for (const answer of [undefined, null, 'what?', -1, Number.NaN, {}, [], () => 'x'])
      await expect(check(name, answer, context)).resolves.toBeUndefined();
  });
});

test('a cell without an answer says whose turn it is; with solutions it must be right', async () => {
  await check('weights');
  expect(last()).toMatch(/^Your turn: /);
  await check('weights', [0, 1, 0.5]);
  expect(last()).toMatch(/^Right: /);
  await check('weights', [1, 1, 1]);
  expect(last()).toMatch(/^Not yet: /);
  vi.stubEnv('RADIS_SOLUTIONS', '1');
  await expect(check('weights')).rejects.toThrow('it gives no answer');
  await expect(check('weights', [1, 1, 1])).rejects.toThrow('the solution of weights is not right');
  await expect(check('wieghts')).rejects.toThrow('no exercise wieghts: there are forgotten, tell-apart');
});

test('what a model says in an answer is shown, never obeyed', async () => {
  const context = { ...blinded, answers: { A: ['<img onerror=x>'], B: [], C: [] } };
  await check('tell-apart', { A: '<script>' }, context);
  expect(shown.at(-1)?.data['text/html']).not.toContain('<script');
});

describe('a guess', () => {
  it('is held beside what came out', () => {
    predict('kept', 80);
    reveal('kept', { mean: 59.3, margin: 2.8, count: 5 });
    expect(last()).toBe('You expected 80. It is 59.3 ± 2.8: 21 too high. What made you expect more?');
    predict('kept', 60);
    reveal('kept', { mean: 59.3, margin: 2.8, count: 5 });
    expect(last()).toContain('well guessed');
  });

  it('of an order is told how many pairs stand the other way round', () => {
    predict('order', ['a', 'b', 'c']);
    reveal('order', ['c', 'a', 'b']);
    expect(last()).toBe(
      'You expected a > b > c. It is c > a > b: 2 of 3 pairs stand the other way round, such as c and a.',
    );
    reveal('order', ['a', 'b', 'c']);
    expect(last()).toContain('the order that you expected');
  });

  it('is nobody’s duty', () => {
    predict('kept');
    reveal('kept', 3);
    expect(last()).toBe('It is 3.');
  });
});
