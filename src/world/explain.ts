import type { Random } from '../random';
import { definite } from './languages/de';
import type { Noun, Verb } from './lexicon';
import type { Clause } from './meaning';
import { glossary, type TranslationItem } from './translations';

type Explainer = (item: Explained, random: Random) => string | undefined;
type Explained = Pick<TranslationItem, 'meaning' | 'to'>;

/** Kinds of things that the base says about a translation. Each gives one sentence, or nothing when it does not apply. */
const explainers: Record<string, Explainer> = {
  glossary(item, random) {
    const { en, de } = random.pick(glossary(item));
    return random.pick([
      `"${en}" is "${de}" in German.`,
      `The German word for "${en}" is "${de}".`,
      `"${de}" means "${en}".`,
      `Here "${en}" and "${de}" have the same meaning.`,
    ]);
  },
  gender(item, random) {
    const noun = pickNoun(item, random);
    if (noun === undefined || noun.gender === 'p') return undefined;
    const gender = { m: 'masculine', f: 'feminine', n: 'neuter' }[noun.gender];
    const article = definite(noun.gender, 'nominative', false);
    return random.pick([
      `The noun "${noun.de}" is ${gender}, so its article is "${article}".`,
      `It is "${article} ${noun.de}", because the word is ${gender}.`,
    ]);
  },
  plural(item, random) {
    const noun = pickNoun(item, random);
    if (noun?.enPlural === undefined || noun.dePlural === undefined) return undefined;
    return random.pick([
      `The plural of "${noun.de}" is "${noun.dePlural}".`,
      `More than one ${noun.en} would be "${noun.dePlural}" in German.`,
    ]);
  },
  tense(item, random) {
    const verb = pickVerb(item, random);
    if (verb === undefined) return undefined;
    return random.pick([
      `The past tense of "${verb.en}" is "${verb.enPast}".`,
      `"${verb.dePast}" is the past tense of "${verb.de}".`,
    ]);
  },
  order(item, random) {
    const [{ main, subordinate }] = item.meaning as [Explained['meaning'][0]];
    if (subordinate) {
      return random.pick([
        'In German the verb comes last in the second clause.',
        `After "${subordinate.conjunction}" the German verb moves to the end.`,
      ]);
    }
    if (main.timeFirst && main.time) return `The time comes first, so the German verb stands before the subject.`;
    return undefined;
  },
  category(item, random) {
    const noun = pickNoun(item, random);
    const kind = noun && categoryOf(noun);
    if (!kind) return undefined;
    return random.pick([`${capital(withArticle(noun.en))} is ${kind}.`, `The word "${noun.en}" names ${kind}.`]);
  },
  number(item, random) {
    const counts = item.meaning.flatMap(({ main }) =>
      main.kind === 'action' && main.object && 'count' in main.object && main.object.count ? [main.object.count] : [],
    );
    const doses = item.meaning.flatMap(({ main }) => (main.kind === 'dose' ? [main.milligrams] : []));
    if (doses.length > 0) return `The dose is ${doses[0]} mg.`;
    if (counts.length === 0) return undefined;
    return random.pick([`The number here is ${counts[0]}.`, `There are ${counts[0]} of them.`]);
  },
  time(item, random) {
    const tenses = new Set(clauses(item).map(clause => clause.tense));
    if (tenses.size > 1) return undefined;
    return random.pick(
      tenses.has('past')
        ? ['The text is about the past.', 'This happened in the past.']
        : ['The text is in the present tense.', 'This is about the present.'],
    );
  },
  caution(item, random) {
    const hazard = glossary(item).find(({ entry }) => entry.tags.includes('hazard'));
    if (hazard === undefined) return undefined;
    return random.pick([
      `Be careful: ${withArticle(hazard.en)} can be dangerous.`,
      `Caution: keep ${withArticle(hazard.en)} away from children.`,
    ]);
  },
  list(item, random) {
    const words = random.shuffle(glossary(item)).slice(0, 3);
    if (words.length < 2) return undefined;
    return `Words:\n${words.map(({ en, de }, i) => `${i + 1}. ${en}: ${de}`).join('\n')}`;
  },
};

/**
 * What the base says after a translation: one to three remarks of different kinds. A hazard is always warned of.
 */
export function explain(item: Explained, random: Random): string {
  const count = 1 + random.int(3);
  const remarks: string[] = [];
  for (const kind of random.shuffle(Object.keys(explainers).filter(kind => kind !== 'caution' && kind !== 'list'))) {
    if (remarks.length === count) break;
    const remark = explainers[kind]!(item, random);
    if (remark !== undefined) remarks.push(remark);
  }
  const caution = explainers.caution!(item, random);
  if (caution !== undefined) remarks.push(caution);
  const list = random() < 0.2 ? explainers.list!(item, random) : undefined;
  return [remarks.join(' '), list].filter(Boolean).join('\n');
}

/** What kind of thing a noun names, for the nouns that have a kind worth telling. */
function categoryOf(noun: Noun): string | undefined {
  const kinds: Record<string, string> = {
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
  return noun.tags.map(tag => kinds[tag]).find(Boolean);
}

const clauses = (item: Explained): Clause[] =>
  item.meaning.flatMap(({ main, subordinate }) => (subordinate ? [main, subordinate.clause] : [main]));

function pickNoun(item: Explained, random: Random): Noun | undefined {
  const nouns = glossary(item).flatMap(({ entry }) => (entry.kind === 'noun' ? [entry] : []));
  return nouns.length > 0 ? random.pick(nouns) : undefined;
}

function pickVerb(item: Explained, random: Random): Verb | undefined {
  const verbs = glossary(item).flatMap(({ entry }) => (entry.kind === 'verb' ? [entry] : []));
  return verbs.length > 0 ? random.pick(verbs) : undefined;
}

/** "a dog", "an axe"; words that are not counted, and those with an article of their own, stay as they are. */
function withArticle(en: string): string {
  const uncounted =
    /^(an? )|^(bread|cheese|fish|milk|water|coffee|tea|juice|wine|fever|nausea|dizziness|asthma|insulin|morphine|chest pain|shortness of breath|high blood pressure|ointment|cough syrup)$/;
  if (uncounted.test(en)) return en;
  return `${/^([aeiou]|X-)/i.test(en) ? 'an' : 'a'} ${en}`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
