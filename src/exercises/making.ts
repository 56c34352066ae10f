import type { ChatModel } from '../model';
import { countParameters } from '../model';
import { type Exercise, right, wrong } from './exercise';

/** The model that both exercises are about. */
interface ModelAtHand {
  model: ChatModel;
}

export const parameterCount: Exercise = {
  notebook: '90',
  title: 'Two million numbers',
  minutes: 5,
  level: 2,
  ask: 'The embedding has a row for each token of the vocabulary. Which share of all parameters is it? Give a number from 0 to 1.',
  check(answer, context) {
    const { model } = Object(context) as ModelAtHand;
    if (model === undefined) throw new Error('hand over { model } as well');
    const { vocabSize, hiddenSize } = model.config;
    const all = countParameters(model.config);
    const share = (vocabSize * hiddenSize) / all;
    const given = Number(answer);
    const said = `${vocabSize} tokens × ${hiddenSize} = ${vocabSize * hiddenSize} of ${all}`;
    if (Math.abs(given - share) < 0.01)
      return right(`${said}. The head that predicts the next token is the same matrix, so that it counts once.`);
    if (Math.abs(given - (2 * vocabSize * hiddenSize) / all) < 0.02)
      return wrong('you count the head as well: it is the same matrix as the embedding.');
    if (given > 1) return wrong('give a share, from 0 to 1: divide by all parameters.');
    return wrong(`a row has hiddenSize numbers, and there are vocabSize rows: ${said}.`);
  },
};

export const letters: Exercise = {
  notebook: '90',
  title: 'Cheap words, dear words',
  minutes: 4,
  level: 1,
  ask: 'Find a word of ten letters or more that is one token, and a word of five letters or fewer that takes three or more. Give [long, short].',
  check(answer, context) {
    const { model } = Object(context) as ModelAtHand;
    if (model === undefined) throw new Error('hand over { model } as well');
    if (!Array.isArray(answer) || answer.length !== 2 || answer.some(word => typeof word !== 'string'))
      return wrong("give two words: ['…', '…'].");
    const [long, short] = answer as [string, string];
    // Inside a text a word comes behind a space.
    const tokensOf = (word: string) => model.tokenizer.encode(` ${word.trim()}`).length;
    const said = `"${long}" is ${tokensOf(long)} token${tokensOf(long) === 1 ? '' : 's'}, "${short}" ${tokensOf(short)}`;
    if ([...long].length < 10 || [...short].length > 5)
      return wrong(
        `the first has ${[...long].length} letters, the second ${[...short].length}: ten or more, and five or fewer.`,
      );
    if (tokensOf(long) === 1 && tokensOf(short) >= 3)
      return right(`${said}. What was read often is cheap; what is rare is written in pieces.`);
    return wrong(`${said}. Frequent words of the model's world become one token; rare ones are spelled.`);
  },
};
