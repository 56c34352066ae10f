import { fisherDiagonal } from '../train';
import { type Method, settingsOf } from './method';
import { drawnAnswers } from './own-answers';
import { vanilla } from './vanilla';

/**
 * Elastic weight consolidation: adds weight/2 · Σ F_i (θ_i − θ0_i)² to the loss, which pulls back most what matters most to what the base
 * says. At weight 0 it is vanilla fine-tuning to the last bit.
 *
 * F is the diagonal of the true Fisher information at the base: general requests, and answers that the base draws itself, for the answers that
 * it was trained on are not to be had. It is taken by token (see `fisherDiagonal`), so that the penalty at weight 1 is to second order the KL
 * to the base on general answers. What the references teach it holds back far less than `kl` with β = 1 does, whose KL is on the references.
 *
 * `weight`: 1, for that reason; the paper says only that it sets how much the old task matters beside the new one.
 * `requests`: how many are answered; 128 is this workbench's, the paper does not say.
 */
export const ewc: Method = {
  name: 'EWC',
  cite: 'Kirkpatrick et al. 2017 (1612.00796)',
  settings: { weight: 1, requests: 128 },
  anchored: true,
  checkSettings({ weight = Number.NaN, requests }) {
    if (!(weight >= 0 && Number.isFinite(weight)))
      throw new Error(`weight of EWC is ${weight}: give a number of 0 or more`);
    if (!(Number.isInteger(requests) && (requests as number) > 0 && (requests as number) <= 20_000))
      throw new Error(`requests of EWC is ${requests}: give a whole number from 1 to 20000`);
  },
  prepare: vanilla.prepare,
  async objective(given, { base, decoding, general }) {
    const settings = settingsOf(ewc, given);
    const [weight, count] = [settings.weight as number, settings.requests as number];
    if (general === undefined) throw new Error('EWC asks what matters to general answers: give general conversations');
    const requests = general(count).map(turns => turns.slice(0, -1));
    const answers = await drawnAnswers(base, requests, decoding);
    const { signal } = decoding;
    return { anchor: { weight, importance: await fisherDiagonal(base.config, base.parameters, answers, { signal }) } };
  },
};
