import type { Message } from '../types';
import { type Method, type Settings, settingsOf } from './method';
import { vanilla } from './vanilla';

/**
 * Experience replay: a share of the examples is general data, such as the base was trained on. An upper bound: for a published chat
 * model such data is not to be had, which is what rationales are to make up for.
 *
 * `share`: of all examples; 0.1 as in common practice. The RaDis paper has no such run.
 */
export const replay: Method = {
  name: 'experience replay',
  cite: 'Rolnick et al. 2019 (1811.11682)',
  settings: { share: 0.1 },
  checkSettings: checkShare,
  async prepare(pairs, context) {
    const count = replayCount(pairs, settingsOf(replay, context.settings).share as number);
    if (context.general === undefined) throw new Error('there is nothing to replay: give general conversations');
    const replayed = context.general(count);
    const examples = replayed.map(turns => ({
      prompt: turns.slice(0, -1),
      reference: (turns.at(-1) as Message).content,
    }));
    return [...(await vanilla.prepare(pairs, context)), ...examples];
  },
};

/** More of it, and hardly a translation would be left; towards 1 there is no end to the examples. */
const MOST = 0.95;

/** @throws Error when the share of all examples is not from 0 to 0.95 */
export function checkShare({ share = Number.NaN }: Settings): void {
  if (!(share >= 0 && share <= MOST))
    throw new Error(`the share of replay is ${share}: give a number from 0 to ${MOST}`);
}

/** How many examples, added to the pairs, are a share of them all. */
export const replayCount = ({ length }: readonly unknown[], share: number): number =>
  Math.round((share / (1 - share)) * length);
