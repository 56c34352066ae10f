import { type Method, settingsOf } from './method';
import { vanilla } from './vanilla';

/**
 * Starting point as the reference: adds weight/2 · ‖θ − θ0‖² to the loss, which pulls every parameter back to the base. At weight 0 it is
 * vanilla fine-tuning to the last bit. In the paper it stands in the place of weight decay; here the optimizer's own small decay stays as it is
 * for every method.
 *
 * `weight`: 0.01 is this workbench's, not tuned: were each of TinyChat's two million numbers moved
 * by 0.01, the penalty would be 1, as large as a loss.
 */
export const l2Sp: Method = {
  name: 'L2-SP',
  cite: 'Li et al. 2018 (1802.01483)',
  settings: { weight: 0.01 },
  anchored: true,
  checkSettings({ weight = Number.NaN }) {
    if (!(weight >= 0 && Number.isFinite(weight)))
      throw new Error(`weight of L2-SP is ${weight}: give a number of 0 or more`);
  },
  prepare: vanilla.prepare,
  objective: given => ({ anchor: { weight: settingsOf(l2Sp, given).weight as number } }),
};
