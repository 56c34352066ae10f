import type { Random } from '../../random';
import { type Adjective, concept, isOneOf, type Tense, type Time, type Verb } from '../lexicon';
import {
  type Action,
  type Described,
  type Infinitive,
  isPerson,
  type Measured,
  type Modal,
  type NounPhrase,
  type State,
  type Subordinate,
} from '../meaning';
import { chance, definite } from './phrases';
import { participant, type Scene } from './scene';
import { someTime } from './times';

/** An action with one of the verbs. */
export function oneOf(scene: Scene, ids: readonly string[], tense: Tense, given?: Given): Action {
  return act(scene, concept('verbs', scene.random.pick(ids)), tense, given);
}

/** An action with one of the verbs, but not with that of another action. */
export function another(scene: Scene, { verb, tense }: Action, ids: readonly string[]): Action {
  const different = ids.filter(id => id !== verb.id);
  return oneOf(scene, different, tense);
}

/** Who takes part for sure, and who does not: nouns and names by id. */
export interface Given extends Partial<Pick<Action, 'subject' | 'object' | 'recipient' | 'complement' | 'to'>> {
  not?: readonly string[];
}

/** Somebody does something: the verb with all the roles of its frame, but for those that are given. */
export function act(scene: Scene, verb: Verb, tense: Tense, given: Given = {}): Action {
  const taken = new Set([
    ...[given.subject, given.object, given.recipient, given.complement].flatMap(idsOf),
    ...(given.not ?? []),
  ]);
  const said = new Set<Adjective>();
  const fill = (kinds: readonly string[]): NounPhrase | undefined => {
    if (kinds.length === 0) return undefined;
    const np = unrepeated(sensible(scene, verb, participant(scene, kinds, { taken })), said);
    for (const id of idsOf(np)) taken.add(id);
    return np;
  };
  const subject =
    given.subject && 'noun' in given.subject
      ? withoutRepetition(scene, verb, given.subject)
      : (given.subject ?? fill(verb.subject));
  const object = given.object ?? fill(verb.object);
  const recipient = given.recipient ?? fill(verb.recipient);
  const complement = given.complement ?? fill(verb.complement);
  const to = given.to ?? fill(verb.goal);
  const from = chance(scene.random, 0.6) ? fill(verb.goal) : undefined;
  const told = tense === 'future' ? futureOf(verb, scene) : tense;
  return {
    kind: 'action',
    subject: subject && toldOnce(subject, idsOf(object)),
    verb,
    object: complement ? object && unparted(object) : object,
    recipient,
    complement,
    from,
    to,
    tense: told,
    negated: false,
  };
}

/** What holds at any time is told in the present; nobody knows what will befall them. */
function futureOf({ id }: Verb, { style }: Scene): Tense {
  if (style.timeless.includes(id)) return 'present';
  return style.unforeseen?.includes(id) ? 'past' : 'future';
}

/** The phrase without a property that the verb takes for granted; whatever goes to one place is one thing. */
export function sensible({ style }: Scene, verb: Verb, np: NounPhrase): NounPhrase {
  if (!('noun' in np)) return np;
  const { adjective, ...rest } = withoutRepetition({ style }, verb, np);
  const granted = adjective === undefined || style.granted[verb.id]?.includes(adjective.id);
  const plain = granted ? rest : { ...rest, adjective };
  if (style.timeless.includes(verb.id) && plain.count === undefined && !isOneOf(plain.noun, ['bare']))
    return { ...plain, determiner: plain.label ? plain.determiner : 'definite' };
  const several = plain.plural && plain.count === undefined;
  return verb.goal.length > 0 && several ? { ...plain, ...definite(plain.noun) } : plain;
}

/** Nothing is told twice: neither "the tug that sank sank", nor that somebody's shoes belong to somebody. */
function withoutRepetition(
  { style }: Pick<Scene, 'style'>,
  verb: Verb,
  { relative, possessor, ...np }: Described,
): Described {
  const owned = verb.id !== 'belong' && !style.makes?.includes(verb.id);
  return {
    ...np,
    ...(relative && relative.kind === 'action' && relative.verb !== verb ? { relative } : {}),
    ...(possessor && owned ? { possessor } : {}),
  };
}

/** The phrase without a property that was said before: not "the long freighter at the long quay". */
function unrepeated(np: NounPhrase, said: Set<Adjective>): NounPhrase {
  if (!('noun' in np) || np.adjective === undefined) return np;
  const { adjective, ...rest } = np;
  if (said.has(adjective)) return rest;
  said.add(adjective);
  return np;
}

