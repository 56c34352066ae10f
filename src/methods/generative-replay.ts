import { type Method, settingsOf } from './method';
import { ownAnswers, ownRequests } from './own-answers';
import { checkShare, replayCount } from './replay';
import { vanilla } from './vanilla';

/**
 * Generative replay: in the place of the data that the base was trained on, a share of the examples is what the base makes up, requests and
 * answers both. It takes nothing but the model.
 *
 * It takes a model that knows what users ask. TinyChat does not: it learned answers alone, its requests are noise, and what it answers to them
 * is hardly what it can do. `recoveryKd` gives it requests.
 *
 * `share`: of all examples; 0.1, as much as experience replay.
 */
export const generativeReplay: Method = {
  name: 'generative replay',
  cite: 'Shin et al. 2017 (1705.08690), with requests as in 2406.08464',
  settings: { share: 0.1 },
  checkSettings: checkShare,
  async prepare(pairs, context) {
    const { base, decoding } = context;
    const count = replayCount(pairs, settingsOf(generativeReplay, context.settings).share as number);
    const made = await ownAnswers(base, await ownRequests(base, count, decoding), decoding);
    return [...(await vanilla.prepare(pairs, context)), ...made];
  },
};
