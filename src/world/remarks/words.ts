import { factOf } from '../facts';
import { forms as english } from '../languages/english/forms';
import type { Noun } from '../lexicon';
import { isAlwaysPlural } from '../lexicon';
import { type Kind, type Kinds, ofPart } from './kind';

/** What is true of words and of what they name, whatever the language. */
export const wordKinds: Kinds = {
  glossary: { group: 'glossary', ofWord: ({ en, word }) => ({ en, word }) },
  category: ofPart('noun', 'fact', noun => {
    const kind = firstOf(categories, noun.tags);
    return kind && !isAlwaysPlural(noun) ? { ...named(noun), kind } : undefined;
  }),
  food: fact('food'),
  home: fact('home'),
  young: fact('young', value => `${article(value)} ${value}`),
  workplace: fact('workplace'),
  tool: fact('tool'),
  colour: fact('colour'),
  opposite: ofPart('adjective', 'fact', ({ id }, { en }) => {
    const found = factOf(id, 'opposite');
    return found && { en, opposite: found.value };
  }),
  field: ofPart('noun', 'usage', ({ tags }, { word }) => {
    const field = firstOf(fields, tags);
    return field ? { word, field } : undefined;
  }),
  caution: ofPart('noun', 'caution', noun => (noun.tags.includes('hazard') ? named(noun) : undefined)),
};

/** A fact about what a noun names. */
function fact(relation: string, say: (value: string) => string = value => value): Kind {
  return ofPart('noun', 'fact', noun => {
    const names = named(noun);
    // What has a colour is told with its article.
    const found = factOf(noun.id, relation) ?? factOf(names.a, relation);
    return found && { ...names, [relation]: say(found.value) };
  });
}

/** What kinds of thing are worth telling, by tag; the first of several tells. */
const categories: Record<string, string> = {
  animal: 'an animal',
  fruit: 'a fruit',
  food: 'something to eat',
  dish: 'something to eat',
  drink: 'something to drink',
  clothing: 'something to wear',
  vehicle: 'a vehicle',
  furniture: 'a piece of furniture',
  plant: 'a plant',
  text: 'something to read',
  song: 'something to sing',
  staff: 'somebody who works in a clinic',
  organ: 'a part of the body',
  symptom: 'a health problem',
  drug: 'a medicine',
  medicine: 'a medicine',
  crime: 'a crime',
  seagoing: 'a ship',
  sport: 'a game',
  discipline: 'a school subject',
  kin: 'a member of the family',
  lodging: 'a place to spend the night',
};

/** Whose language a word is, by tag. */
const fields: Record<string, string> = {
  ...of('medicine', 'lesion', 'supply', 'tool', 'drug', 'medicine', 'symptom', 'condition', 'staff'),
  ...of('the law', 'bench', 'counsel', 'tribunal', 'crime', 'warrant', 'pleading', 'proceeding', 'statement'),
  ...of('ships and harbours', 'ship', 'fitting', 'haven', 'mooring', 'yard', 'waterway', 'freight', 'paperwork'),
  ...of('school', 'schoolwork', 'assessment', 'discipline', 'belonging', 'teaching'),
  ...of('travel', 'baggage', 'lodging', 'traveller'),
};

function of(field: string, ...tags: string[]): Record<string, string> {
  return Object.fromEntries(tags.map(tag => [tag, field]));
}

/** What a table says of the first tag in it that a word has. */
function firstOf(table: Readonly<Record<string, string>>, tags: readonly string[]): string | undefined {
  const tag = Object.keys(table).find(tag => tags.includes(tag));
  return tag === undefined ? undefined : table[tag];
}

/** A noun with its article, "a dog", and without. */
function named(noun: Noun): { a: string; en: string } {
  const { lemma } = english.noun(noun);
  const bare = noun.tags.includes('mass') || isAlwaysPlural(noun) || lemma.startsWith('a ');
  return { a: bare ? lemma : `${article(lemma)} ${lemma}`, en: lemma };
}

/** "a dog", "an axe", "an X-ray". */
const article = (word: string): string => (/^([aeiou]|X-)/i.test(word) ? 'an' : 'a');
