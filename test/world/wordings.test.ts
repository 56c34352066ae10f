import { describe, expect, it } from 'vitest';
import { abilityNames } from '../../src/world';
import { parseWordings, wordingsOf } from '../../src/world/wordings';

const file = (...lines: string[]) => ['said|use|text', ...lines].map(line => line.replaceAll('|', '\t')).join('\n');

const greeting = [
  'greet|all|Hello, {name}.',
  'greet|all|Good {time}, {name}.',
  'greet|paraphrase|{name}, good {time}.',
];
const placeholders = { greet: 'name time?' };

describe('wordings', () => {
  it('are read as those of training and those of paraphrases only', () => {
    expect(parseWordings('x.tsv', file(...greeting), placeholders)).toEqual({
      greet: { known: ['Hello, {name}.', 'Good {time}, {name}.'], heldOut: ['{name}, good {time}.'] },
    });
  });

  it.each([
    ['the use is unknown', ['greet|some|Hi, {name}.'], 'x.tsv: greet has the use some: write all or paraphrase'],
    ['one stands twice', ['greet|paraphrase|Hello, {name}.'], 'x.tsv: greet, Hello, {name}. stands twice'],
    [
      'a paraphrase is in the words of training, if for something else',
      ['part|all|Bye, {name}.', 'part|paraphrase|hello, {name}.'],
      'x.tsv: part has a paraphrase that training uses: hello, {name}.',
    ],
    ['paraphrases have none', ['part|all|Bye, {name}.'], 'x.tsv: part has no wording for paraphrase'],
    ['training has none', ['part|paraphrase|Bye, {name}.'], 'x.tsv: part has no wording for all'],
    [
      'nothing of the kind is said',
      ['part|all|Bye, {name}.', 'part|paraphrase|{name}, bye.'],
      'x.tsv: part is nothing that is said: choose one of greet',
    ],
    [
      'a placeholder is unknown',
      ['greet|all|Hello, {name} of {city}.'],
      'x.tsv: greet has the unknown placeholder {city}: Hello, {name} of {city}.',
    ],
    ['a placeholder is missing', ['greet|all|Hello there.'], 'x.tsv: greet has no placeholder {name}: Hello there.'],
    [
      'a placeholder is empty',
      ['greet|all|Hi, {name} {}.'],
      'x.tsv: greet has the unknown placeholder {}: Hi, {name} {}.',
    ],
  ])('are refused, naming file and entry, when %s', (_, lines, message) => {
    expect(() => parseWordings('x.tsv', file(...greeting, ...lines), placeholders)).toThrow(message);
  });

  it('are refused when something that must be said is not', () => {
    expect(() => parseWordings('x.tsv', file(...greeting), { ...placeholders, part: 'name' })).toThrow(
      'x.tsv: part has no wordings',
    );
  });
});

/** The words of some wordings, without what is filled in. */
const words = (texts: string[]) =>
  texts.flatMap(
    text =>
      text
        .replace(/\{.*?\}/g, '')
        .toLowerCase()
        .match(/\p{L}+/gu) ?? [],
  );

it.each(['knowledge', 'reasoning'])('the wordings of %s are many', file => {
  for (const { known, heldOut } of Object.values(wordingsOf(file))) {
    expect(known.length).toBeGreaterThanOrEqual(8);
    expect(heldOut.length).toBeGreaterThanOrEqual(3);
  }
});

it.each(abilityNames)('the paraphrases of %s are in words of training', file => {
  const said = Object.values(wordingsOf(file));
  const trained = new Set(words(said.flatMap(({ known }) => known)));
  expect(words(said.flatMap(({ heldOut }) => heldOut)).filter(word => !trained.has(word))).toEqual([]);
});

/** How many words one must put in, leave out or change to turn one text into the other. */
function distance(a: string[], b: string[]): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  a.forEach((word, i) => {
    const next = [i + 1];
    b.forEach((other, j) => {
      next.push(Math.min(row[j + 1]! + 1, next[j]! + 1, row[j]! + Number(word !== other)));
    });
    row = next;
  });
  return row.at(-1)!;
}

it.each(abilityNames)(
  'no paraphrase of %s is a wording of training but for a word, or its words in another order',
  file => {
    const parts = (text: string) => text.toLowerCase().match(/\{\w+\}|\p{L}+/gu) ?? [];
    const near = Object.values(wordingsOf(file)).flatMap(({ known, heldOut }) =>
      heldOut.flatMap(text =>
        known
          .filter(
            other => distance(parts(text), parts(other)) < 2 || `${parts(text).sort()}` === `${parts(other).sort()}`,
          )
          .map(other => `${text} | ${other}`),
      ),
    );
    expect(near).toEqual([]);
  },
);
