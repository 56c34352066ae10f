import type { Random } from '../../random';
import type { Language } from '../../types';
import type { Check } from '../ability';
import { realiser } from '../languages';
import { english } from '../languages/en';
import { type Concept, lexicon, type Noun } from '../lexicon';
import { remembered } from '../remembered';
import { describedNouns, sentenceAbout, sentenceLengths } from './sentences';

/** Something to do whose doing can be verified. */
export interface Drawn {
  /** What the combination is named by; the same in any order and any wording. */
  about: string;
  /** What the wordings of the task leave to be filled in. */
  said: Record<string, string>;
  answer: string;
  check: Check;
}

type Task = (random: Random) => Drawn;

const capitals = (words: string[]) => words.map(word => word.toUpperCase());
const numbered = (words: string[]) => words.map((word, i) => `${i + 1}. ${word}`).join('\n');
const quoted = (words: string[]) => words.map(word => `"${word}"`);

/** What can be asked for alone, by the name of its wordings. */
export const tasks = {
  capitals: onWords(2, 3, words => capitals(words).join(', ')),
  list: onWords(2, 4, numbered),
  reverse: onWords(2, 3, words => [...words].reverse().join(', ')),
  first: onWords(2, 4, words => words[0] as string),
  last: onWords(2, 4, words => words.at(-1) as string),
  count: onWords(2, 5, words => String(words.length)),
  twice: onWords(1, 1, ([word]) => `${word} ${word}`),
  quotes: onWords(2, 3, words => quoted(words).join(', ')),
  language: translation,
  length: sentence,
} satisfies Record<string, Task>;

type Step = (words: string[]) => string[];

/** What can be combined, by the name of its wordings: one of each kind at most, in this order. Each step works on what the one before gives. */
export const steps = [
  { reverse: words => [...words].reverse(), sort: words => [...words].sort() },
  { first: words => words.slice(0, 2), last: words => words.slice(-2) },
  { capitals, quotes: quoted },
] as const satisfies Record<string, Step>[];

/** Different words of everyday text. */
export function distinctWords(count: number, random: Random): string[] {
  const words = new Set<string>();
  while (words.size < count) words.add(random.pick(everyday('en')));
  return [...words];
}

function onWords(least: number, most: number, answer: (words: string[]) => string): Task {
  return random => {
    const words = distinctWords(least + random.int(most - least + 1), random);
    const value = answer(words);
    return {
      about: [...words].sort().join(' '),
      said: { w: words.join(', ') },
      answer: value,
      check: { kind: 'exact', value },
    };
  };
}

/** German words that are English words as well, for something else: `"Boot" in Chinese` would ask for two things. */
const FALSE_FRIENDS = ['boat', 'hat', 'letter', 'stove', 'wall', 'lake'];

/** Languages that the base model speaks. */
const spoken: Language[] = ['en', 'de', 'zh'];

/** One word in another language. A word that is kept for tests is kept in all languages. */
function translation(random: Random): Drawn {
  const [from, to] = random.shuffle(spoken) as [Language, Language];
  const noun = random.pick(unmistakable(spoken));
  const value = realiser(to).dictionaryForm(noun);
  return {
    about: noun.id,
    said: { w: realiser(from).dictionaryForm(noun), l: realiser(to).name },
    answer: value,
    check: { kind: 'exact', value },
  };
}

/** A sentence of a given length about a given thing. */
function sentence(random: Random): Drawn {
  const noun = random.pick(describedNouns());
  const count = random.pick(sentenceLengths);
  const about = english.dictionaryForm(noun);
  return {
    about: `${count} ${noun.id}`,
    said: { w: about, n: String(count) },
    answer: sentenceAbout(noun, count, random),
    check: { kind: 'words', count, about },
  };
}

const everydayConcepts = (): Concept[] => {
  const { nouns, verbs, adjectives } = lexicon();
  return [...nouns, ...verbs, ...adjectives].filter(({ domain }) => domain === 'everyday');
};

/** The everyday words of a language. */
const everyday = remembered((language: Language) => [
  ...new Set(everydayConcepts().map(realiser(language).dictionaryForm)),
]);

/**
 * Everyday nouns with one translation: no other word looks like them in any of the languages, and none is a person, whose
 * word tells in German whether it is a man or a woman.
 */
const unmistakable = remembered((codes: Language[]): Noun[] => {
  const said = codes.flatMap(code => everydayConcepts().map(realiser(code).dictionaryForm));
  const isUnique = (form: string) => said.indexOf(form) === said.lastIndexOf(form);
  return everydayConcepts().filter(
    (word): word is Noun =>
      word.kind === 'noun' &&
      !word.tags.includes('person') &&
      !FALSE_FRIENDS.includes(word.id) &&
      codes.every(code => isUnique(realiser(code).dictionaryForm(word))),
  );
});
