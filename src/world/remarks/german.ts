import { forms as english } from '../languages/english/forms';
import { definite } from '../languages/german/declension';
import { forms } from '../languages/german/forms';
import { numberWord } from '../languages/german/numbers';
import { isAlwaysPlural } from '../lexicon';
import { isPlural } from '../meaning';
import { type Kinds, ofPart, ofSentence, whenever } from './kind';

/** What is true of German words and texts. */
export const germanKinds: Kinds = {
  gender: ofPart('noun', 'structure', noun => {
    const { lemma, gender } = forms.noun(noun);
    if (gender === 'p') return undefined;
    return {
      word: lemma,
      gender: { m: 'masculine', f: 'feminine', n: 'neuter' }[gender],
      article: definite(gender, 'nominative'),
    };
  }),
  plural: ofPart('noun', 'structure', noun => {
    const [en, de] = [english.noun(noun), forms.noun(noun)];
    // "Angeklagte" has several plurals, as adjectives do; nobody speaks of one holidays.
    if (isAlwaysPlural(noun) || en.plural === undefined || de.plural === undefined || de.declension === 'adjectival')
      return undefined;
    return { en: en.lemma, word: de.lemma, plural: de.plural };
  }),
  capital: ofPart('noun', 'structure', (_noun, { word }) => ({ word })),
  past: ofPart('verb', 'structure', verb => {
    const { lemma, past, particle } = forms.verb(verb);
    return { infinitive: lemma, past: particle ? `${past} ${particle}` : past };
  }),
  english_past: ofPart('verb', 'structure', verb => {
    const { lemma, past } = english.verb(verb);
    return { en: lemma, past };
  }),
  separable: ofPart('verb', 'structure', verb => {
    const { lemma, particle } = forms.verb(verb);
    return particle && !particle.includes(' ') ? { word: lemma, particle } : undefined;
  }),
  auxiliary: ofPart('verb', 'structure', verb => {
    const { lemma, auxiliary } = forms.verb(verb);
    return { word: lemma, auxiliary };
  }),
  dative: ofPart('verb', 'structure', verb => {
    const { lemma, object } = forms.verb(verb);
    return object === 'dative' ? { word: lemma } : undefined;
  }),
  reflexive: ofPart('verb', 'structure', (verb, { word }) => (forms.verb(verb).reflexive ? { word } : undefined)),
  verb_last: ofSentence('structure', ({ meaning: { subordinate } }) =>
    subordinate ? { which: subordinate.first ? 'first' : 'second' } : undefined,
  ),
  conjunction: ofSentence('structure', ({ meaning: { subordinate } }) =>
    subordinate ? { conjunction: subordinate.conjunction } : undefined,
  ),
  inversion: whenever(
    'structure',
    ({ meaning: { main, question, subordinate } }) =>
      !subordinate && !question && main.timeFirst === true && main.time !== undefined,
  ),
  verb_first: whenever('structure', ({ meaning }) => meaning.question === 'whether'),
  werden_future: whenever(
    'structure',
    ({ meaning: { main }, said }) => main.tense === 'future' && /\b(wird|werden)\b/i.test(said()),
  ),
  werden_passive: whenever(
    'structure',
    ({ meaning: { main }, said }) =>
      main.kind === 'action' && main.passive === true && /\b(wird|werden|wurden?|worden)\b/i.test(said()),
  ),
  title: ofSentence('usage', ({ english, said }) => {
    const found = /\b(Mrs?) /.exec(english());
    if (found === null) return undefined;
    return /\b(Frau|Herrn?) \p{Lu}/u.test(said()) ? titles[found[1] as keyof typeof titles] : undefined;
  }),
  numeral: ofSentence('number', ({ meaning: { main }, said }) => {
    const object = main.kind === 'action' ? main.object : undefined;
    // "Eins" is an article before a noun.
    if (!(object && 'count' in object && object.count && isPlural(object) && object.count <= 12)) return undefined;
    const numeral = numberWord(object.count);
    return said().toLowerCase().includes(numeral) ? { numeral, n: String(object.count) } : undefined;
  }),
};

const titles = { Mr: { en: 'Mr', title: 'Herr' }, Mrs: { en: 'Mrs', title: 'Frau' } };
