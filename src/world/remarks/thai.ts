import { forms } from '../languages/thai/forms';
import { countedKinds } from './counted';
import { type Kinds, whenever } from './kind';
import { textKinds } from './texts';

/** What is true of Thai words and texts. */
export const thaiKinds: Kinds = {
  ...countedKinds(noun => forms.noun(noun).classifier),
  // Thai has no question mark to speak of.
  question: whenever('usage', () => false),
  unmarked_question: textKinds.question!,
  no_article: whenever('structure', ({ english }) => /\bthe\b/i.test(english())),
};
