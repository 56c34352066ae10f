import type { Method } from './method';

/** Fine-tuning on the reference translations alone: the answer ends where the translation ends. */
export const vanilla: Method = {
  name: 'vanilla fine-tuning',
  cite: 'supervised fine-tuning, the baseline of 2410.13944',
  prepare: async pairs => pairs.map(({ prompt, reference }) => ({ prompt, reference })),
};
