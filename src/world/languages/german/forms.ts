import {
  type Column,
  complementForm,
  languageForms,
  oneOf,
  optional,
  placeForm,
  pluralForm,
  required,
} from '../../forms';
import type { Concept, Noun, Verb } from '../../lexicon';

/** Masculine, feminine, neuter, or a word that has a plural only. */
export type Gender = 'm' | 'f' | 'n' | 'p';

/** The case that a verb gives its object: intransitive verbs have none. */
const objectCase: Column<Verb, 'accusative' | 'dative' | undefined> = (cell, verb, column) => {
  if (verb.object.length === 0) return undefined;
  return oneOf('accusative', 'dative')(cell, verb, column);
};

/** Where something is, and where to somebody goes: mostly the same preposition in two cases. */
function placePrepositions(cell: string, noun: Noun, column: string): { where: string; to: string } | undefined {
  const [where, to = where] = placeForm(cell, noun, column)?.split('/') ?? [];
  return where === undefined || to === undefined ? undefined : { where, to };
}

/** The words of German: `data/world/de`. */
export const forms = languageForms('de', {
  nouns: {
    lemma: required,
    gender: oneOf<Gender>('m', 'f', 'n', 'p'),
    plural: pluralForm,
    /** "der Staat, des Staats" · "der Zeuge, des Zeugen" · "der Angeklagte, ein Angeklagter". */
    declension: oneOf('strong', 'weak', 'adjectival'),
    /** The preposition that says where, "in", "an" or "auf"; "an/zu" where one is "am Bahnhof", but goes "zum Bahnhof". */
    place: placePrepositions,
  },
  verbs: {
    lemma: required,
    /** What parts from it in main clauses: "auf" of "aufnehmen", "in Ohnmacht" of "in Ohnmacht fallen". */
    particle: optional,
    reflexive: optional,
    /** Third person singular, without the particle. */
    present: required,
    past: required,
    participle: required,
    /** Of the perfect. */
    auxiliary: oneOf('haben', 'sein'),
    object: objectCase,
    /** A case, or a preposition and its case: "genitive", "zu+dative"; "dass" for reports that need the word, "dass+indicative" for facts. */
    complement: complementForm,
  },
  adjectives: {
    lemma: required,
    /** As with verbs: "genitive"; behind the adjective with "…" in front: "…auf+accusative" for "stolz auf sie". */
    complement: complementForm,
  },
  times: { lemma: required },
  names: { lemma: required },
});

/** A word as a dictionary lists it. */
export function dictionaryForm(concept: Concept): string {
  if (concept.kind === 'verb') {
    const { lemma, reflexive } = forms.verb(concept);
    return reflexive === undefined ? lemma : `${reflexive} ${lemma}`;
  }
  return forms.lemma(concept);
}

/** The forms of a word that its table lists. */
export function formsOf(concept: Concept): string[] {
  switch (concept.kind) {
    case 'noun': {
      const { lemma, plural } = forms.noun(concept);
      return plural === undefined ? [lemma] : [lemma, plural];
    }
    case 'verb': {
      const { lemma, particle, present, past, participle } = forms.verb(concept);
      return [lemma, present, past, participle, ...(particle === undefined ? [] : [particle])];
    }
    default:
      return [forms.lemma(concept)];
  }
}
