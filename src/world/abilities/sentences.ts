import type { Random } from '../../random';
import { english } from '../languages/en';
import { thirdPerson } from '../languages/english/verb-group';
import { type Adjective, concept, isOneOf, lexicon, type Noun, type Verb } from '../lexicon';
import { filled } from '../wordings';

/** How many words a sentence can be made of. */
export const sentenceLengths = [4, 5, 6] as const;
export type SentenceLength = (typeof sentenceLengths)[number];

/** What a noun can be: no two of them exclude each other, and all can be said with "very". */
const qualities =
  'beautiful big clever cold expensive fresh friendly happy heavy hungry long old strong sweet tired'.split(' ');
const habits = 'dance laugh play rest sing sleep wait work'.split(' ');

/** {w} is the noun, {a} and {b} two adjectives. */
const states: Record<SentenceLength, string[]> = {
  4: ['The {w} is {a}.'],
  5: ['The {w} is very {a}.', 'The {w} is not {a}.'],
  6: ['The {w} is {a} and {b}.', 'The {w} is not very {a}.'],
};
/** {v} is the verb. */
const actions: Record<SentenceLength, string[]> = {
  4: ['The {w} {v} today.', 'The {w} {v} here.'],
  5: ['The {w} {v} every day.', 'The {w} {v} here today.'],
  6: ['The {w} {v} here every day.', 'The {w} {v} in the evening.'],
};

/** The everyday nouns of which there is enough to say. */
export function describedNouns(): Noun[] {
  return lexicon().nouns.filter(noun => noun.domain === 'everyday' && qualitiesOf(noun).length > 1);
}

/** A sentence of so many words about one of the {@link describedNouns}. */
export function sentenceAbout(noun: Noun, length: SentenceLength, random: Random): string {
  const done = habits
    .map(id => concept('verbs', id) as Verb)
    .filter(({ subject }) => isOneOf(noun, subject))
    .map(verb => thirdPerson(english.dictionaryForm(verb)));
  const [a, b] = random.shuffle(qualitiesOf(noun)).map(english.dictionaryForm) as [string, string];
  const pattern = random.pick([...states[length], ...(done.length > 0 ? actions[length] : [])]);
  const v = done.length > 0 ? { v: random.pick(done) } : undefined;
  return filled(pattern, { w: english.dictionaryForm(noun), a, b, ...v });
}

function qualitiesOf(noun: Noun): Adjective[] {
  return qualities.map(id => concept('adjectives', id) as Adjective).filter(({ saidOf }) => isOneOf(noun, saidOf));
}
