import type { Name, Noun } from '../../lexicon';
import type { NounPhrase } from '../../meaning';
import type { ClauseOptions } from './clause';
import { phrase } from './noun-phrase';

/** The topic: somebody new is introduced with 有, "有一名证人". */
export function subjectOf(np: NounPhrase, { view, gap, speaker, once }: ClauseOptions): string {
  if ('gap' in np) return gap as string;
  if ('pronoun' in np && speaker && isSame(np.pronoun, speaker)) return '自己';
  const introduced = (view === 'main' || view === 'reason' || view === 'content') && !once;
  const isNew = 'noun' in np && np.determiner === 'indefinite' && !np.plural && np.label === undefined;
  const words = phrase(np, { some: true });
  return introduced && isNew && np.possessor === undefined ? `有${words}` : words;
}

/** "因风暴". */
export const causeOf = (cause: NounPhrase | undefined): string => (cause ? `因${phrase(cause)}` : '');

/** Whether two phrases speak of the same person or thing, as far as their words tell. */
export function isSame(a: NounPhrase, b: NounPhrase): boolean {
  if ('noun' in a && 'noun' in b) return a.noun === b.noun && a.plural === b.plural;
  return 'name' in a && 'name' in b && a.name === b.name;
}

/** The noun or name that a phrase is about, for the words that depend on it. */
export function headOf(np: NounPhrase | undefined): Noun | Name | undefined {
  if (np === undefined || 'gap' in np) return undefined;
  if ('pronoun' in np) return headOf(np.pronoun);
  if ('amount' in np) return np.of;
  return 'name' in np ? np.name : np.noun;
}
