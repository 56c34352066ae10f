import type { ObjectiveOptions } from '../train';
import { type Method, type Settings, settingsOf } from './method';
import { vanilla } from './vanilla';

function checkBeta({ beta = Number.NaN }: Settings): void {
  if (!(beta >= 0 && Number.isFinite(beta))) throw new Error(`beta is ${beta}: give a number of 0 or more`);
}

/** Nothing at weight 0, so that the base is not asked in vain. */
const held = ({ beta }: Settings, direction: 'forward' | 'reverse'): ObjectiveOptions =>
  (beta as number) > 0 ? { distillation: { weight: beta as number, direction } } : {};

/**
 * Learning without forgetting: on the tokens of the references the model is held near to what the base would say in their place, by
 * the divergence KL(base ‖ model) with weight β.
 *
 * `beta`: 1, as in the paper that it comes from (λ there, without a temperature here). At 0 it is vanilla fine-tuning.
 */
export const kl: Method = {
  name: 'KL to the base',
  cite: 'Li and Hoiem 2016 (1606.09282)',
  settings: { beta: 1 },
  checkSettings: checkBeta,
  prepare: vanilla.prepare,
  objective: given => held(settingsOf(kl, given), 'forward'),
};

/**
 * The same with the divergence the other way, KL(model ‖ base): the model may say less than the base would, and nothing that the base would
 * not. Also on the tokens of the references, not on what the model says itself.
 *
 * `beta`: 1, as above; the paper mixes otherwise.
 */
export const reverseKl: Method = {
  name: 'reverse KL to the base',
  cite: 'Agarwal et al. 2024 (2306.13649)',
  settings: { beta: 1 },
  checkSettings: checkBeta,
  prepare: vanilla.prepare,
  objective: given => held(settingsOf(reverseKl, given), 'reverse'),
};
