import { english } from '../languages/en';
import { lexicon } from '../lexicon';

/** The first names of everyday text. */
export function firstNames(): string[] {
  return lexicon()
    .names.filter(name => name.domain === 'everyday')
    .map(english.dictionaryForm);
}
