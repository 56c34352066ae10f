import type { Method } from './method';
import { vanilla } from './vanilla';

/**
 * Learning without forgetting: on the tokens of the references the model is held near to what the base would say in their place, by
 * the divergence KL(base ‖ model) with weight β.
 *
 * `beta`: 1, as in the paper that it comes from.
 */
export const kl: Method = {
  name: 'KL to the base',
  cite: 'Li and Hoiem 2016 (1606.09282)',
  settings: { beta: 1 },
  prepare: vanilla.prepare,
  objective: ({ beta }) => ({ distillation: { weight: beta as number } }),
};
