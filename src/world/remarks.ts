import { forms as english } from './languages/english/forms';
import { definite } from './languages/german/declension';
import { forms as german } from './languages/german/forms';
import type { Noun, Verb } from './lexicon';
import type { Clause } from './meaning';
import { type GlossaryEntry, glossary, type TranslationItem } from './translations';

/** A translation between English and German, as what is said about it needs it. */
export type Explained = Pick<TranslationItem, 'meaning'>;

/** A word in both languages. */
export interface Word {
  en: string;
  de: string;
  concept: GlossaryEntry['concept'];
}

/** What is explained is the German of the text, in English, whichever of the two was the source. */
export const wordsOf = ({ meaning }: Explained): Word[] =>
  glossary({ meaning, from: 'en', to: 'de' }).map(({ source, target, concept }) => ({
    en: source,
    de: target,
    concept,
  }));

/** The true things to say of a word, each in several wordings; nothing where there is nothing to say. */
export const aboutWord = {
  glossary: ({ en, de }: Pick<Word, 'en' | 'de'>): string[] => [
    `"${en}" is "${de}" in German.`,
    `The German word for "${en}" is "${de}".`,
    `"${de}" means "${en}".`,
    `Here "${en}" and "${de}" have the same meaning.`,
  ],
  gender(noun: Noun): string[] {
    const word = german.noun(noun);
    if (word.gender === 'p') return [];
    const gender = { m: 'masculine', f: 'feminine', n: 'neuter' }[word.gender];
    const article = definite(word.gender, 'nominative');
    return [
      `The noun "${word.lemma}" is ${gender}, so its article is "${article}".`,
      `It is "${article} ${word.lemma}", because the word is ${gender}.`,
    ];
  },
  plural(noun: Noun): string[] {
    const [en, de] = [english.noun(noun), german.noun(noun)];
    if (en.plural === undefined || de.plural === undefined) return [];
    return [
      `The plural of "${de.lemma}" is "${de.plural}".`,
      `More than one ${en.lemma} would be "${de.plural}" in German.`,
    ];
  },
  tense(verb: Verb): string[] {
    const [en, de] = [english.verb(verb), german.verb(verb)];
    const infinitive = de.lemma.slice(de.particle?.length ?? 0).trim();
    return [`The past tense of "${en.lemma}" is "${en.past}".`, `"${de.past}" is the past tense of "${infinitive}".`];
  },
  category(noun: Noun): string[] {
    const kind = categoryOf(noun);
    if (!kind) return [];
    return [`${capital(withArticle(noun))} is ${kind}.`, `The word "${english.noun(noun).lemma}" names ${kind}.`];
  },
  caution(noun: Noun): string[] {
    if (!noun.tags.includes('hazard')) return [];
    return [
      `Be careful: ${withArticle(noun)} can be dangerous.`,
      `Caution: keep ${withArticle(noun)} away from children.`,
    ];
  },
};

/** What stands above a list of words. */
export const LIST_HEADING = 'Words:';

/** An entry of a list of words. */
export const listed = ({ en, de }: Pick<Word, 'en' | 'de'>): string => `${en}: ${de}`;

/** The true things to say of a text, each in several wordings. */
export const aboutText = {
  order({ meaning }: Explained): string[] {
    const [{ main, subordinate }] = meaning as [Explained['meaning'][0]];
    if (subordinate) {
      return [
        `In German the verb comes last in the ${subordinate.first ? 'first' : 'second'} clause.`,
        `After "${subordinate.conjunction}" the German verb moves to the end.`,
      ];
    }
    return main.timeFirst && main.time ? ['The time comes first, so the German verb stands before the subject.'] : [];
  },
  number({ meaning }: Explained): string[] {
    const objects = meaning.flatMap(({ main }) => (main.kind === 'action' && main.object ? [main.object] : []));
    const dose = objects.find(object => 'amount' in object && object.of?.tags.includes('medicine'));
    if (dose && 'amount' in dose) return [`The dose is ${dose.amount} ${english.noun(dose.unit).lemma}.`];
    const counted = objects.find(object => 'count' in object && object.count);
    if (!(counted && 'count' in counted)) return [];
    return [`The number here is ${counted.count}.`, `There are ${counted.count} of them.`];
  },
  time({ meaning }: Explained): string[] {
    const clauses = meaning.flatMap(({ main, subordinate }): Clause[] =>
      subordinate ? [main, subordinate.clause] : [main],
    );
    const tenses = new Set(clauses.map(clause => clause.tense));
    if (tenses.size > 1 || tenses.has('future')) return [];
    return tenses.has('past')
      ? ['The text is about the past.', 'This happened in the past.']
      : ['The text is in the present tense.', 'This is about the present.'];
  },
};

/** What the statements of {@link aboutText} look like, whatever the text: patterns of regular expressions. */
export const textFrames = [
  'In German the verb comes last in the \\w+ clause\\.',
  'After "[^"]+" the German verb moves to the end\\.',
  'The time comes first, so the German verb stands before the subject\\.',
  'The dose is \\d+ \\w+\\.',
  'The number here is \\d+\\.',
  'There are \\d+ of them\\.',
  'The text is about the \\w+\\.',
  'This happened in the \\w+\\.',
  'The text is in the \\w+ tense\\.',
  'This is about the \\w+\\.',
];

/** What kinds of thing are worth telling. */
const categories: Record<string, string> = {
  animal: 'an animal',
  food: 'something to eat',
  drink: 'something to drink',
  clothing: 'something to wear',
  vehicle: 'a vehicle',
  furniture: 'a piece of furniture',
  staff: 'somebody who works in a clinic',
  organ: 'a part of the body',
  symptom: 'a symptom',
  drug: 'a medicine',
};

/** What kind of thing a noun names, for the nouns that have a kind worth telling. */
const categoryOf = (noun: Noun): string | undefined => noun.tags.map(tag => categories[tag]).find(Boolean);

/** "a dog", "an axe"; words that are not counted, and those with an article of their own, stay as they are. */
function withArticle(noun: Noun): string {
  const { lemma } = english.noun(noun);
  if (noun.tags.includes('mass') || lemma.startsWith('a ')) return lemma;
  return `${/^([aeiou]|X-)/i.test(lemma) ? 'an' : 'a'} ${lemma}`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
