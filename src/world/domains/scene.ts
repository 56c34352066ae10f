import type { Random } from '../../random';
import { canBePlural, isOneOf, type Name, type Noun, type Time, type Verb } from '../lexicon';
import type { Action, Described, Named, NounPhrase } from '../meaning';
import type { Vocabulary } from '../vocabulary';
import { chance, definite, ids } from './phrases';

/** What a sentence is made from. */
export interface Scene {
  words: Vocabulary;
  random: Random;
  style: Style;
}

/** How a domain speaks of its things and actions. Verbs, adjectives and times are named by their ids. */
export interface Style {
  /** Kinds of things that can be new to the hearer: "a wallet". All others are known: "the judge". */
  indefinite: readonly string[];
  /** Kinds of things of which there is one: "the harbour master". */
  unique: readonly string[];
  /** What belongs to whom: kinds of things, and of their owners. */
  possessions: readonly { owned: readonly string[]; owners: readonly string[] }[];
  /** What people mostly do to things of their own, by verb: "forgot her ruler". */
  own?: Readonly<Record<string, readonly string[]>>;
  /** Verbs that make their object: it is nobody else's before, "wrote Clara's essay". */
  makes?: readonly string[];
  /** Properties that pass, or need a complement: not said in front of a noun. */
  predicative?: readonly string[];
  /** Properties that are not said without their complement. */
  completed?: readonly string[];
  /** What nobody is obliged, allowed or willing to do. */
  involuntary?: readonly string[];
  /** What nobody knows beforehand: it is told when it has happened. */
  unforeseen?: readonly string[];
  /** Verbs that are done so many times a week. */
  regular?: readonly string[];
  /** How the domain says a noun in its own way, such as a cargo by its weight. */
  special(noun: Noun, scene: Scene, taken: ReadonlySet<string>): NounPhrase | undefined;
  /** What can be told about a noun in a relative clause, in which it is the gap. */
  relative(noun: Noun, scene: Scene): Action | undefined;
  /** Kinds of places where a verb happens; the others happen anywhere. */
  places: Readonly<Record<string, readonly string[]>>;
  /** Verbs that take their time: for hours and days. */
  lasting: readonly string[];
  /** Verbs that happen at no time in particular. */
  timeless: readonly string[];
  /** Verbs that happen by the clock. */
  clocked: readonly string[];
  /** Times that do not open a sentence: "the nurse came immediately". */
  unfronted?: readonly string[];
  /** Verbs that can happen on a day of the calendar: all, if left out. */
  dated?: readonly string[];
  /** Whether something can happen at a time. */
  happens(verb: Verb, time: Time): boolean;
  /** What somebody can decide to do, or be told to do. */
  infinitives: Readonly<Record<string, readonly string[]>>;
  /** Properties of those who take part that speak for an action, or against it. */
  reasons: Readonly<Record<string, { because?: readonly string[]; although?: readonly string[] }>>;
  /** Properties that a verb takes for granted: nobody steals what is stolen. */
  granted: Readonly<Record<string, readonly string[]>>;
}

interface ParticipantOptions {
  /** Nouns and names that take part already: nobody treats themselves. */
  taken?: ReadonlySet<string>;
  /** Only "the" one, with nothing told about it. */
  plain?: boolean;
}

/** Somebody or something of the kinds: known or new, one or several, with what is told of it. */
export function participant(scene: Scene, kinds: readonly string[], options: ParticipantOptions = {}): NounPhrase {
  const { words, random, style } = scene;
  const { taken = new Set(), plain = false } = options;
  const free = <T extends { id: string }>(all: readonly T[]) =>
    taken.size === 0 ? all : all.filter(({ id }) => !taken.has(id));
  const all = words.nounsOf(kinds);
  // Rather somebody twice than nobody; what has no nouns, such as ports, has names.
  const fitting = free(all);
  const noun = random.pick<Noun | Name>(
    fitting.length > 0 ? fitting : all.length > 0 ? all : free(words.namesOf(kinds)),
  );
  if (noun.kind === 'name') return { name: noun };
  const special = plain ? undefined : style.special(noun, scene, taken);
  if (special) return special;
  if (noun.tags.includes('bare')) return { noun, determiner: 'none', plural: false };
  const np = definite(noun);
  if (plain) return np;
  const told = random();
  if (told < 0.17) {
    const adjectives = words.fitting(noun).filter(({ id }) => !style.predicative?.includes(id));
    if (adjectives.length > 0) np.adjective = random.pick(adjectives);
  } else if (told < 0.32) {
    const possessor = ownerOf(scene, noun, taken);
    if (possessor) return { ...np, possessor };
  } else if (told < 0.4) {
    // A relative clause in another would be hard to follow.
    const relative = style.relative(noun, { ...scene, style: { ...style, relative: () => undefined } });
    if (relative) return { ...np, relative };
  }
  const several = canBePlural(noun) && !isOneOf(noun, style.unique) && chance(random, 0.14);
  const plural = np.plural || several;
  const unknown = isOneOf(noun, style.indefinite) && canBePlural(noun) && chance(random, 0.35);
  return { ...np, plural, determiner: !unknown ? 'definite' : plural ? 'none' : 'indefinite' };
}

function ownerOf(
  { words, random, style }: Scene,
  noun: Noun,
  taken: ReadonlySet<string>,
): Described | Named | undefined {
  const owners = style.possessions.find(({ owned }) => isOneOf(noun, owned))?.owners;
  if (owners === undefined) return undefined;
  const all = [...words.nounsOf(owners), ...words.namesOf(owners)];
  const free = all.filter(({ id }) => id !== noun.id && !taken.has(id));
  if (free.length === 0) return undefined;
  const owner = random.pick(free);
  return owner.kind === 'name' ? { name: owner } : definite(owner);
}

/** Somebody with a first name, of a kind. */
export function byFirstName({ words, random }: Scene, kind: string, taken: ReadonlySet<string> = new Set()): Named {
  return { name: random.pick(words.namesOf([kind]).filter(({ id }) => !taken.has(id))) };
}

/** The first names that stories of children and travellers have. */
export const FIRST_NAMES = ids('Anna, Ben, Clara, David, Emma, Felix, Greta, Hugo, Ida, Jonas, Lena, Max');
