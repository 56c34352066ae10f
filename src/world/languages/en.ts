import { isBehindState, type Question, type Sentence } from '../meaning';
import { clause, type GapWords } from './english/clause';
import { dictionaryForm, formsOf } from './english/forms';
import { capitalise, type Realiser } from './language';

const questionWords: Record<Question, string> = {
  whether: '',
  who: '',
  what: '',
  where: 'where',
  'where to': 'where',
  when: 'when',
  why: 'why',
};

const gaps: Partial<Record<Question, GapWords>> = {
  who: { plural: false, subject: 'who', object: 'who', governed: 'whom' },
  what: { plural: false, subject: 'what', object: 'what', governed: 'what' },
};

/** English: fixed word order, a/an, third person -s, do-support, the sequence of tenses. */
export const english: Realiser = {
  code: 'en',
  name: 'English',
  between: ' ',
  sentence({ main, question, subordinate }: Sentence): string {
    const body = clause(main, question && { question: { word: questionWords[question] }, gap: gaps[question] });
    const end = question ? '?' : '.';
    if (subordinate === undefined) return capitalise(body) + end;
    const { conjunction, first } = subordinate;
    const behind = isBehindState(main, subordinate);
    const content = behind ? { ...subordinate.clause, tense: main.tense } : subordinate.clause;
    const tail = `${conjunction} ${clause(content, { perfect: behind || conjunction === 'after' })}`;
    return capitalise(first ? `${tail}, ${body}` : `${body} ${tail}`) + end;
  },
  dictionaryForm,
  forms: formsOf,
};
