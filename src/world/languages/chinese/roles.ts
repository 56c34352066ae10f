import type { Name, Noun } from '../../lexicon';
import { isPerson, type NounPhrase } from '../../meaning';
import type { ClauseOptions } from './clause';
import { phrase } from './noun-phrase';

/** The topic: somebody new is introduced with 有, "有一名证人", unless what is asked or follows is not about them. */
export function subjectOf(np: NounPhrase, options: ClauseOptions, asked = ''): string {
  const { view, question, speaker, once, adverb } = options;
  if ('gap' in np) return view === 'relative' ? '' : asked || (question === 'who' ? '谁' : '什么');
  if ('pronoun' in np && speaker && isSame(np.pronoun, speaker)) return '自己';
  const aside = view === 'circumstance' || view === 'relative' || once || adverb !== undefined;
  const introduced = !aside && (question === undefined || question === 'whether');
  const isNew = 'noun' in np && !np.possessor && np.label === undefined && np.count === undefined;
  const several = 'noun' in np && np.plural;
  if (introduced && isNew && (np.determiner === 'indefinite' || (np.determiner === 'none' && several))) {
    // Of several it is asked whether there are any.
    if (question === 'whether') return `是否有${phrase(np)}`;
    if (!several) return `有${phrase(np)}`;
  }
  return phrase(np, { some: true });
}

/** "因风暴". */
export const causeOf = (cause: NounPhrase | undefined): string => (cause ? `因${phrase(cause)}` : '');

/** What is done to something named before: things are named again, as 它 is for what acts by itself. */
export function renamed(np: NounPhrase): NounPhrase {
  if (!('pronoun' in np) || isPerson(np) || !('noun' in np.pronoun)) return np;
  const { noun, determiner, possessor, label, plural } = np.pronoun;
  const known = determiner === 'definite' || possessor !== undefined || label !== undefined;
  return known && !noun.tags.includes('ship') ? { noun, determiner, possessor, label, plural } : np;
}

/** Whether two phrases speak of the same person or thing, as far as their words tell. */
export function isSame(a: NounPhrase, b: NounPhrase): boolean {
  if ('noun' in a && 'noun' in b) return a.noun === b.noun && a.plural === b.plural && a.label === b.label;
  return 'name' in a && 'name' in b && a.name === b.name && a.title === b.title;
}

/** The noun or name that a phrase is about, for the words that depend on it. */
export function headOf(np: NounPhrase | undefined): Noun | Name | undefined {
  if (np === undefined || 'gap' in np) return undefined;
  if ('pronoun' in np) return headOf(np.pronoun);
  if ('amount' in np) return np.of;
  return 'name' in np ? np.name : np.noun;
}
