import type { Clause, NounPhrase, Question, Subordinate } from '../../meaning';
import { type ClauseOptions, clause } from './clause';
import { positionOf, when } from './numbers';
import { introduced, namedOnce } from './reference';

/** A sentence of two clauses, without its mark: what frames an event comes first, what it is good for last. */
export function compound(main: Clause, { conjunction, clause: other }: Subordinate, question?: Question): string {
  if (conjunction === 'so that') return purposeful(main, other, question);
  const [first, second] = introduced(other, main);
  if (conjunction === 'because' || conjunction === 'although') {
    // A reason cannot be the first to speak of somebody new: "有一位朋友唱歌，因为他很高兴".
    if (rolesOf(other).some(np => np && 'pronoun' in np && isNew(np.pronoun))) {
      const said = clause(main, { view: 'main', question, framed: true });
      return `${said}，${conjunction === 'because' ? '因为' : '虽然'}${clause(other, { view: 'reason', framed: true })}`;
    }
    const reason = clause(first, { view: 'reason', framed: true });
    const adverb = conjunction === 'although' ? '还是' : undefined;
    const said = clause(unfronted(second), { view: 'main', question, framed: true, adverb });
    return conjunction === 'because' ? `因为${reason}，所以${said}` : `虽然${reason}，但${said}`;
  }
  if (conjunction === 'if') {
    const options: ClauseOptions = { view: 'main', question, framed: true, timed: true, adverb: '就' };
    return `如果${clause(first, { view: 'circumstance' })}，${clause(unfronted(second), options)}`;
  }
  return temporal(first, second, conjunction, question);
}

const rolesOf = (c: Clause): (NounPhrase | undefined)[] =>
  c.kind === 'action' ? [c.subject, c.object, c.recipient, c.complement] : [c.subject, c.complement];

const isNew = (np: NounPhrase): boolean =>
  'noun' in np && np.determiner !== 'definite' && np.possessor === undefined && np.label === undefined;

/** "…，以便…", "…，以免…". */
function purposeful(main: Clause, other: Clause, question?: Question): string {
  const [first, aim] = introduced(main, other);
  const said = clause(first, { view: 'main', question, framed: true, timed: true });
  if (!aim.negated) return `${said}，以便${clause(aim, { view: 'circumstance' })}`;
  return `${said}，以免${clause({ ...aim, negated: false, modal: undefined }, { view: 'circumstance' })}`;
}

type TimeConjunction = 'before' | 'after' | 'while' | 'when' | 'as soon as';

function temporal(first: Clause, second: Clause, conjunction: TimeConjunction, question?: Question): string {
  const once = conjunction === 'as soon as' ? undefined : namedOnce(first, second);
  // When it happens frames the whole sentence.
  const { time, rest } = setting(once ?? second);
  const said = (options: Partial<ClauseOptions> = {}) =>
    clause(rest, { view: 'main', question, framed: true, timed: true, ...options });
  const meanwhile = conjunction === 'while';
  const circumstance = clause(first, { view: 'circumstance', unnamed: once !== undefined, meanwhile });
  // Two 在 would be one too many: "在医生在病房里…".
  const at = circumstance.includes('在') ? '' : '在';
  switch (conjunction) {
    case 'before':
      return `${time}${at}${circumstance}之前，${said()}`;
    case 'after':
      return `${time}${at}${circumstance}之后，${said()}`;
    case 'while':
      return `${time}${at}${circumstance}的时候，${said({ meanwhile })}`;
    case 'when':
      // 当 needs somebody: "饿的时候".
      if (once) return `${time}${circumstance}的时候，${said()}`;
      return `${time}当${circumstance}时，${said()}`;
    case 'as soon as':
      // 一 and 就 join two events, not what must be or what did not follow.
      if (first.modal || second.negated) return `${time}${at}${circumstance}之后，${said({ manner: '立即' })}`;
      return `${time}${clause(first, { view: 'circumstance', once: true })}，${said({ adverb: '就' })}`;
  }
}

/** A time that opens a clause opens the sentence too; a way to do it stays at its verb. */
export function setting<C extends Clause>(c: C): { time: string; rest: C } {
  if (c.time === undefined || positionOf(c.time) === 'manner') return { time: '', rest: c };
  return { time: `${when(c.time)}，`, rest: { ...c, time: undefined, timeFirst: false } };
}

/** Behind 所以 and 但 the time stands behind the subject. */
const unfronted = <C extends Clause>(c: C): C => ({ ...c, timeFirst: false });
