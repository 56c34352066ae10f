import { answer } from '../generate';
import { separator } from '../types';
import type { Method } from './method';
import { wholeAnswer } from './own-answers';

/**
 * Sequence-level knowledge distillation: the base's own most likely translations take the place of the references, without what it
 * says after them. Little is forgotten, for little is learned. Where the base says nothing, or comes to no end, the reference stays.
 */
export const seqKd: Method = {
  name: 'SeqKD',
  cite: 'Kim and Rush 2016 (1606.07947)',
  async prepare(pairs, { base, decoding }) {
    const answers = await answer(
      base,
      pairs.map(({ prompt }) => prompt),
      { stop: [separator], ...decoding },
    );
    return pairs.map(({ prompt, reference }, i) => ({ prompt, reference: wholeAnswer(answers[i]) || reference }));
  },
};
