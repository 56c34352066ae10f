import type { Clause, Conjunction, Question, Sentence, Subordinate } from '../meaning';
import type { Realiser } from './language';
import { type ClauseOptions, clause } from './thai/clause';
import { dictionaryForm, formsOf } from './thai/forms';
import { spaced } from './thai/spacing';

const conjunctions: Record<Conjunction, string> = {
  because: 'เพราะ',
  although: 'แม้ว่า',
  before: 'ก่อนที่',
  after: 'หลังจากที่',
  'as soon as': 'ทันทีที่',
  while: 'ขณะที่',
  if: 'ถ้า',
  when: 'เมื่อ',
  'so that': 'เพื่อให้',
};

/** How the clause behind a conjunction is seen. */
const views: Partial<Record<Conjunction, ClauseOptions>> = {
  although: { prospective: true },
  before: { prospective: true },
  after: { completed: true },
  while: { progressive: true },
};

/** What takes up a clause that comes first. */
const links: Partial<Record<Conjunction, ClauseOptions['link']>> = { because: 'จึง', although: 'ก็', 'as soon as': 'ก็' };

const gaps: Partial<Record<Question, string>> = { who: 'ใคร', what: 'อะไร' };

/** Thai: classifiers, particles instead of verb forms, no spaces between words and no mark at the end. */
export const thai: Realiser = {
  code: 'th',
  name: 'Thai',
  between: ' ',
  endsUnmarked: true,
  uninflected: true,
  sentence({ main, question, subordinate }: Sentence): string {
    const gap = question && gaps[question];
    // A question ends with what makes it one.
    const first = subordinate?.first || (subordinate && question);
    const body = clause(main, {
      question,
      gap: gap ? { text: gap } : undefined,
      link: first ? links[subordinate.conjunction] : undefined,
      // What depends on a condition is still to come.
      prospective: subordinate?.conjunction === 'if' && main.tense === 'present',
    });
    if (subordinate === undefined) return spaced(body);
    const other = subordinateClause(subordinate, first === true);
    return spaced(first ? `${other} ${body}` : `${body} ${other}`);
  },
  dictionaryForm,
  forms: formsOf,
};

function subordinateClause({ conjunction, clause: content }: Subordinate, first: boolean): string {
  if (conjunction === 'so that') return purposeClause(content);
  const word = conjunction === 'because' && first ? 'เนื่องจาก' : conjunctions[conjunction];
  return word + clause(content, { subordinate: true, ...views[conjunction] });
}

/** What is not to happen is "เพื่อไม่ให้"; that it is still to come need not be said. */
function purposeClause(content: Clause): string {
  const { tense, negated } = content;
  const wanted: Clause = { ...content, negated: false, tense: tense === 'future' ? 'present' : tense };
  return (negated ? 'เพื่อไม่ให้' : 'เพื่อให้') + clause(wanted, { subordinate: true });
}
