import type { Adjective, Noun } from '../../lexicon';
import { forms, type Gender } from './forms';

export type Case = 'nominative' | 'accusative' | 'dative' | 'genitive';

/** Adjectives end weakly after der, mixed after ein, strongly without an article. */
export type Strength = 'weak' | 'mixed' | 'strong';

type Endings = Record<Case, Record<Gender, string>>;

const definiteArticles: Endings = {
  nominative: { m: 'der', f: 'die', n: 'das', p: 'die' },
  accusative: { m: 'den', f: 'die', n: 'das', p: 'die' },
  dative: { m: 'dem', f: 'der', n: 'dem', p: 'den' },
  genitive: { m: 'des', f: 'der', n: 'des', p: 'der' },
};

/** Of ein, kein, sein and ihr. */
const articleEndings: Endings = {
  nominative: { m: '', f: 'e', n: '', p: 'e' },
  accusative: { m: 'en', f: 'e', n: '', p: 'e' },
  dative: { m: 'em', f: 'er', n: 'em', p: 'en' },
  genitive: { m: 'es', f: 'er', n: 'es', p: 'er' },
};

const adjectiveEndings: Record<Strength, Endings> = {
  weak: {
    nominative: { m: 'e', f: 'e', n: 'e', p: 'en' },
    accusative: { m: 'en', f: 'e', n: 'e', p: 'en' },
    dative: { m: 'en', f: 'en', n: 'en', p: 'en' },
    genitive: { m: 'en', f: 'en', n: 'en', p: 'en' },
  },
  mixed: {
    nominative: { m: 'er', f: 'e', n: 'es', p: 'en' },
    accusative: { m: 'en', f: 'e', n: 'es', p: 'en' },
    dative: { m: 'en', f: 'en', n: 'en', p: 'en' },
    genitive: { m: 'en', f: 'en', n: 'en', p: 'en' },
  },
  strong: {
    nominative: { m: 'er', f: 'e', n: 'es', p: 'e' },
    accusative: { m: 'en', f: 'e', n: 'es', p: 'e' },
    dative: { m: 'em', f: 'er', n: 'em', p: 'en' },
    genitive: { m: 'en', f: 'er', n: 'en', p: 'er' },
  },
};

/** The gender that decides endings: in the plural there is only one. */
export function genderOf(noun: Noun, plural: boolean): Gender {
  return plural ? 'p' : forms.noun(noun).gender;
}

/** der, die, das, … */
export function definite(gender: Gender, grammaticalCase: Case): string {
  return definiteArticles[grammaticalCase][gender];
}

/** ein, kein, sein or ihr with its ending. */
export function indefinite(stem: 'ein' | 'kein' | 'sein' | 'ihr', gender: Gender, grammaticalCase: Case): string {
  return stem + articleEndings[grammaticalCase][gender];
}

/** The relative pronoun: the article, but for "dessen", "deren" and "denen". */
export function relativePronoun(gender: Gender, grammaticalCase: Case): string {
  if (grammaticalCase === 'genitive') return gender === 'm' || gender === 'n' ? 'dessen' : 'deren';
  return grammaticalCase === 'dative' && gender === 'p' ? 'denen' : definite(gender, grammaticalCase);
}

const pronouns: Endings = {
  nominative: { m: 'er', f: 'sie', n: 'es', p: 'sie' },
  accusative: { m: 'ihn', f: 'sie', n: 'es', p: 'sie' },
  dative: { m: 'ihm', f: 'ihr', n: 'ihm', p: 'ihnen' },
  genitive: { m: 'seiner', f: 'ihrer', n: 'seiner', p: 'ihrer' },
};

/** er, sie, es, … */
export function personalPronoun(gender: Gender, grammaticalCase: Case): string {
  return pronouns[grammaticalCase][gender];
}

/** An adjective in front of its noun: "teuer" is "teuren" there, "dunkel" "dunklen", "hoch" "hohen". */
export function attributive(adjective: Adjective, strength: Strength, gender: Gender, grammaticalCase: Case): string {
  const stem = forms
    .adjective(adjective)
    .lemma.replace(/([ea]u)er$/, '$1r')
    .replace(/([^aeiou])el$/, '$1l')
    .replace(/^hoch$/, 'hoh')
    .replace(/e$/, '');
  return stem + adjectiveEndings[strength][grammaticalCase][gender];
}

/** A noun in a case; `strength` matters for those that are adjectives at heart: "der Angeklagte", "ein Angeklagter". */
export function declined(noun: Noun, grammaticalCase: Case, plural: boolean, strength: Strength): string {
  const { lemma, plural: many, declension, gender } = forms.noun(noun);
  if (declension === 'adjectival')
    return lemma.replace(/e$/, '') + adjectiveEndings[strength][grammaticalCase][plural ? 'p' : gender];
  if (plural) {
    const form = many as string;
    return grammaticalCase === 'dative' && /(e|el|er)$/.test(form) ? `${form}n` : form;
  }
  if (grammaticalCase === 'nominative') return lemma;
  if (declension === 'weak') return /(e|auer|achbar|herr)$/i.test(lemma) ? `${lemma}n` : `${lemma}en`;
  if (grammaticalCase === 'genitive' && (gender === 'm' || gender === 'n')) return lemma + genitiveEnding(lemma, many);
  return lemma;
}

/**
 * -es after a hissing sound and short words, -s elsewhere. Loanwords, whose plural ends in -s, take -s; those in -us and -ismus nothing.
 */
function genitiveEnding(lemma: string, plural: string | undefined): string {
  if (/us$/.test(lemma)) return '';
  if (/nis$/.test(lemma)) return 'ses';
  if (/(s|ß|x|z|sch)$/.test(lemma)) return 'es';
  const syllables = lemma.match(/[aeiouäöüy]+/gi)?.length ?? 0;
  const short = syllables === 1 && /([bdgkpt]|ff|ll|nn)$/.test(lemma) && !plural?.endsWith('s');
  return short ? 'es' : 's';
}
