import type { Random } from '../random';
import type { Language, Message } from '../types';
import { assistant, type Split, user, worded } from './ability';
import { realiser } from './languages';
import { english } from './languages/en';
import { type Adjective, lexicon, type Noun, type Verb } from './lexicon';
import { metByBase } from './met';
import { wordingsOf } from './wordings';

/**
 * A question for one word, from English or into it, and its answer: the base knows many words of the fine-tuning domains from a
 * dictionary, if at all.
 *
 * @param language the other language, German by default
 * @param split which wordings the question has; the words are the same in all
 * @throws Error naming a language that there is not
 */
export function dictionary(
  random: Random,
  { language = 'de', split = 'train' }: { language?: Language; split?: Split } = {},
): Message[] {
  const other = realiser(language);
  const entry = random.pick(wordsMet());
  const [from, to] = random() < 0.5 ? [english, other] : [other, english];
  const word = from.dictionaryForm(entry);
  const { question } = wordingsOf('dictionary', { question: 'word language' });
  const asked = worded(question, split, random).replace('{word}', word).replace('{language}', to.name);
  return [user(asked), assistant(`"${word}" is "${to.dictionaryForm(entry)}" in ${to.name}.`)];
}

let met: (Noun | Verb | Adjective)[] | undefined;

/** All words that the base meets, listed once: every question draws from them. */
function wordsMet() {
  if (met === undefined) {
    const { nouns, verbs, adjectives } = lexicon();
    met = [...nouns, ...verbs, ...adjectives].filter(word => word.domain !== 'shared' && metByBase(word));
  }
  return met;
}
