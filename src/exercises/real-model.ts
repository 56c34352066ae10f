import type { AnnotatedToken } from '../analysis';
import { corpusChrf } from '../evaluate';
import { generateRationales, type ReferencePair } from '../generate';
import type { ChatModel } from '../model';
import { close, type Exercise, right, wrong } from './exercise';

/** Words from which on a text counts as an explanation. */
const WORDS = 5;

export const translationShare: Exercise = {
  notebook: '08',
  title: 'Who weighs more?',
  minutes: 4,
  level: 2,
  ask: 'Of the weight in the loss of this example at λ = 1, which share does the translation have? Give a number from 0 to 1.',
  check(answer, context) {
    if (!Array.isArray(context)) throw new Error('hand over the tokens as well');
    const tokens = context as AnnotatedToken[];
    const count = (segment: string) => tokens.filter(one => one.segment === segment).length;
    const [y, r] = [count('translation'), count('rationale')];
    const share = y / (y + r);
    const given = Number(answer);
    if (close(given, share, 0.011))
      return right(
        `${y} of ${y + r} tokens. The rationale has the other ${(100 * (1 - share)).toFixed(0)} %: by token, a long one outweighs its translation, and λ = ${(y / r).toFixed(2)} would make them equal.`,
      );
    if (close(given, y / tokens.length, 0.011)) return wrong('you count the prompt as well: its tokens weigh nothing.');
    if (close(given, 1 - share, 0.011)) return wrong('that is the share of the rationale.');
    if (close(given, 0.5, 0.011)) return wrong('with λ = 1 each *token* weighs the same, not each part: count them.');
    return wrong(`count the tokens: ${y} of the translation, ${r} of the rationale.`);
  },
};

/** What {@link cue} is tried on. */
export interface CueContext {
  model: ChatModel;
  pairs: ReferencePair[];
}

export const cue: Exercise = {
  notebook: '08',
  title: 'Make it explain',
  minutes: 6,
  level: 2,
  ask: `Find a text to put behind the reference, after which the model goes on with ${WORDS} words or more for three of four references, and does not just say the reference again.`,
  async check(answer, context) {
    const { model, pairs } = Object(context) as CueContext;
    if (model === undefined || pairs === undefined) throw new Error('hand over { model, pairs } as well');
    if (typeof answer !== 'string' || answer === '') return wrong("give a text, such as '\\n\\nNote:'.");
    if (!answer.startsWith('\n'))
      return wrong(
        'begin with a line break: otherwise the cue belongs to the translation, and the model would learn to write it there.',
      );
    const said = await generateRationales(model, pairs, { separator: answer, maxNewTokens: 48, seed: 1 });
    const own = said.map(text => text.replace(answer, '').trim());
    const isLong = (text: string) => text.split(/\s+/).length >= WORDS;
    const isCopy = (text: string, i: number) =>
      text !== '' && corpusChrf([text], [(pairs[i] as ReferencePair).reference]) > 60;
    const good = own.filter((text, i) => isLong(text) && !isCopy(text, i)).length;
    const copies = own.filter(isCopy).length;
    const score = `${good} of ${pairs.length} references are followed by an explanation`;
    if (good * 4 >= pairs.length * 3)
      return right(`${score}, such as "${own.find(isLong)}". How one asks decides what is rehearsed.`);
    if (copies > 0)
      return wrong(`${score}; ${copies} times it says the translation again: ask for something about it.`);
    return wrong(`${score}. What would a text look like behind which an explanation comes?`);
  },
};
