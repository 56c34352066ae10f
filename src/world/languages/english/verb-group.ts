import type { Tense, Verb } from '../../lexicon';
import type { Modal } from '../../meaning';
import { remembered } from '../../remembered';
import { join } from '../language';
import { forms } from './forms';

/** A verb of a chain such as "will have been unloaded": each decides the form of the next. */
interface Link {
  base: string;
  /** Third person, singular and plural. */
  present: readonly [string, string];
  past: readonly [string, string];
  participle: string;
  /** Stands before "not" and before the subject of a question by itself; the others need "do". */
  auxiliary: boolean;
  next: 'base' | 'to' | 'participle';
  /** What follows it before the next verb: the "able" of "is able to". */
  particle?: string;
}

const be: Link = {
  base: 'be',
  present: ['is', 'are'],
  past: ['was', 'were'],
  participle: 'been',
  auxiliary: true,
  next: 'participle',
};
const have: Link = {
  base: 'have',
  present: ['has', 'have'],
  past: ['had', 'had'],
  participle: 'had',
  auxiliary: true,
  next: 'participle',
};
const haveTo: Link = { ...have, auxiliary: false, next: 'to' };
const wantTo: Link = {
  base: 'want',
  present: ['wants', 'want'],
  past: ['wanted', 'wanted'],
  participle: 'wanted',
  auxiliary: false,
  next: 'to',
};
const auxiliary = (present: string, past = present): Link => ({
  base: present,
  present: [present, present],
  past: [past, past],
  participle: past,
  auxiliary: true,
  next: 'base',
});
const beAble: Link = { ...be, next: 'to', particle: 'able' };
const beAllowed: Link = { ...be, next: 'to', particle: 'allowed' };
const beSupposed: Link = { ...be, next: 'to', particle: 'supposed' };

/** Modal verbs lack tenses: others stand in for them. */
const modals: Record<Modal, Record<Tense, Link[]>> = {
  must: { present: [auxiliary('must')], past: [haveTo], future: [auxiliary('will', 'would'), haveTo] },
  can: { present: [auxiliary('can')], past: [auxiliary('could')], future: [auxiliary('will', 'would'), beAble] },
  want: { present: [wantTo], past: [wantTo], future: [auxiliary('will', 'would'), wantTo] },
  may: { present: [auxiliary('may')], past: [beAllowed], future: [auxiliary('will', 'would'), beAllowed] },
  should: { present: [auxiliary('should')], past: [beSupposed], future: [auxiliary('should')] },
};

export interface VerbGroupOptions {
  tense: Tense;
  plural: boolean;
  negated: boolean;
  modal?: Modal;
  passive?: boolean;
  /** Earlier than the clause around it: "has docked", "had docked". */
  perfect?: boolean;
  /** In a report that was made in the past: "is" becomes "was", "was" becomes "had been", "will" becomes "would". */
  backshift?: boolean;
  /** The first verb stands before the subject. */
  inverted?: boolean;
}

/** What stands around the subject: "does" (the subject) "not sleep". */
export interface VerbGroup {
  first: string;
  rest: string;
}

/** The verbs of a clause; without a verb "is", for adjectives. */
export function verbGroup(verb: Verb | undefined, options: VerbGroupOptions): VerbGroup {
  const { tense, plural, negated, modal, passive, perfect, backshift, inverted } = options;
  const shifted = backshift && tense === 'past' && modal === undefined;
  const chain: Link[] = [
    ...(modal ? modals[modal][backshift && tense === 'present' ? 'past' : tense] : []),
    ...(modal === undefined && tense === 'future' ? [auxiliary('will', 'would')] : []),
    ...(perfect || shifted ? [have] : []),
    ...(passive ? [be] : []),
    verb ? lexical(verb) : be,
  ];
  const [head, ...others] = chain as [Link, ...Link[]];
  const past = tense === 'past' || backshift;
  const finite = (past ? head.past : head.present)[plural ? 1 : 0];
  const tail = others.map((link, i) => {
    const { next, particle } = chain[i] as Link;
    return join([particle, next === 'to' ? 'to' : '', next === 'participle' ? link.participle : link.base]);
  });
  const not = negated ? 'not' : '';
  if (!head.auxiliary && (negated || inverted))
    return { first: past ? 'did' : plural ? 'do' : 'does', rest: join([not, head.base, ...tail]) };
  if (finite === 'can' && negated && !inverted) return { first: 'cannot', rest: join(tail) };
  return { first: finite, rest: join([not, ...tail]) };
}

const lexical = remembered((verb: Verb): Link => {
  const { lemma, past, participle } = forms.verb(verb);
  return {
    base: lemma,
    present: [thirdPerson(lemma), lemma],
    past: [past, past],
    participle,
    auxiliary: false,
    next: 'base',
  };
});

/** The -s of the third person, on the first word: "carries out". */
export function thirdPerson(lemma: string): string {
  const [head, ...rest] = lemma.split(' ') as [string, ...string[]];
  const inflected =
    head === 'have'
      ? 'has'
      : /(s|sh|ch|x|z|o)$/.test(head)
        ? `${head}es`
        : /[^aeiou]y$/.test(head)
          ? `${head.slice(0, -1)}ies`
          : `${head}s`;
  return [inflected, ...rest].join(' ');
}
