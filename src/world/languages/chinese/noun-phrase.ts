import { isAlwaysPlural } from '../../lexicon';
import {
  type Clause,
  type Described,
  isFemale,
  isPerson,
  isPlural,
  type Measured,
  type Named,
  type NounPhrase,
  type Pronoun,
} from '../../meaning';
import { clause } from './clause';
import { forms, specialFor } from './forms';
import { digits, numeral } from './numbers';

/** What the sentence around a phrase makes of it. */
export interface PhraseOptions {
  /** Behind its verb, where a bare noun would be anything of its kind: "那本书". */
  behindVerb?: boolean;
  /** One of the kind, or none, is not counted: "没有买帽子". */
  uncounted?: boolean;
  /** A bare plural of which there are some, not the kind as a whole: "一些苹果". */
  some?: boolean;
}

/** A noun phrase. The clause around it says what its gap is. */
export function phrase(np: NounPhrase, options: PhraseOptions = {}): string {
  if ('gap' in np) throw new Error('a gap outside of a relative clause or a question');
  if ('pronoun' in np) return pronoun(np);
  if ('amount' in np) return measured(np);
  if ('name' in np) return named(np);
  return described(np, options);
}

/** Somebody is 他 unless known to be a woman. */
function pronoun({ pronoun: antecedent }: Pronoun): string {
  const one = !isPerson(antecedent) ? '它' : isFemale(antecedent) ? '她' : '他';
  return isPlural(antecedent) ? `${one}们` : one;
}

const titles = { Mr: '先生', Mrs: '女士' };

const named = ({ name, title }: Named): string => forms.name(name).lemma + (title ? titles[title] : '');

/** "40吨煤炭", "三年有期徒刑"; some units stand behind digits: "5毫克吗啡". */
export function measured({ amount, unit, of }: Measured): string {
  const { lemma, classifier = '', numbered } = forms.noun(unit);
  const size = numbered ? numbered.replace('#', digits(amount)) : numeral(amount) + classifier + lemma;
  return size + (of ? forms.noun(of).lemma : '');
}

function described(np: Described, options: PhraseOptions): string {
  const { noun, adjective, label, possessor, relative } = np;
  const { lemma, numbered = `#号${lemma}` } = forms.noun(noun);
  const head =
    label === undefined
      ? (severalOf(np) ?? lemma + plural(np))
      : typeof label === 'number'
        ? numbered.replace('#', String(label))
        : forms.name(label).lemma + lemma;
  const quality =
    adjective && (specialFor(forms.adjective(adjective).special, noun)?.[0] ?? forms.adjective(adjective).attributive);
  return [
    possessor && owner(possessor, np),
    possessor === undefined && label === undefined ? determiner(np, options) : '',
    relative && relativeClause(relative),
    quality,
    head,
  ]
    .filter(Boolean)
    .join('');
}

/** "姐妹", of "姐姐". */
function severalOf({ noun, plural }: Described): string | undefined {
  const { several = '' } = forms.noun(noun);
  return plural && several.length > 1 ? several : undefined;
}

/** 们, behind known people who are not counted. */
function plural({ noun, determiner, plural, count }: Described): string {
  // Parents are two as they are: "父母".
  const many =
    plural &&
    !isAlwaysPlural(noun) &&
    count === undefined &&
    determiner === 'definite' &&
    forms.noun(noun).several === '们';
  return many ? '们' : '';
}

/** "一顶", "三个", "那本", "这些"; what is known, and stands before the verb, needs nothing. */
function determiner(np: Described, { behindVerb, uncounted, some }: PhraseOptions): string {
  const { noun, count, relative } = np;
  const plural = np.plural && !isAlwaysPlural(noun);
  const { classifier, several } = forms.noun(noun);
  // Stories point at things, reports at what they have just named.
  const everyday = noun.domain === 'everyday';
  const pointing = everyday ? '那' : '这';
  const known = np.determiner === 'definite';
  if (count !== undefined) return `${known ? pointing : ''}${numeral(count)}${classifier}`;
  if (np.determiner === 'indefinite' && !plural) return uncounted ? '' : `一${classifier}`;
  if (!known) return plural && some && !uncounted ? '一些' : '';
  if (plural) return several === '们' ? '' : `${pointing}些`;
  if (relative && tellsApart(relative)) return `那${classifier ?? ''}`;
  if (behindVerb && everyday) return `那${classifier ?? '些'}`;
  // Words of one syllable do not stand alone: "登上那座山", "打断了那节课".
  const alone = classifier && !np.adjective && [...forms.noun(noun).lemma].length === 1;
  if (behindVerb && alone && ['school', 'travel'].includes(noun.domain)) return `那${classifier}`;
  return '';
}

/** What somebody once did tells who is meant: "那名抢劫了银行的窃贼". */
const tellsApart = (relative: Clause) =>
  relative.tense === 'past' && relative.subject !== undefined && 'gap' in relative.subject;

/** "船长的", "他的"; a ship's crew is named with it: "“极光”号船长". */
function owner(possessor: Named | Described | Pronoun, owned: Described): string {
  const crew = 'name' in possessor && !isPerson(possessor) && isPerson(owned);
  return crew ? phrase(possessor) : `${phrase(possessor)}的`;
}

/** "发烧的", "窃贼盗走的". */
const relativeClause = (relative: Clause): string => `${clause(relative, { view: 'relative' })}的`;

/** "在公园里", "在汉堡"; a place that has words of its own, "在城里", is said in them alone: "在古老的城市里". */
export function where(place: NounPhrase): string {
  const said = phrase(place);
  if (!('noun' in place)) return `在${said}`;
  const { where: pattern = '在…', lemma } = forms.noun(place.noun);
  return (pattern.includes('…') || said === lemma ? pattern : '在…里').replace('…', said);
}
