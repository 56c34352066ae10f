import { sentenceChrf } from '../evaluate';
import { answer } from '../generate';
import { type Message, separator } from '../types';
import { type Method, settingsOf } from './method';
import { wholeAnswer } from './own-answers';

/**
 * Self-distillation fine-tuning: the base is shown request and reference and says the reference in its own words; these words take its place,
 * up to where an explanation would start. Where they are no translation any more the reference stays.
 *
 * It takes a base that follows such an instruction; from one that does not, the references stay as they are.
 *
 * `threshold`: the least chrF to the reference, 0 to 100, that a rewriting must have; 50. The paper compares what can be extracted from both,
 * such as the result of a calculation; for translations it has no such check, and this one is this workbench's. At 100 it is vanilla
 * fine-tuning (but for white space, which chrF does not see).
 */
export const sdft: Method = {
  name: 'SDFT',
  cite: 'Yang et al. 2024 (2402.13669)',
  settings: { threshold: 50 },
  checkSettings({ threshold = Number.NaN }) {
    if (!(threshold >= 0 && threshold <= 100))
      throw new Error(`threshold of SDFT is ${threshold}: give a chrF from 0 to 100`);
  },
  async prepare(pairs, { base, decoding, settings }) {
    const threshold = settingsOf(sdft, settings).threshold as number;
    const requests = pairs.map(({ prompt, reference }) => rewriting(prompt, reference));
    const answers = await answer(base, requests, { stop: [separator], ...decoding });
    return pairs.map(({ prompt, reference }, i) => {
      const text = wholeAnswer(answers[i]);
      return { prompt, reference: text !== '' && sentenceChrf(text, reference) >= threshold ? text : reference };
    });
  },
};

/** The request to say a reference in other words: the paper's (figure 3), in the place of the user's last turn. */
function rewriting(prompt: readonly Message[], reference: string): Message[] {
  const instruction = prompt.at(-1)?.content ?? '';
  const content = [
    'Below are an instruction that describes a task along with a reference answer.',
    ' Using the reference answer as a guide, write your own response.',
    `\n\n### Instruction:\n${instruction}\n\n### Reference Answer:\n${reference}\n\n### Response:\n`,
  ].join('');
  return [...prompt.slice(0, -1), { role: 'user', content }];
}
