import type { Language } from '../../types';
import { realiser } from '../languages';
import { lexicon } from '../lexicon';
import { remembered } from '../remembered';
import { glossary, type TranslationItem } from '../translations';
import { chineseKinds } from './chinese';
import { germanKinds } from './german';
import type { Group, Kinds, SaidSentence, Values, Word } from './kind';
import { textKinds } from './texts';
import { thaiKinds } from './thai';
import { wordKinds } from './words';

export { type Group, groups, type Kind, type Values, type Word } from './kind';

/** A translation between English and another language, as what is said about it needs it. */
export type Explained = Pick<TranslationItem, 'meaning' | 'from' | 'to'>;

/** A true statement: what is said, and of what. */
export interface Remark {
  said: string;
  values: Values;
}

/** What is explained, in English: the language of the pair that is not English, whichever of the two was the source. */
export function explainedLanguage({ from, to }: Pick<Explained, 'from' | 'to'>): Language {
  const language = from === 'en' ? to : from;
  if (language === 'en' || (from !== 'en' && to !== 'en') || !Object.hasOwn(ofLanguage, language))
    throw new Error(
      `no words to explain ${from}-${to}: choose English and one of ${Object.keys(ofLanguage).join(', ')}`,
    );
  return language;
}

const ofLanguage: Record<Language, Kinds> = { de: germanKinds, zh: chineseKinds, th: thaiKinds };

/** All kinds of remarks about a language, by name. */
export const kindsOf: (language: Language) => Kinds = remembered(language => ({
  ...wordKinds,
  ...textKinds,
  ...ofLanguage[language],
}));

/** The names of the kinds of a group. */
export const kindNamesOf = (language: Language, group: Group): readonly string[] => namesByGroup(language)[group] ?? [];

const namesByGroup = remembered((language: Language) => {
  const names: Partial<Record<Group, string[]>> = {};
  for (const [said, { group }] of Object.entries(kindsOf(language))) {
    names[group] ??= [];
    names[group].push(said);
  }
  return names;
});

/** What remarks about a translation are made of: all that explanations and their judge need to know. */
export class Remarkable {
  readonly language: Language;
  readonly words: readonly Word[];
  private readonly text: readonly SaidSentence[];

  /** @throws Error when it is no translation between English and a language that is explained */
  constructor({ meaning, from, to }: Explained) {
    const language = explainedLanguage({ from, to });
    this.language = language;
    this.text = meaning.map(sentence => ({
      meaning: sentence,
      language,
      english: once(() => realiser('en').sentence(sentence)),
      said: once(() => realiser(language).sentence(sentence)),
    }));
    const words = glossary({ meaning, from: 'en', to: language }).map(({ source, target, concept }) => ({
      en: source,
      word: quoted(target),
      language,
      concept,
    }));
    this.words = realiser(language).uninflected
      ? words.filter(({ word }) => this.text.some(({ said }) => standsIn(word, said())))
      : words;
  }

  /** All true statements of a kind. */
  remarks(said: string): Remark[] {
    return [...this.ofText(said), ...this.words.flatMap(word => remarkOn(word, said) ?? [])];
  }

  /** Those of a kind that are true of this text only. */
  ofText(said: string): Remark[] {
    const values = kindsOf(this.language)[said]!.ofText?.(this.text) ?? [];
    return values.map(values => ({ said, values: { ...values, language: nameOf(this.language) } }));
  }
}

/** The true statement of a kind about a word, wherever it stands. */
export function remarkOn(word: Word, said: string): Remark | undefined {
  const values = kindsOf(word.language)[said]!.ofWord?.(word);
  return values && { said, values: { ...values, language: nameOf(word.language) } };
}

/** Every word that can be explained. */
export function allWords(language: Language): Word[] {
  const { nouns, verbs, adjectives } = lexicon();
  const [english, other] = [realiser('en'), realiser(language)];
  return [...nouns, ...verbs, ...adjectives].map(concept => ({
    en: english.dictionaryForm(concept),
    word: quoted(other.dictionaryForm(concept)),
    language,
    concept,
  }));
}

/** A word without the hint that a dictionary gives: "สั่ง", of "สั่ง (อาหาร)". */
const quoted = (word: string): string => word.replace(/ \(.*\)$/, '');

/** Whether a word stands in a text, at once or in two parts: "打招呼" in "打了招呼". */
function standsIn(word: string, text: string): boolean {
  const letters = [...word];
  return letters.some((_, i) => {
    const [first, second] = [letters.slice(0, i).join(''), letters.slice(i).join('')];
    const at = text.indexOf(first);
    return at >= 0 && text.includes(second, at + first.length);
  });
}

const nameOf = (language: Language): string => realiser(language).name;

/** What is made when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
