import { forms } from '../languages/thai/forms';
import { countedKinds } from './counted';
import { type Kinds, whenever } from './kind';

/** What is true of Thai words and texts. */
export const thaiKinds: Kinds = {
  ...countedKinds(noun => forms.noun(noun).classifier),
  no_article: whenever('structure', ({ english }) => /\bthe\b/i.test(english())),
};
