import type { Name, Noun } from '../../lexicon';
import {
  type Described,
  isFemale,
  isGroup,
  isPerson,
  isPlural,
  type Measured,
  type Named,
  type NounPhrase,
  type Pronoun,
} from '../../meaning';
import { clause } from './clause';
import { forms } from './forms';
import { digits, numberWord } from './numbers';
import { fill } from './template';

/** What surrounds a phrase. */
export interface Setting {
  /** Something is said of it: "รถคันนั้นเป็นสีแดง", which without "คันนั้น" would be a red car. */
  topic?: boolean;
  /** What is said of it looks like its property: "เต็นท์หลังนั้นใหม่", for "เต็นท์ใหม่" could be a new tent. */
  pointed?: boolean;
  /** Whatever is new is one that exists: there is none in a negation, a wish, an ability or a habit. */
  specific?: boolean;
  /** Whose words these are: "จำเลยอ้างว่าตนไม่ได้ขโมยรถ". */
  speaker?: NounPhrase;
}

/** A noun phrase. The clause around it says what its gap is. */
export function phrase(np: NounPhrase, setting: Setting = {}): string {
  if ('gap' in np) throw new Error('a gap outside of a relative clause or a question');
  if ('pronoun' in np) return pronoun(np, setting);
  if ('amount' in np) return measured(np);
  if ('name' in np) return named(np);
  return described(np, setting);
}

/** What a phrase is about, for words that have several senses. */
export function thingOf(np: NounPhrase | undefined): Noun | Name | undefined {
  if (np === undefined || 'gap' in np) return undefined;
  if ('pronoun' in np) return thingOf(np.pronoun);
  if ('amount' in np) return np.of ?? np.unit;
  return 'name' in np ? np.name : np.noun;
}

/** A deed as what one is accused of: "การลักทรัพย์" is "ลักทรัพย์" behind "ว่า", "ฐาน" and "ข้อหา". */
export const deed = (text: string): string => text.replace(/^การ/, '');

/** An amount alone: the "3 ปี" of three years in prison, where the verb says the prison. */
export function term(np: NounPhrase): string {
  return 'amount' in np ? measured({ ...np, of: undefined }) : '';
}

/** A person is "เขา" or "เธอ"; for a thing, whose pronoun would be rude, careful prose repeats the noun. */
function pronoun({ pronoun: antecedent }: Pronoun, { speaker }: Setting): string {
  const several = isPlural(antecedent);
  if (speaker && isSame(antecedent, speaker)) return several ? 'พวกตน' : 'ตน';
  if (isPerson(antecedent)) {
    return several ? 'พวกเขา' : isFemale(antecedent) ? 'เธอ' : 'เขา';
  }
  const thing = thingOf(antecedent) as Noun | Name;
  if (thing.tags.includes('animal')) return several ? 'พวกมัน' : 'มัน';
  if (thing.tags.includes('ship')) return several ? 'เรือเหล่านั้น' : 'เรือลำนั้น';
  if (thing.kind === 'name') return 'ที่นั่น';
  const { lemma, classifier = '' } = forms.noun(thing);
  // "ทีมนั้น" would be another team than the one that is spoken of.
  if (isGroup(thing)) return lemma;
  // What is named by its classifier is taken up by it: "ภาพวาด" is "ภาพนั้น".
  if (classifier && lemma.startsWith(classifier)) return several ? `${classifier}เหล่านั้น` : `${classifier}นั้น`;
  return several ? `${lemma}เหล่านั้น` : `${lemma}${classifier}นั้น`;
}

/** Whose it is. Of what a group has, only its own deeds tell: "ทีมฉลองชัยชนะของตน". */
function owner(possessor: NounPhrase, setting: Setting): string {
  const own = 'pronoun' in possessor && isGroup(thingOf(possessor) as Noun | Name);
  return own ? 'ของตน' : `ของ${phrase(possessor, setting)}`;
}

