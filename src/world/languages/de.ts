import {
  type Clause,
  type Conjunction,
  isBehindState,
  type Question,
  type Sentence,
  type Subordinate,
} from '../meaning';
import { clause, type GapWords } from './german/clause';
import { dictionaryForm, formsOf } from './german/forms';
import { capitalise, type Realiser } from './language';

const conjunctions: Record<Conjunction, string> = {
  because: 'weil',
  although: 'obwohl',
  before: 'bevor',
  after: 'nachdem',
  'as soon as': 'sobald',
  while: 'während',
  if: 'wenn',
  when: 'wenn',
  'so that': 'damit',
};

/** Once in the past is "als", whatever else is "wenn". */
const conjoined = (conjunction: Conjunction, { tense }: Clause) =>
  conjunction === 'when' && tense === 'past' ? 'als' : conjunctions[conjunction];

const openings: Partial<Record<Question, string>> = { where: 'wo', 'where to': 'wohin', when: 'wann', why: 'warum' };

const gaps: Partial<Record<Question, GapWords>> = {
  who: {
    plural: false,
    as: grammaticalCase =>
      ({ nominative: 'wer', accusative: 'wen', dative: 'wem', genitive: 'wessen' })[grammaticalCase],
  },
  what: {
    plural: false,
    as: grammaticalCase =>
      ({ nominative: 'was', accusative: 'was', dative: 'wem', genitive: 'wessen' })[grammaticalCase],
  },
};

/** German: cases and genders, verb second in main clauses and last in subordinate ones, Konjunktiv in reports. */
export const german: Realiser = {
  code: 'de',
  name: 'German',
  between: ' ',
  sentence({ main, question, subordinate }: Sentence): string {
    const before = subordinate?.first ? subordinateClause(main, subordinate) : undefined;
    const order = question === 'whether' ? 'first' : 'second';
    const opening = question ? openings[question] : before && '';
    const body = clause(main, { order, opening, gap: question && gaps[question] });
    const after = subordinate && !subordinate.first ? `, ${subordinateClause(main, subordinate)}` : '';
    const text = before ? `${before}, ${body}` : body + after;
    // A clause ends with a comma, unless another mark follows.
    return capitalise(`${text}${question ? '?' : '.'}`).replace(/,(?=[,.?])/g, '');
  },
  dictionaryForm,
  forms: formsOf,
};

function subordinateClause(main: Clause, subordinate: Subordinate): string {
  const { conjunction } = subordinate;
  const behind = isBehindState(main, subordinate);
  const content = behind ? { ...subordinate.clause, tense: main.tense } : subordinate.clause;
  const perfect = behind || conjunction === 'after';
  return `${conjoined(conjunction, content)} ${clause(content, { order: 'last', perfect })}`;
}
