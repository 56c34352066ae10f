import {
  type Described,
  isFemale,
  isPerson,
  isPlural,
  type Measured,
  type Named,
  type NounPhrase,
  type Pronoun,
} from '../../meaning';
import { join } from '../language';
import { clause } from './clause';
import { forms } from './forms';
import { digits, numberWord } from './numbers';

/** Who or what a phrase is to its verb: pronouns tell, nouns do not. */
type Case = 'subject' | 'object' | 'possessive';

/** A noun phrase. The clause around it says what its gap is. */
export function phrase(np: NounPhrase, as: Case = 'object'): string {
  if ('gap' in np) throw new Error('a gap outside of a relative clause or a question');
  if ('pronoun' in np) return pronoun(np, as);
  if ('amount' in np) return measured(np);
  if ('name' in np) return named(np);
  return described(np);
}

/** Whether its verb is in the plural: that of "they" is, also when it stands for one child. */
export function agreesInPlural(np: NounPhrase): boolean {
  return isPlural(np) || ('pronoun' in np && pronoun(np, 'subject') === 'they');
}

function pronoun({ pronoun: antecedent }: Pronoun, as: Case): string {
  const tags = 'name' in antecedent ? antecedent.name.tags : antecedent.noun.tags;
  const he = { subject: 'he', object: 'him', possessive: 'his' };
  const she = { subject: 'she', object: 'her', possessive: 'her' };
  const it = { subject: 'it', object: 'it', possessive: 'its' };
  const they = { subject: 'they', object: 'them', possessive: 'their' };
  if (isPlural(antecedent)) return they[as];
  const title = 'name' in antecedent ? antecedent.title : undefined;
  if (title === 'Mr' || tags.includes('male')) return he[as];
  if (isFemale(antecedent)) return she[as];
  return isPerson(antecedent) ? they[as] : it[as];
}

/** Ships have an article: "the Aurora". */
function named({ name, title }: Named): string {
  return join([title, name.tags.includes('ship') ? 'the' : '', forms.name(name).lemma]);
}

/** An amount, in symbols after digits: "5 mg of morphine"; what one is in rather than has of, such as prison, keeps its preposition. */
function measured({ amount, unit, of }: Measured): string {
  const { lemma, plural } = forms.noun(unit);
  const number = unit.tags.includes('symbol') ? digits(amount) : numberWord(amount);
  const kind = of && forms.noun(of);
  return join([number, amount === 1 ? lemma : plural, kind && (kind.place ?? 'of'), kind?.lemma]);
}

function described(np: Described): string {
  const { noun, adjective, plural, count, label, possessor, relative } = np;
  const { lemma, plural: many } = forms.noun(noun);
  const words = join([
    count === undefined ? '' : numberWord(count),
    adjective && forms.adjective(adjective).lemma,
    plural ? many : lemma,
    typeof label === 'number' ? String(label) : label && forms.name(label).lemma,
  ]);
  const about = relative ? ` ${relativeClause(np, relative)}` : '';
  if (possessor === undefined) return withDeterminer(np, words) + about;
  if ('pronoun' in possessor) return `${pronoun(possessor, 'possessive')} ${words}${about}`;
  // What belongs to things follows with "of".
  if (!isPerson(possessor)) return `the ${words} of ${phrase(possessor)}${about}`;
  const owner = phrase(possessor);
  return `${owner}${isPlural(possessor) && owner.endsWith('s') ? "'" : "'s"} ${words}${about}`;
}

function withDeterminer({ determiner, plural }: Described, words: string): string {
  if (determiner === 'definite') return `the ${words}`;
  return determiner === 'indefinite' && !plural ? `${article(words)} ${words}` : words;
}

/** By sound, not by letter: "an hour", "a union". */
function article(words: string): string {
  return /^([aeiou]|X-|hour|honest)/i.test(words) && !/^(uni(on|t|f|v)|eu|one)/i.test(words) ? 'an' : 'a';
}

/** "who stole the car", "that the man stole", "of which he is accused". */
function relativeClause(head: Described, relative: Parameters<typeof clause>[0]): string {
  const person = isPerson(head);
  const gap = {
    plural: head.plural,
    subject: person ? 'who' : 'that',
    object: person ? 'whom' : 'that',
    governed: person ? 'whom' : 'which',
  };
  return clause(relative, { gap });
}
