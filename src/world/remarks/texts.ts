import { forms as english } from '../languages/english/forms';
import { digits } from '../languages/english/numbers';
import { type Clause, contentWords, type Modal } from '../meaning';
import { type Kind, type Kinds, ofSentence, type SaidSentence, type Values, whenever } from './kind';

/** What is true of texts, whatever the language. */
export const textKinds: Kinds = {
  number: ofSentence('number', ({ meaning: { main } }) => {
    const count = main.kind === 'action' && main.object && 'count' in main.object ? main.object.count : undefined;
    return count === undefined || count === 1 ? undefined : { n: digits(count) };
  }),
  dose: ofSentence('number', ({ meaning: { main } }): Values | undefined => {
    const dose = main.kind === 'action' ? main.object : undefined;
    if (!(dose && 'amount' in dose && dose.of?.tags.includes('medicine'))) return undefined;
    return { n: digits(dose.amount), unit: english.noun(dose.unit).lemma };
  }),
  about_past: inTense('past'),
  about_present: inTense('present'),
  about_future: inTense('future'),
  modality: ofSentence('usage', ({ meaning: { main, question } }) =>
    main.modal && main.tense === 'present' && !main.negated && !question
      ? { modality: modalities[main.modal] }
      : undefined,
  ),
  question: whenever('usage', ({ meaning }) => meaning.question !== undefined),
  negation: whenever('usage', ({ meaning: { main } }) => main.negated),
  everyday: {
    group: 'usage',
    ofText: text =>
      text.every(({ meaning }) => contentWords(meaning).every(({ domain }) => domain === 'everyday')) ? [{}] : [],
  },
};

const modalities: Record<Modal, string> = {
  must: 'what is necessary',
  can: 'what is possible',
  want: 'what somebody wants',
  may: 'what is allowed',
  should: 'what is best',
};

/** All clauses of the text are in one tense. */
function inTense(tense: Clause['tense']): Kind {
  const clauses = ({ meaning: { main, subordinate } }: SaidSentence) =>
    subordinate ? [main, subordinate.clause] : [main];
  return {
    group: 'usage',
    ofText: text => (text.flatMap(clauses).every(clause => clause.tense === tense) ? [{}] : []),
  };
}
