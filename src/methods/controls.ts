import { createRandom } from '../random';
import { encodeTranslation } from '../text';
import type { Method, TranslationExample } from './method';
import { explained, radis } from './radis';
import { vanilla } from './vanilla';

/**
 * What of RaDis matters: its rationales, each in the place of another's. They speak of other words than the text does. It takes two pairs at
 * least.
 */
export const shuffledRationales: Method = {
  name: 'RaDis, shuffled rationales',
  cite: 'a control for 2410.13944',
  explains: true,
  async prepare(pairs, context) {
    const examples = await radis.prepare(pairs, { ...context, settings: undefined });
    const order = createRandom(`shuffled/${context.decoding.seed ?? 0}`).shuffle([...examples.keys()]);
    // Each takes the rationale of the next in a random ring: none keeps its own.
    const giver = new Map(order.map((at, i) => [at, order[(i + 1) % order.length] as number]));
    return examples.map(({ prompt, reference }, i) => {
      const { rationale } = examples[giver.get(i) as number] as TranslationExample;
      return rationale === undefined ? { prompt, reference } : { prompt, reference, rationale };
    });
  },
};

/** Whose rationales matter: another model's, for the same references. */
export const anotherTeacher: Method = {
  name: "RaDis, another's rationales",
  cite: 'the teachers of 2410.13944, section 5.2',
  explains: true,
  needsTeacher: true,
  async prepare(pairs, context) {
    if (context.teacher === undefined) throw new Error('the rationales are to be of another model: name a teacher');
    return explained(pairs, context, context.teacher);
  },
};

/**
 * Whether it is the number of tokens: references alone, repeated until as many tokens are learned as with rationales. They come in rounds, each in
 * an order of its own, so that the last, which is not a whole one, leaves out texts of all kinds.
 */
export const tokenMatched: Method = {
  name: 'vanilla, as many tokens',
  cite: 'a control for 2410.13944',
  async prepare(pairs, context) {
    const learned = (example: TranslationExample) =>
      encodeTranslation(context.base.tokenizer, example).segments.filter(segment => segment > 0).length;
    const examples = await radis.prepare(pairs, { ...context, settings: undefined });
    const aim = examples.reduce((sum, example) => sum + learned(example), 0);
    const plain = await vanilla.prepare(pairs, context);
    const random = createRandom(`matched/${context.decoding.seed ?? 0}`);
    const repeated: TranslationExample[] = [];
    let round: TranslationExample[] = [];
    for (let tokens = 0, i = 0; tokens < aim; i++) {
      if (i % plain.length === 0) round = random.shuffle(plain);
      const example = round[i % plain.length] as TranslationExample;
      repeated.push(example);
      tokens += learned(example);
    }
    return repeated;
  },
};
