import type { StoredTensor } from '../model';
import { type Method, settingsOf } from './method';
import { vanilla } from './vanilla';

/**
 * Weight-space ensemble: after vanilla fine-tuning every parameter goes a share of the way back,
 *
 *     θ = (1 − α) · θ0 + α · θ_tuned .
 *
 * At α = 1 it is vanilla fine-tuning to the last bit, at α = 0 the base.
 *
 * `alpha`: 0.5, half of the way; this workbench's choice.
 */
export const wiseFt: Method = {
  name: 'WiSE-FT',
  cite: 'Wortsman et al. 2022 (2109.01903)',
  settings: { alpha: 0.5 },
  checkSettings({ alpha = Number.NaN }) {
    if (!(alpha >= 0 && alpha <= 1)) throw new Error(`alpha of WiSE-FT is ${alpha}: give a number from 0 to 1`);
  },
  prepare: vanilla.prepare,
  finishes: {
    method: 'vanilla',
    parameters(tuned, base, settings) {
      const alpha = settingsOf(wiseFt, settings).alpha as number;
      const between = (name: string, { shape, data }: StoredTensor) => {
        const before = (base.get(name) as StoredTensor).data;
        return { shape, data: data.map((value, i) => (1 - alpha) * (before[i] as number) + alpha * value) };
      };
      return new Map([...tuned].map(([name, parameter]) => [name, between(name, parameter)]));
    },
  },
};
