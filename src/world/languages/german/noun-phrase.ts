import type { Described, Measured, Named, NounPhrase, Pronoun } from '../../meaning';
import { isFemale, isPerson, isPlural } from '../../meaning';
import { join } from '../language';
import { clause } from './clause';
import {
  attributive,
  type Case,
  declined,
  definite,
  genderOf,
  indefinite,
  personalPronoun,
  relativePronoun,
  type Strength,
} from './declension';
import { forms, type Gender } from './forms';
import { digits, numberWord } from './numbers';

/** A noun phrase in a case; `none` says kein instead of ein. The clause around it says what its gap is. */
export function phrase(np: NounPhrase, grammaticalCase: Case, none = false): string {
  if ('gap' in np) throw new Error('a gap outside of a relative clause or a question');
  if ('pronoun' in np) return personalPronoun(genderOfPhrase(np.pronoun), grammaticalCase);
  if ('amount' in np) return measured(np, grammaticalCase);
  if ('name' in np) return named(np, grammaticalCase);
  return described(np, grammaticalCase, none);
}

/** Whether its verb is in the plural: that of "Hausaufgaben" is, of which English has one. */
export function agreesInPlural(np: NounPhrase): boolean {
  const named = 'pronoun' in np ? np.pronoun : np;
  return isPlural(np) || ('noun' in named && genderOf(named.noun, false) === 'p');
}

/** Ships are feminine, ports neuter, people what they are. */
function genderOfPhrase(np: Named | Described): Gender {
  if ('noun' in np) return genderOf(np.noun, np.plural);
  const { tags } = np.name;
  if (isFemale(np) || tags.includes('ship')) return 'f';
  return np.title === 'Mr' || tags.includes('male') ? 'm' : 'n';
}

function named({ name, title }: Named, grammaticalCase: Case): string {
  const { lemma } = forms.name(name);
  if (name.tags.includes('ship')) return `${definite('f', grammaticalCase)} ${lemma}`;
  const address = title && (title === 'Mrs' ? 'Frau' : grammaticalCase === 'nominative' ? 'Herr' : 'Herrn');
  const genitive = grammaticalCase !== 'genitive' ? '' : /[sßxz]$/.test(lemma) ? "'" : 's';
  return join([address, lemma + genitive]);
}

/** "40 Tonnen Kohle", "einer Tonne Kohle", "drei Jahren Haft". */
function measured({ amount, unit, of }: Measured, grammaticalCase: Case): string {
  const symbol = unit.tags.includes('symbol');
  const one = amount === 1 && !symbol;
  const number = one
    ? indefinite('ein', genderOf(unit, false), grammaticalCase)
    : symbol
      ? digits(amount)
      : numberWord(amount);
  const form = symbol ? forms.noun(unit).lemma : declined(unit, grammaticalCase, !one, 'mixed');
  return join([number, form, of && forms.noun(of).lemma]);
}

function described(np: Described, grammaticalCase: Case, none: boolean): string {
  const { noun, adjective, plural, count, label, possessor, relative } = np;
  const gender = genderOf(noun, plural);
  const { article, strength } = determiner(np, gender, grammaticalCase, none);
  const words = join([
    article,
    count === undefined || count === 1 ? '' : numberWord(count),
    adjective && attributive(adjective, strength, gender, grammaticalCase),
    // Without an article, a noun with a number stays as it is: "nach Paragraf 12".
    declined(noun, label !== undefined && article === '' ? 'nominative' : grammaticalCase, plural, strength),
    typeof label === 'number' ? String(label) : label && forms.name(label).lemma,
    possessor && behind(possessor) ? owner(possessor) : '',
  ]);
  return relative ? `${words}, ${relativeClause(gender, relative)},` : words;
}

/** What stands before the adjective, and how that ends after it. */
function determiner(
  np: Described,
  gender: Gender,
  grammaticalCase: Case,
  none: boolean,
): { article: string; strength: Strength } {
  const { possessor, count } = np;
  if (possessor && 'pronoun' in possessor) {
    const of = genderOfPhrase(possessor.pronoun);
    return {
      article: indefinite(of === 'm' || of === 'n' ? 'sein' : 'ihr', gender, grammaticalCase),
      strength: 'mixed',
    };
  }
  if (possessor && !behind(possessor)) return { article: phrase(possessor, 'genitive'), strength: 'strong' };
  if (np.determiner === 'definite' || possessor)
    return { article: definite(gender, grammaticalCase), strength: 'weak' };
  if (none) return { article: indefinite('kein', gender, grammaticalCase), strength: 'mixed' };
  if (gender !== 'p' && (np.determiner === 'indefinite' || count === 1))
    return { article: indefinite('ein', gender, grammaticalCase), strength: 'mixed' };
  return { article: '', strength: 'strong' };
}

/** Only people without a title come first: "Annas Fracht", but "die Fracht von Frau Keller", "die Fracht des Kapitäns". */
function behind(possessor: Named | Described | Pronoun): boolean {
  if ('pronoun' in possessor) return false;
  return 'noun' in possessor || possessor.title !== undefined || !isPerson(possessor);
}

function owner(possessor: Named | Described | Pronoun): string {
  const marked = 'noun' in possessor || ('name' in possessor && possessor.name.tags.includes('ship'));
  return marked ? phrase(possessor, 'genitive') : `von ${phrase(possessor, 'dative')}`;
}

/** "der das Auto stahl", "dessen er beschuldigt wird". */
function relativeClause(gender: Gender, relative: Parameters<typeof clause>[0]): string {
  const gap = { plural: gender === 'p', as: (grammaticalCase: Case) => relativePronoun(gender, grammaticalCase) };
  return clause(relative, { order: 'last', gap });
}

/** A phrase behind its preposition, which swallows some articles: "im", "zum". */
export function behindPreposition(preposition: string, words: string): string {
  const both = `${preposition} ${words}`;
  return contractions.reduce((text, [from, to]) => text.replace(from, to), both);
}

const contractions: [RegExp, string][] = [
  [/^in dem /, 'im '],
  [/^an dem /, 'am '],
  [/^von dem /, 'vom '],
  [/^bei dem /, 'beim '],
  [/^zu dem /, 'zum '],
  [/^zu der /, 'zur '],
  [/^in das /, 'ins '],
];
