import type { Random } from '../../random';
import { type Action, type Clause, isGroup, isPerson, type NounPhrase, type Question, type Sentence } from '../meaning';
import { ids } from './phrases';

/** Verbs that are nothing without their object: nobody asks what a boy gives who gives a talk. */
const ONE_WITH_OBJECT = ids('score, give (talk), ask (question), take (exam), weigh anchor');

/** Makes a question of a statement: whether it is so, or who, what, where, when or why. */
export function ask(clause: Clause, random: Random): Sentence {
  const { subject } = clause;
  const plain = { ...clause, subject: subject && known(subject), timeFirst: false } as Clause;
  return random.pick(possibleQuestions(plain));
}

/** Nobody asks about somebody that the other one does not know. */
const known = (np: NounPhrase): NounPhrase =>
  'noun' in np && np.determiner !== 'definite' && np.count === undefined && np.label === undefined && !np.possessor
    ? { ...np, determiner: 'definite' }
    : np;

function possibleQuestions(clause: Clause): Sentence[] {
  const without = (question: Question, ...parts: (keyof Action)[]): Sentence => ({
    main: { ...clause, ...Object.fromEntries(parts.map(part => [part, undefined])) },
    question,
  });
  const found: Sentence[] = [{ main: clause, question: 'whether' }];
  if (clause.time) found.push(without('when', 'time'));
  if (clause.place) found.push(without('where', 'place'));
  if (clause.cause) found.push(without('why', 'cause'));
  if (clause.kind === 'state') return found;
  if (clause.to) found.push(without('where to', 'to', 'from'));
  if (clause.passive) return found;
  for (const role of ['subject', 'object'] as const) {
    const np = clause[role];
    if (np === undefined || !('noun' in np)) continue;
    if (role === 'object' && ONE_WITH_OBJECT.includes(clause.verb.id)) continue;
    const who = isPerson(np) || isGroup(np.noun);
    // Nobody asks what sleeps.
    const askable = who || clause.object !== undefined;
    if (askable) found.push({ main: { ...clause, [role]: { gap: true } }, question: who ? 'who' : 'what' });
  }
  return found;
}