/** Without a relative clause about what the sentence itself is about: no "girl who won a race" takes part in a race. */
function toldOnce(np: NounPhrase, said: readonly string[]): NounPhrase {
  if (!('noun' in np) || np.relative?.kind !== 'action') return np;
  return idsOf(np.relative.object).some(id => said.includes(id)) ? { ...np, relative: undefined } : np;
}

/** Without a relative clause, which would take what follows for its own: no court "acquits the thief who hid the laptop of tax evasion". */
const unparted = (np: NounPhrase): NounPhrase => ('noun' in np && np.relative ? { ...np, relative: undefined } : np);

/** The nouns and names that a phrase is about: the thing itself, with the name it bears, and its owner. */
export function idsOf(np: NounPhrase | undefined): string[] {
  if (np === undefined || 'gap' in np) return [];
  if ('pronoun' in np) return idsOf(np.pronoun);
  if ('amount' in np) return np.of ? [np.of.id] : [];
  if ('name' in np) return [np.name.id];
  const { noun, label, possessor } = np;
  return [noun.id, ...(typeof label === 'object' ? [label.id] : []), ...idsOf(possessor)];
}

/** The action, or its passive: its object is known then, and its agent often left out. */
export function maybePassive({ random }: Scene, action: Action, share = 0.35): Action {
  const { object, subject, recipient } = action;
  if (object === undefined || recipient || !('noun' in object || 'amount' in object) || !chance(random, share))
    return action;
  const known: NounPhrase =
    'noun' in object && object.determiner === 'indefinite' ? { ...object, determiner: 'definite' } : object;
  return { ...action, object: known, passive: true, subject: chance(random, 0.5) ? subject : undefined };
}

/** Sets an action in time, or says how long it lasts. */
export function timed({ words, random, style }: Scene, action: Action): Action {
  const { verb, tense, time, duration: lasts } = action;
  if (time || lasts || style.timeless.includes(verb.id)) return action;
  if (tense !== 'present' && style.lasting.includes(verb.id) && chance(random, 0.25)) {
    const duration = chance(random, 0.7) ? measured(2 + random.int(9), 'hour') : measured(2 + random.int(4), 'day');
    return { ...action, duration };
  }
  if (chance(random, 0.5)) return action;
  const phrases = words
    .timesOf(tense)
    .filter(phrase => style.happens(verb, phrase) && !(action.cause && recurs(phrase)));
  const dated = style.dated === undefined || style.dated.includes(verb.id);
  if (!dated && phrases.length === 0) return action;
  const when = someTime(phrases, tense, { clocked: style.clocked.includes(verb.id), dated }, random);
  // Two numbers side by side are hard to read: "2010 210 Tonnen".
  const crowded = 'day' in when && action.object !== undefined && !isKnown(action.object);
  const fronted = !('id' in when && style.unfronted?.includes(when.id)) && (crowded || chance(random, 0.4));
  return { ...action, time: when, timeFirst: fronted };
}

export const measured = (amount: number, unit: string): Measured => ({ amount, unit: concept('nouns', unit) });

/** Sets an action in one of its places. */
export function placed(scene: Scene, action: Action): Action {
  const kinds = scene.style.places[action.verb.id];
  if (kinds === undefined || chance(scene.random, 0.5)) return action;
  return { ...action, place: somewhere(scene, kinds) };
}

function somewhere({ words, random, style }: Scene, kinds: readonly string[]): NounPhrase {
  const noun = random.pick(words.nounsOf(kinds));
  return style.special(noun, { words, random, style }, new Set()) ?? definite(noun);
}

/** Willing, able, obliged or not at all: an action by itself now and then has a modal or is negated. */
export function varied({ random, style }: Scene, action: Action): Action {
  if (chance(random, 0.15) && !style.involuntary?.includes(action.verb.id))
    return { ...action, modal: modalOf(action, random) };
  // What is negated beside an amount, a place, a rule, "every day" or something new would be unclear.
  const exact = action.basis ?? action.duration ?? action.complement ?? action.to ?? action.place ?? habit(action);
  const known = [action.subject, action.object].every(np => np === undefined || 'name' in np || isKnown(np));
  return { ...action, negated: exact === undefined && known && chance(random, 0.15) };
}

const habit = ({ time }: Action) => (time && 'id' in time && recurs(time) ? time : undefined);

/** No engine fails every morning. */
const recurs = ({ id }: Time) => id.startsWith('every ');

const isKnown = (np: NounPhrase) => 'noun' in np && np.determiner === 'definite';

