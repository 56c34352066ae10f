import type { Random } from '../random';
import { forms as english } from './languages/english/forms';
import { definite } from './languages/german/declension';
import { forms as german } from './languages/german/forms';
import type { Noun, Tense, Verb } from './lexicon';
import type { Clause } from './meaning';
import { glossary, type TranslationItem } from './translations';

type Explainer = (item: Explained, random: Random) => string | undefined;
type Explained = Pick<TranslationItem, 'meaning'>;

/** What is explained is the German of the text, in English, whichever of the two was the source. */
const words = ({ meaning }: Explained) =>
  glossary({ meaning, from: 'en', to: 'de' }).map(({ source, target, concept }) => ({
    en: source,
    de: target,
    concept,
  }));

/** Kinds of things that the base says about a translation. Each gives one sentence, or nothing when it does not apply. */
const explainers: Record<string, Explainer> = {
  glossary(item, random) {
    const { en, de } = random.pick(words(item));
    return random.pick([
      `"${en}" is "${de}" in German.`,
      `The German word for "${en}" is "${de}".`,
      `"${de}" means "${en}".`,
      `Here "${en}" and "${de}" have the same meaning.`,
    ]);
  },
  gender(item, random) {
    const noun = pickNoun(item, random);
    const word = noun && german.noun(noun);
    if (word === undefined || word.gender === 'p') return undefined;
    const gender = { m: 'masculine', f: 'feminine', n: 'neuter' }[word.gender];
    const article = definite(word.gender, 'nominative');
    return random.pick([
      `The noun "${word.lemma}" is ${gender}, so its article is "${article}".`,
      `It is "${article} ${word.lemma}", because the word is ${gender}.`,
    ]);
  },
  plural(item, random) {
    const noun = pickNoun(item, random);
    const [en, de] = noun ? [english.noun(noun), german.noun(noun)] : [];
    if (en?.plural === undefined || de?.plural === undefined) return undefined;
    return random.pick([
      `The plural of "${de.lemma}" is "${de.plural}".`,
      `More than one ${en.lemma} would be "${de.plural}" in German.`,
    ]);
  },
  tense(item, random) {
    const verb = pickVerb(item, random);
    if (verb === undefined) return undefined;
    const [en, de] = [english.verb(verb), german.verb(verb)];
    const infinitive = de.lemma.slice(de.particle?.length ?? 0).trim();
    return random.pick([
      `The past tense of "${en.lemma}" is "${en.past}".`,
      `"${de.past}" is the past tense of "${infinitive}".`,
    ]);
  },
  order(item, random) {
    const [{ main, subordinate }] = item.meaning as [Explained['meaning'][0]];
    if (subordinate) {
      return random.pick([
        `In German the verb comes last in the ${subordinate.first ? 'first' : 'second'} clause.`,
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
    const { lemma } = english.noun(noun);
    return random.pick([`${capital(withArticle(noun))} is ${kind}.`, `The word "${lemma}" names ${kind}.`]);
  },
  number(item, random) {
    const objects = item.meaning.flatMap(({ main }) => (main.kind === 'action' && main.object ? [main.object] : []));
    const dose = objects.find(object => 'amount' in object && object.of?.tags.includes('medicine'));
    if (dose && 'amount' in dose) return `The dose is ${dose.amount} ${english.noun(dose.unit).lemma}.`;
    const counted = objects.find(object => 'count' in object && object.count);
    if (!(counted && 'count' in counted)) return undefined;
    return random.pick([`The number here is ${counted.count}.`, `There are ${counted.count} of them.`]);
  },
  time(item, random) {
    const tenses = new Set<Tense>(clauses(item).map(clause => clause.tense));
    if (tenses.size > 1 || tenses.has('future')) return undefined;
    return random.pick(
      tenses.has('past')
        ? ['The text is about the past.', 'This happened in the past.']
        : ['The text is in the present tense.', 'This is about the present.'],
    );
  },
  caution(item, random) {
    const hazard = words(item).find(({ concept }) => concept.kind === 'noun' && concept.tags.includes('hazard'));
    if (hazard?.concept.kind !== 'noun') return undefined;
    return random.pick([
      `Be careful: ${withArticle(hazard.concept)} can be dangerous.`,
      `Caution: keep ${withArticle(hazard.concept)} away from children.`,
    ]);
  },
  list(item, random) {
    const some = random.shuffle(words(item)).slice(0, 3);
    if (some.length < 2) return undefined;
    return `Words:\n${some.map(({ en, de }, i) => `${i + 1}. ${en}: ${de}`).join('\n')}`;
  },
};

/**
 * What the base says after a translation between English and German: one to three remarks of different kinds. A hazard is always warned of.
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
  const nouns = words(item).flatMap(({ concept }) => (concept.kind === 'noun' ? [concept] : []));
  return nouns.length > 0 ? random.pick(nouns) : undefined;
}

function pickVerb(item: Explained, random: Random): Verb | undefined {
  const verbs = words(item).flatMap(({ concept }) => (concept.kind === 'verb' ? [concept] : []));
  return verbs.length > 0 ? random.pick(verbs) : undefined;
}

/** "a dog", "an axe"; words that are not counted, and those with an article of their own, stay as they are. */
function withArticle(noun: Noun): string {
  const { lemma } = english.noun(noun);
  if (noun.tags.includes('mass') || lemma.startsWith('a ')) return lemma;
  return `${/^([aeiou]|X-)/i.test(lemma) ? 'an' : 'a'} ${lemma}`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
