import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/random';
import { explain, sampleTranslations, statementsOf } from '../../src/world';

const items = ['everyday', 'clinic'].flatMap(domain =>
  sampleTranslations({ domain, from: 'en', to: 'de', count: 150, seed: 6 }),
);
const [item] = sampleTranslations({ domain: 'everyday', from: 'en', to: 'de', count: 1, seed: 1 });

describe('what an explanation says', () => {
  it('is right, all of it, when the world explains', () => {
    const random = createRandom('statements');
    let judged = 0;
    for (const item of items) {
      const explanation = explain(item, random);
      const { right, ...rest } = statementsOf(explanation, item);
      expect(rest, explanation).toEqual({ wrong: 0, other: 0 });
      judged += right;
    }
    expect(judged).toBeGreaterThan(items.length);
  });

  it.each([
    '"dog" is "Katze" in German.',
    'The noun "Hund" is feminine, so its article is "die".',
    'It is "der Katze", because the word is masculine.',
    'The plural of "Hund" is "Hunden".',
    'More than one dog would be "Katzen" in German.',
    'The past tense of "see" is "seed".',
    'A dog is something to eat.',
    'The word "bread" names an animal.',
    'Be careful: a flower can be dangerous.',
    'The number here is 99.',
    'Words:\n1. dog: Katze',
  ])('is wrong where the world knows better: %s', explanation => {
    expect(statementsOf(explanation, item!)).toEqual({ right: 0, wrong: 1, other: 0 });
  });

  it.each(['The dog sings.', 'Dogs like bones more than cats do.', 'Danke.'])(
    'is not judged where the world says nothing like it: %s',
    explanation => {
      expect(statementsOf(explanation, item!)).toEqual({ right: 0, wrong: 0, other: 1 });
    },
  );

  it('is counted sentence by sentence, lists entry by entry', () => {
    const explanation = '"dog" is "Hund" in German. A dog is an animal. So it is.\nWords:\n1. dog: Hund\n2. cat: Hund';
    expect(statementsOf(explanation, item!)).toEqual({ right: 3, wrong: 1, other: 1 });
    expect(statementsOf('', item!)).toEqual({ right: 0, wrong: 0, other: 0 });
  });
});
