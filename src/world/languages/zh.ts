import type { Action, Clause, NounPhrase, Question, Sentence, Subordinate } from '../meaning';
import { verbPhrase } from './chinese/action';
import { type ClauseOptions, clause } from './chinese/clause';
import { dictionaryForm, formsOf } from './chinese/forms';
import { positionOf, when } from './chinese/numbers';
import { isSame } from './chinese/roles';
import type { Realiser } from './language';

const gaps: Partial<Record<Question, string>> = { who: '谁', what: '什么' };

/** Chinese: no inflection; aspect, measure words, 把 and 被, and what frames an event before what happens. */
export const chinese: Realiser = {
  code: 'zh',
  name: 'Chinese',
  between: '',
  sentence(meaning: Sentence): string {
    const { main, question } = meaning;
    const end = question === undefined ? '。' : question === 'whether' ? '吗？' : '？';
    const gap = question && gaps[question];
    if (meaning.subordinate) return compound(main, meaning.subordinate, question, gap) + end;
    if (main.kind === 'action' && main.purpose && !main.negated) {
      const { time, rest } = setting(main, main.timeFirst);
      return `${time}为了${verbPhrase(main.purpose)}，${clause({ ...rest, purpose: undefined } as Action, { view: 'main', question, gap, framed: true, timed: time !== '' })}${end}`;
    }
    return clause(main, { view: 'main', question, gap }) + end;
  },
  dictionaryForm,
  forms: formsOf,
};

/** A sentence of two clauses: the circumstance comes first, what it is good for last. */
function compound(main: Clause, subordinate: Subordinate, question: Question | undefined, gap?: string): string {
  const { conjunction } = subordinate;
  if (conjunction === 'so that') {
    const aim = subordinate.clause;
    const said = clause(main, { view: 'main', question, gap, framed: true });
    const positive = aim.negated ? { ...aim, negated: false, modal: undefined } : aim;
    return `${said}，${aim.negated ? '以免' : '以便'}${clause(positive, { view: 'circumstance' })}`;
  }
  const [first, second] = introduced(subordinate.clause, main);
  const causal = conjunction === 'because' || conjunction === 'although';
  // When it happens frames the whole sentence of time, but stays behind the subject in one of reasons.
  const { time, rest } = setting(second, !causal && conjunction !== 'if');
  const said = (options: Partial<ClauseOptions> = {}) =>
    clause({ ...rest, timeFirst: false }, { view: 'main', question, gap, framed: true, timed: !causal, ...options });
  const reason = () => clause(first, { view: 'reason', framed: true });
  const circumstance = clause(first, { view: 'circumstance' });
  // Two 在 would be one too many: "在医生在病房里…".
  const at = circumstance.includes('在') ? '' : '在';
  switch (conjunction) {
    case 'because':
      return `因为${reason()}，所以${said()}`;
    case 'although':
      return `虽然${reason()}，但${said()}`;
    case 'if':
      return `如果${circumstance}，${said({ adverb: '就' })}`;
    case 'before':
      return `${time}${at}${circumstance}之前，${said()}`;
    case 'after':
      return `${time}${at}${circumstance}之后，${said()}`;
    case 'while':
      return `${time}${at}${circumstance}的时候，${said()}`;
    case 'when':
      return `${time}当${circumstance}时，${said()}`;
    case 'as soon as':
      // 一 and 就 join two events, not what must be or what did not follow.
      if (first.modal || second.negated) return `${time}${at}${circumstance}之后，${said({ manner: '立即' })}`;
      return `${time}${clause(first, { view: 'circumstance', once: true })}，${said({ adverb: '就' })}`;
  }
}

/** The time of a clause, and the clause without it; how something is done stays at its verb. */
function setting<C extends Clause>(c: C, first: boolean | undefined): { time: string; rest: C } {
  if (!first || c.time === undefined || positionOf(c.time) === 'manner') return { time: '', rest: c };
  return { time: `${when(c.time)}，`, rest: { ...c, time: undefined, timeFirst: false } };
}

/** Who is meant is said first: a pronoun of the clause that comes first and its noun change places. */
function introduced(first: Clause, second: Clause): [Clause, Clause] {
  const [a, b] = [topicOf(first), topicOf(second)];
  if (!(a && b && 'pronoun' in a && !('pronoun' in b) && isSame(a.pronoun, b))) return [first, second];
  return [withTopic(first, b), withTopic(second, a)];
}

const topicOf = (c: Clause): NounPhrase | undefined => (c.kind === 'action' && c.passive ? c.object : c.subject);

function withTopic(c: Clause, topic: NounPhrase): Clause {
  return c.kind === 'action' && c.passive ? { ...c, object: topic } : { ...c, subject: topic };
}
