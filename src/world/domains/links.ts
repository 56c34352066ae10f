import { type Adjective, concept, isOneOf, type Verb } from '../lexicon';
import type { Action, Clause, Conjunction, Described, Named, NounPhrase } from '../meaning';
import { act, idsOf, type Related } from './actions';
import { ofTheirOwn } from './own';
import { participant, type Scene } from './scene';

/** Which clauses can stand behind which actions: "came late *because he overslept*". Words are named by their ids. */
export interface Link {
  /** The verbs of the main clause. */
  main: readonly string[];
  /** Only with one of these as its object. */
  about?: readonly string[];
  by: readonly Conjunction[];
  /** Whom the clause is about: somebody or something of the main clause, kinds of others, or whoever else can do it. */
  who?: Role | readonly string[];
  /** What they do, or … */
  does?: readonly string[];
  /** … how they are. */
  is?: readonly string[];
  /** They do it to the object of the main clause. */
  same?: boolean;
  negated?: boolean;
}

type Role = 'subject' | 'object' | 'recipient' | 'complement';

/** A clause that fits an action, if there is one. */
export function linked(links: readonly Link[]): (scene: Scene, action: Action) => Related | undefined {
  const byVerb = new Map<string, Link[]>();
  for (const link of links) for (const id of new Set(link.main)) byVerb.set(id, [...(byVerb.get(id) ?? []), link]);
  return (scene, action) => {
    const { random } = scene;
    const fitting = (byVerb.get(action.verb.id) ?? []).filter(link => fits(link, action));
    if (fitting.length === 0) return undefined;
    const link = random.pick(fitting);
    const conjunction = random.pick(link.by.filter(word => possible(word, link, action)));
    const clause = clauseOf(link, scene, action);
    if (clause === undefined) return undefined;
    return { conjunction, clause: conjunction === 'so that' ? { ...clause, modal: 'can' } : clause };
  };
}

function fits(link: Link, action: Action): boolean {
  const { about, same, by } = link;
  const { object, passive } = action;
  if (!by.some(word => possible(word, link, action))) return false;
  if (about && !(object && 'noun' in object && isOneOf(object.noun, about))) return false;
  if (same && (passive || object === undefined)) return false;
  if (link.who === 'subject' && passive) return false;
  return typeof link.who !== 'string' || antecedent(action, link.who) !== undefined;
}

/** Nothing is conditional in the past, and nobody knows what somebody will have done wrong. */
function possible(conjunction: Conjunction, { does }: Link, { tense }: Action): boolean {
  if (conjunction === 'if') return tense !== 'past';
  return !(does && tense === 'future' && (conjunction === 'because' || conjunction === 'although'));
}

/** Whom a pronoun can stand for; a second property beside one that is told could contradict it. */
function antecedent(action: Action, role: Role): Described | Named | undefined {
  const np = action[role];
  if (np === undefined || !('noun' in np || 'name' in np)) return undefined;
  return 'noun' in np && (np.adjective || np.relative || np.determiner === 'none') ? undefined : np;
}

function clauseOf({ who, does = [], is = [], same, negated = false }: Link, scene: Scene, action: Action) {
  const { random, words } = scene;
  const known = typeof who === 'string' ? antecedent(action, who) : undefined;
  const subject: NounPhrase | undefined =
    known ?? (who && typeof who !== 'string' ? participant(scene, who, { plain: true }) : undefined);
  const can = ({ subject: kinds }: Verb) => !known || isOneOf('noun' in known ? known.noun : known.name, kinds);
  const beSaid = ({ saidOf }: Adjective) => !(subject && 'noun' in subject) || isOneOf(subject.noun, saidOf);
  const states = words.adjectives.filter(adjective => is.includes(adjective.id) && beSaid(adjective));
  const verbs = does.map(id => concept('verbs', id)).filter(verb => verb !== action.verb && can(verb));
  const chosen = [...states, ...verbs];
  if (chosen.length === 0) return undefined;
  const word = random.pick<Adjective | Verb>(chosen);
  const { tense } = action;
  // The complement of another clause and its recipient are taken up by a pronoun only here: subjects and objects are where clauses are joined.
  const about = known && (who === 'complement' || who === 'recipient') ? { pronoun: known } : subject;
  if (word.kind === 'adjective')
    return { kind: 'state', subject: about, adjective: word, tense, negated } as Clause & { kind: 'state' };
  const not = [action.subject, action.object, action.recipient].flatMap(idsOf);
  const object = same ? action.object : undefined;
  const clause = { ...act(scene, word, tense, { subject: about, object, not }), negated };
  const others = [...(known ? [] : idsOf(clause.subject)), ...(same ? [] : idsOf(clause.object))];
  // Where only one could do it, or have it done to it, it would be done twice.
  if (others.some(id => not.includes(id))) return undefined;
  return ofTheirOwn(scene, clause);
}