/** People want and may; what is done to things must or should be done. */
function modalOf({ subject, passive, tense, cause }: Action, random: Random): Modal {
  // Engine failures let nobody do anything.
  if (tense === 'future' || cause) return 'must';
  const free = !passive && subject !== undefined && isPerson(subject);
  return random.pick<Modal>(free ? ['must', 'can', 'want', 'may', 'should'] : ['must', 'can', 'should']);
}

/** Somebody decides, or is told, to do something. */
export function demand(scene: Scene, tense: Tense, given?: Given, infinitives = scene.style.infinitives): Action {
  const telling = oneOf(scene, Object.keys(infinitives), tense, given);
  const doer = (telling.verb.frame === 'object-control' ? telling.object : telling.subject) as NounPhrase;
  const verbs = (infinitives[telling.verb.id] as string[]).map(id => concept('verbs', id));
  // Whoever commands a ship does what the ship does.
  const able = verbs.filter(
    ({ subject }) => !('noun' in doer) || isOneOf(doer.noun, [...subject, ...commanders(subject)]),
  );
  // Whoever tells it takes no part in it: no grandfather allows a boy to "invite his grandfather".
  const not = [...idsOf(telling.subject), ...(given?.not ?? [])];
  const done = placed(scene, act(scene, scene.random.pick(able), tense, { subject: doer, not }));
  return { ...telling, infinitive: infinitiveOf(done) };
}

/** What is done, without who does it and when. */
function infinitiveOf({ verb, object, recipient, complement, from, to, place }: Action): Infinitive {
  return { verb, object, recipient, complement, from, to, place };
}

const commanders = (subject: readonly string[]) => (subject.includes('ship') ? ['captain', 'helmsman', 'pilot'] : []);

/** Something is so: one of the adjectives, of something that it can be said of. Nobody tells of the future like that. */
export function stated(scene: Scene, adjectives: readonly Adjective[], tense: Tense): State {
  const { random } = scene;
  const adjective = random.pick(adjectives);
  const subject = participant(scene, adjective.saidOf, { plain: chance(random, 0.5) });
  const completed =
    adjective.complement.length > 0 && (scene.style.completed?.includes(adjective.id) || chance(random, 0.6));
  const complement = completed ? participant(scene, adjective.complement) : undefined;
  const negated = complement === undefined && chance(random, 0.12);
  const about: NounPhrase =
    'noun' in subject && subject.label === undefined
      ? { ...subject, adjective: undefined, determiner: 'definite' }
      : subject;
  return {
    kind: 'state',
    subject: about,
    adjective,
    complement,
    tense: tense === 'future' ? 'present' : tense,
    negated,
  };
}

/** "Because it was stolen": what speaks for an action or against it, by a property of somebody or something in it. */
export function reason(scene: Scene, action: Action): Related | undefined {
  const { words, random, style } = scene;
  const { verb, subject, object, complement, passive, tense } = action;
  const reasons = style.reasons[verb.id];
  if (reasons === undefined) return undefined;
  const possible = (['because', 'although'] as const).flatMap(conjunction =>
    [passive ? undefined : subject, object, complement].flatMap(np => {
      // A second property could contradict the first.
      if (np === undefined || !('noun' in np) || np.determiner === 'none' || np.adjective) return [];
      return words
        .fitting(np.noun)
        .filter(({ id }) => reasons[conjunction]?.includes(id))
        .map(adjective => ({ conjunction, np, adjective }));
    }),
  );
  if (possible.length === 0) return undefined;
  const { conjunction, np, adjective } = random.pick(possible);
  const clause: State = { kind: 'state', subject: { pronoun: np }, adjective, tense, negated: false };
  return { conjunction, clause };
}

/** What a clause adds to another. */
export type Related = Pick<Subordinate, 'conjunction' | 'clause'>;

/** "Trains three times a week": what is done regularly. */
export function regularly(scene: Scene, tense: Tense): Action {
  const action = oneOf(scene, scene.style.regular ?? [], tense);
  return { ...action, frequency: { times: 1 + scene.random.int(5), per: 'week' } };
}

/** "Goes to the library in order to borrow a book." */
export function purposeful(scene: Scene, action: Action, purposes: readonly string[], given?: Given): Action {
  const { subject, object, to, tense } = action;
  const not = [object, to].flatMap(idsOf);
  return { ...action, purpose: infinitiveOf(oneOf(scene, purposes, tense, { subject, not, ...given })) };
}

/** With its time in front, where that could be misread behind another verb, or would part a verb from somebody named. */
export function foremost(action: Action): Action {
  const crowded = action.infinitive ?? action.purpose ?? action.recipient;
  return crowded && action.time ? { ...action, timeFirst: true } : action;
}
