import { generateRationales } from '../generate';
import type { Method } from './method';
import { vanilla } from './vanilla';

/**
 * Rationale distillation: the model's own continuation of each reference is trained on together with it, with weight λ.
 *
 * At λ = 0 the rationale has no weight and is left out, so that the end of the turn follows the translation: vanilla fine-tuning,
 * to the last bit. That is a step, not a limit: with any λ > 0 the end of the turn belongs to the rationale, and that a translation may
 * also end at once is not taught.
 */
export const radis: Method = {
  name: 'RaDis',
  cite: 'Rationale Distillation, 2410.13944',
  async prepare(pairs, context) {
    if (context.loss.lambda === 0) return vanilla.prepare(pairs, context);
    const rationales = await generateRationales(context.base, pairs, context.decoding);
    return pairs.map(({ prompt, reference }, i) => {
      const rationale = rationales[i];
      return rationale ? { prompt, reference, rationale } : { prompt, reference };
    });
  },
};
