import type { Action, Clause, Described, Named, NounPhrase, Sentence } from '../meaning';
import { placed, type Related, timed, varied } from './actions';
import { chance } from './phrases';
import type { Scene } from './scene';

/** The action by itself, or with a clause that says what is behind it. */
export function reasoned(
  scene: Scene,
  action: Action,
  related: (scene: Scene, action: Action) => Related | undefined,
): Sentence {
  const found = chance(scene.random, 0.5) ? related(scene, action) : undefined;
  // One cause is enough: not "because of the strike because the engine broke down".
  const subordinate = action.cause && found?.conjunction === 'because' ? undefined : found;
  return subordinate
    ? joined(scene, action, subordinate)
    : { main: varied(scene, placed(scene, timed(scene, action))) };
}

const CAN_COME_FIRST = ['if', 'when', 'as soon as', 'after', 'before', 'while'];

/**
 * Joins a clause to a main clause. Who is spoken of again becomes a pronoun; beside a main clause in the future the other one is in the
 * present, as English and German have it: "will sail as soon as the wind drops".
 */
function joined({ random }: Scene, main: Action, { conjunction, clause }: Related): Sentence {
  const first = CAN_COME_FIRST.includes(conjunction) && chance(random, 0.5);
  const present: Clause = { ...clause, tense: main.tense === 'future' ? 'present' : clause.tense };
  return first
    ? { main: withPronouns(present, main), subordinate: { conjunction, clause: present, first } }
    : { main, subordinate: { conjunction, clause: withPronouns(main, present) } };
}

/** The second clause, with pronouns for those of whom the first one speaks. */
function withPronouns<C extends Clause>(leading: Clause, following: C): C {
  const known = participants(leading).filter(
    (np): np is Described | Named => np !== undefined && ('noun' in np || 'name' in np),
  );
  const referring = (np: NounPhrase | undefined): NounPhrase | undefined => {
    const antecedent = np && known.find(other => idOf(other) === idOf(np));
    return antecedent ? { pronoun: antecedent } : np;
  };
  const object = following.kind === 'action' && following.object ? { object: referring(following.object) } : {};
  return { ...following, subject: referring(following.subject), ...object };
}

const participants = (clause: Clause) =>
  clause.kind === 'action' ? [clause.subject, clause.object] : [clause.subject];

/** What a phrase refers to: two with the same name, or the same noun without one, are the same. */
function idOf(np: NounPhrase): string | undefined {
  if ('name' in np) return `${np.title ?? ''} ${np.name.id}`;
  if (!('noun' in np)) return undefined;
  return typeof np.label === 'object' ? ` ${np.label.id}` : np.noun.id;
}
