import { type Method, settingsOf } from './method';
import { ownAnswers } from './own-answers';
import { checkShare, replayCount } from './replay';
import { vanilla } from './vanilla';

/**
 * Recovery knowledge distillation: a share of the examples is general requests with what the base itself answers to them. Of the general data
 * it takes the requests alone, which are to be had for a published chat model, too.
 *
 * `share`: of all examples; 0.1, as much as experience replay. The paper has more of it: answers to 52,000 instructions.
 */
export const recoveryKd: Method = {
  name: 'recovery KD',
  cite: 'TransLLM, Geng et al. 2024 (2405.13923)',
  settings: { share: 0.1 },
  checkSettings: checkShare,
  async prepare(pairs, context) {
    const count = replayCount(pairs, settingsOf(recoveryKd, context.settings).share as number);
    if (context.general === undefined) throw new Error('there is nothing to ask the base: give general conversations');
    const requests = context.general(count).map(turns => turns.slice(0, -1));
    const answered = await ownAnswers(context.base, requests, context.decoding);
    return [...(await vanilla.prepare(pairs, context)), ...answered];
  },
};
