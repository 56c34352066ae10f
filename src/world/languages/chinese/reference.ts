import type { Action, Clause, NounPhrase } from '../../meaning';
import { isSame } from './roles';

const roles = ['subject', 'object', 'recipient', 'complement'] as const;

/** Who is meant is said first: pronouns of the clause that comes first change places with their nouns. */
export function introduced(first: Clause, second: Clause): [Clause, Clause] {
  const swaps = roles.flatMap(role => {
    const np = roleOf(first, role);
    const owner = np && 'pronoun' in np ? roles.find(other => isNamed(roleOf(second, other), np.pronoun)) : undefined;
    return owner ? [{ role, owner }] : [];
  });
  return swaps.reduce<[Clause, Clause]>(
    ([a, b], { role, owner }) => [
      { ...a, [role]: roleOf(second, owner) },
      { ...b, [owner]: roleOf(first, role) },
    ],
    [first, second],
  );
}

/**
 * Who does both is named once, in the second clause: "在主持宣誓之后，法官宣布了判决". Nothing where somebody else, or several, are
 * spoken of.
 */
export function namedOnce(first: Clause, second: Clause): Clause | undefined {
  const [topic, again] = [topicRole(first), topicRole(second)];
  const [np, pronoun] = [roleOf(first, topic), roleOf(second, again)];
  // With an agent, the passive turns active, and its topic becomes an object.
  const turned = first.kind === 'action' && first.passive && first.subject !== undefined;
  if (turned || !(np && pronoun && 'pronoun' in pronoun && isNamed(np, pronoun.pronoun))) return undefined;
  return { ...second, [again]: np };
}

const topicRole = (c: Clause): (typeof roles)[number] => (c.kind === 'action' && c.passive ? 'object' : 'subject');

const roleOf = (c: Clause, role: (typeof roles)[number]): NounPhrase | undefined =>
  c.kind === 'action' || role === 'subject' || role === 'complement' ? (c as Action)[role] : undefined;

const isNamed = (np: NounPhrase | undefined, antecedent: NounPhrase): boolean =>
  np !== undefined && !('pronoun' in np) && (np === antecedent || isSame(np, antecedent));
