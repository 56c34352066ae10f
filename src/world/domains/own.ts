import { canBePlural, isAlwaysPlural, isOneOf } from '../lexicon';
import { type Action, type Infinitive, isPlural, type NounPhrase, type Pronoun } from '../meaning';
import type { Scene } from './scene';

/** The action with an object that is the subject's own, where the verb is mostly about such: "forgot *her* ruler". */
export function ofTheirOwn(scene: Scene, action: Action): Action {
  const { infinitive, purpose, passive, verb } = action;
  const doer = verb.frame === 'object-control' ? action.object : action.subject;
  return {
    ...(passive ? action : { ...action, ...owned(scene, action, action.subject) }),
    ...(infinitive ? { infinitive: { ...infinitive, ...owned(scene, infinitive, doer) } } : {}),
    ...(purpose ? { purpose: { ...purpose, ...owned(scene, purpose, action.subject) } } : {}),
  };
}

function owned({ style }: Scene, { verb, object }: Infinitive, owner: NounPhrase | undefined): Pick<Action, 'object'> {
  const possessor = owner && pronounOf(owner);
  const kinds = style.own?.[verb.id];
  if (possessor === undefined || kinds === undefined || object === undefined) return { object };
  if (!('noun' in object && isOneOf(object.noun, kinds))) return { object };
  const { noun } = object;
  // Several people have several of them.
  const plural = isAlwaysPlural(noun) || (canBePlural(noun) && isPlural(possessor));
  return { object: { noun, determiner: 'definite', plural, possessor } };
}

function pronounOf(owner: NounPhrase): Pronoun | undefined {
  if ('pronoun' in owner) return owner;
  return 'noun' in owner || 'name' in owner ? { pronoun: owner } : undefined;
}