function isSame(antecedent: Named | Described, speaker: NounPhrase): boolean {
  const other = 'pronoun' in speaker ? speaker.pronoun : speaker;
  return thingOf(antecedent) === thingOf(other) && isPlural(antecedent) === isPlural(other);
}

/** Ships are called ships: "เรือออโรรา". */
function named({ name, title }: Named): string {
  const { lemma } = forms.name(name);
  if (name.tags.includes('ship')) return `เรือ${lemma}`;
  return (title === undefined ? '' : title === 'Mr' ? 'นาย' : 'นาง') + lemma;
}

/** "ถ่านหิน 40 ตัน". */
function measured({ amount, unit, of }: Measured): string {
  return `${of ? forms.noun(of).lemma : ''} ${digits(amount)} ${forms.noun(unit).lemma}`;
}

/**
 * In this order: what it is, its number, how it is, how many or which, whose, and a clause about it: with "ซึ่ง", when it has a "ที่".
 */
function described(np: Described, setting: Setting): string {
  const { noun, adjective, determiner, plural, count, label, possessor, relative } = np;
  const { lemma, classifier, several, label: number } = forms.noun(noun);
  const many = plural && count === undefined;
  const known = many && determiner === 'definite' && possessor === undefined && several !== '-';
  // "บรรดาผู้ป่วยที่มีไข้": "ผู้ป่วยเหล่านั้นที่มีไข้" would point at them before it says which.
  const group = known && relative ? 'บรรดา' : known && several === 'พวก' ? 'พวก' : '';
  const name =
    label === undefined ? '' : typeof label === 'number' ? `${number ?? ''} ${label}` : forms.name(label).lemma;
  // What counts itself, and the classifier of all places, are not said before a size: "ห้องใหญ่", "สวนใหญ่".
  const sized = classifier === lemma || classifier === 'แห่ง' ? '' : (classifier ?? '');
  const quality = adjective ? fill(forms.adjective(adjective).attribute.of(noun), {}).replace('~', sized) : '';
  // What counts itself is said once: "สองประตู", not "ประตูสองประตู".
  const countsItself = count !== undefined && classifier === lemma && quality === '' && determiner === 'none';
  return [
    group,
    countsItself ? '' : lemma,
    many && several === 'ๆ' ? 'ๆ' : '',
    name,
    quality,
    which(np, setting),
    possessor ? owner(possessor, setting) : '',
    relative
      ? `${quality.startsWith('ที่') ? 'ซึ่ง' : 'ที่'}${clause(relative, { gap: { text: '', thing: noun }, speaker: setting.speaker })}`
      : '',
  ].join('');
}

/** How many, or which: "สามตัว", "ทั้งสามตัว", "ตัวหนึ่ง", "ตัวนั้น", "เหล่านั้น". */
function which(np: Described, { topic, pointed, specific }: Setting): string {
  const { noun, adjective, determiner, plural, count, label, possessor, relative } = np;
  const { lemma, classifier = '', one, known, several } = forms.noun(noun);
  if (count !== undefined) return `${determiner === 'definite' ? 'ทั้ง' : ''}${numberWord(count)}${classifier || lemma}`;
  if (label !== undefined || possessor !== undefined || determiner === 'none') return '';
  // What counts itself is not said twice: "ห้องนั้น", but "ห้องใหญ่ห้องนั้น".
  const counter = classifier === lemma && adjective === undefined ? '' : classifier;
  if (determiner === 'indefinite') return !plural && one === 'หนึ่ง' && specific ? `${counter}หนึ่ง` : '';
  if (plural) return several === 'เหล่านั้น' && !relative ? 'เหล่านั้น' : '';
  const points = known === 'นั้น' || (known === 'state' && topic) || (pointed && counter !== '' && !isPerson(np));
  if (points) return relative ? counter : `${counter}นั้น`;
  return '';
}
