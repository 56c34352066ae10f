import { canBePlural, type Noun } from '../lexicon';
import { type Kinds, ofPart } from './kind';

/** What is true of words that have no forms: they are counted with measure words, and do not change with number and time. */
export const countedKinds = (measureOf: (noun: Noun) => string | undefined): Kinds => ({
  measure: ofPart('noun', 'structure', (noun, { en, word }) => {
    const measure = measureOf(noun);
    return measure === undefined || noun.tags.includes('unit') ? undefined : { en, word, measure };
  }),
  // Of persons, several can be told from one.
  no_plural: ofPart('noun', 'structure', (noun, { word }) =>
    canBePlural(noun) && !noun.tags.includes('person') && !noun.tags.includes('unit') ? { word } : undefined,
  ),
  no_tense: ofPart('verb', 'structure', (_verb, { word }) => ({ word })),
});
