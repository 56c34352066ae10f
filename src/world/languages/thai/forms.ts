import { type Column, languageForms, oneOf, optional, placeForm, required } from '../../forms';
import type { Concept, Role, Verb } from '../../lexicon';
import { frames } from '../../lexicon';
import { type Senses, senses } from './senses';
import { parseTemplate, type Slot, type Template, wordsOf } from './template';

const template = senses((cell, concept, column) => parseTemplate(required(cell, concept, column)));

const optionalTemplate = senses(cell => (cell === '-' ? undefined : parseTemplate(cell)));

/** The slots of which one must be there for each role; where one goes needs none, since it can follow any verb. */
const slotsOfRole: Record<Role, Slot[]> = {
  object: ['o'],
  recipient: ['r'],
  complement: ['c', 'act', 'term'],
  goal: [],
};

/** How a verb is said with its roles: it must have a place for each. */
const phraseForm: Column<Verb, Senses<Template>> = (cell, verb, column) => {
  const forms = template(cell, verb, column);
  for (const role of frames[verb.frame]) {
    const missing = forms
      .all()
      .some(form => slotsOfRole[role].length > 0 && !slotsOfRole[role].some(slot => form.slots.has(slot)));
    if (missing) throw new Error(`has a ${column} without a place for its ${role}`);
  }
  return forms;
};

/** Verbs with an object have a passive. */
const passiveForm: Column<Verb, Senses<Template> | undefined> = (cell, verb, column) => {
  if (cell !== '-') return template(cell, verb, column);
  if (verb.object.length > 0) throw new Error(`has an object, but no ${column}`);
  return undefined;
};

/** The words of Thai: `data/world/th`. */
export const forms = languageForms('th', {
  nouns: {
    lemma: required,
    /** What counts it and points at it: "ตัว" of "สุนัขสามตัว". */
    classifier: optional,
    /** Whether one that is new to the talk is "ตัวหนึ่ง"; documents, wounds and events stay bare. */
    one: oneOf('หนึ่ง', '-'),
    /** Whether one that is known needs "ตัวนั้น": always, as what something is said of ("state"), or never. */
    known: oneOf('นั้น', 'state', '-'),
    /** How several that are known are told from one: "สุนัขเหล่านั้น", "พวกครู", "เด็ก ๆ", or not at all. */
    several: oneOf('เหล่านั้น', 'พวก', 'ๆ', '-'),
    /** What says where: "ใน", "ที่", "บน" or "ริม". */
    place: placeForm,
    /** What stands between it and its number: "ท่าเทียบเรือหมายเลข 4", but "มาตรา 12". */
    label: optional,
  },
  verbs: {
    lemma: required,
    phrase: phraseForm,
    /** With "ถูก" for what one would rather not have done to oneself, "ได้รับ" for the rest, or by its agent: "แพทย์เป็นผู้ออกใบสั่งยา". */
    passive: passiveForm,
    /** What goes on for a while can be "กำลัง". */
    aspect: oneOf('activity', 'event', 'state'),
    /** How it is negated; "-" by tense: "ไม่ได้" in the past, "ไม่" elsewhere. */
    negation: senses((cell, concept, column) => oneOf('ไม่', 'ไม่ได้', '-')(cell, concept, column)),
  },
  adjectives: {
    lemma: required,
    /** Behind its subject. */
    predicate: template,
    /** "-" is the predicate behind "ไม่". */
    negated: optionalTemplate,
    /** Behind its noun; "~" stands for the classifier: "กล่องใบใหญ่". */
    attribute: template,
  },
  times: {
    lemma: required,
    /** In the past, where that differs: "เมื่อวันจันทร์". */
    past: optional,
    /** Where it must stand. */
    position: oneOf('initial', 'final', '-'),
    aspect: oneOf('ongoing', 'habitual', '-'),
  },
  names: { lemma: required },
});

/** A word as a dictionary lists it. */
export const dictionaryForm = forms.lemma;

/** The forms of a word that its table lists. */
export function formsOf(concept: Concept): string[] {
  switch (concept.kind) {
    case 'noun': {
      const { lemma, classifier } = forms.noun(concept);
      return classifier === undefined ? [lemma] : [lemma, classifier];
    }
    case 'verb': {
      const { lemma, phrase, passive } = forms.verb(concept);
      return [lemma, ...[...phrase.all(), ...(passive?.all() ?? [])].flatMap(wordsOf)];
    }
    case 'adjective': {
      const { lemma, predicate, attribute } = forms.adjective(concept);
      return [lemma, ...[...predicate.all(), ...attribute.all()].flatMap(wordsOf)];
    }
    default:
      return [forms.lemma(concept)];
  }
}
