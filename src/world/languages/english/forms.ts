import { complementForm, languageForms, placeForm, pluralForm, required } from '../../forms';
import type { Concept } from '../../lexicon';

/** The words of English: `data/world/en`. */
export const forms = languageForms('en', {
  nouns: {
    lemma: required,
    plural: pluralForm,
    /** The preposition that says where: "in", "at" or "on". */
    place: placeForm,
  },
  verbs: {
    lemma: required,
    past: required,
    participle: required,
    /** The preposition of its complement; "direct" where there is none: "fines the thief 500 euros". "to" joins a recipient. */
    complement: complementForm,
  },
  adjectives: { lemma: required, complement: complementForm },
  times: { lemma: required },
  names: { lemma: required },
});

/** A word as a dictionary lists it; with the preposition that is always there: "break into", "wait for". */
export function dictionaryForm(concept: Concept): string {
  const lemma = forms.lemma(concept);
  if (concept.kind !== 'verb' || concept.frame !== 'oblique') return lemma;
  const { complement } = forms.verb(concept);
  return complement === undefined || complement === 'direct' ? lemma : `${lemma} ${complement}`;
}

/** The forms of a word that its table lists. */
export function formsOf(concept: Concept): string[] {
  switch (concept.kind) {
    case 'noun': {
      const { lemma, plural } = forms.noun(concept);
      return plural === undefined ? [lemma] : [lemma, plural];
    }
    case 'verb': {
      const { lemma, past, participle } = forms.verb(concept);
      return [lemma, past, participle];
    }
    default:
      return [forms.lemma(concept)];
  }
}
