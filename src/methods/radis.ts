import { generateRationales, type ReferencePair, type Speaker } from '../generate';
import { createRandom } from '../random';
import { type Method, type MethodContext, settingsOf, type TranslationExample } from './method';
import { vanilla } from './vanilla';

/**
 * Rationale distillation: the model's own continuation of each reference is trained on together with it, with weight λ.
 *
 * At λ = 0 the rationale has no weight and is left out, so that the end of the turn follows the translation: vanilla fine-tuning,
 * to the last bit (with one sample of each pair; several make one long pass of what would be several). That is a step, not a limit: with
 * any λ > 0 the end of the turn belongs to the rationale, and that a translation may also end at once is not taught.
 *
 * `samples`: how many rationales are drawn for each pair, each an example of its own. With as many as there would be passes over the
 * data, no rationale is seen twice. The paper does not say; one is what its formula has.
 *
 * `share`: of the pairs, those that get a rationale; the others are as in vanilla fine-tuning. In the paper all do.
 */
export const radis: Method = {
  name: 'RaDis',
  cite: 'Rationale Distillation, 2410.13944',
  settings: { samples: 1, share: 1 },
  explains: true,
  checkSettings({ samples = 1, share = 1 }) {
    if (!(Number.isInteger(samples) && samples > 0))
      throw new Error(`samples is ${samples}: give a whole number of 1 or more`);
    if (!(share >= 0 && share <= 1)) throw new Error(`the share of rationales is ${share}: give a number from 0 to 1`);
  },
  async prepare(pairs, context) {
    const { samples = 1, share = 1 } = settingsOf(radis, context.settings);
    const order = createRandom(`share/${context.decoding.seed ?? 0}`).shuffle([...pairs.keys()]);
    const chosen = new Set(order.slice(0, Math.round(share * pairs.length)));
    // All are drawn, so that a text has the same rationale, at the same place, whatever the share.
    const examples = await explained(pairs, context, context.base, samples);
    return examples.map((example, i) => (chosen.has(i % pairs.length) ? example : bare(example)));
  },
};

const bare = ({ prompt, reference }: TranslationExample): TranslationExample => ({ prompt, reference });

/** Pairs with the rationales that a model gives to them. */
export async function explained(
  pairs: readonly ReferencePair[],
  context: MethodContext,
  teacher: Speaker,
  samples = 1,
): Promise<TranslationExample[]> {
  const every = Array.from({ length: samples }, () => pairs).flat();
  if (context.loss.lambda === 0) return vanilla.prepare(every, context);
  const rationales = await generateRationales(teacher, every, context.decoding);
  return every.map(({ prompt, reference }, i) => {
    const rationale = rationales[i];
    return rationale ? { prompt, reference, rationale } : { prompt, reference };
  });
}
