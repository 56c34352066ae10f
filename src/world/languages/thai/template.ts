/**
 * Where Thai puts the parts of a clause depends on the verb: "ให้{r}ดู{o}", "จำ{o}{n}ได้". A template says it: slots in braces, and in
 * brackets alternatives of which the first stands whose slots are all filled.
 *
 * `o` object · `r` recipient · `c` complement · `act` a complement that is a deed, as a verb · `term` a complement that is an amount,
 * without what it is an amount of · `i` what is to be done · `a` agent of a passive · `p` place, with the word that says where · `at` without it · `g` where from and where to ·
 * `v` the particles of tense, mood and negation, where they do not open the phrase · `n` a negation inside the phrase
 */
export type Slot = (typeof slots)[number];

const slots = ['o', 'r', 'c', 'act', 'term', 'i', 'a', 'p', 'at', 'g', 'v', 'n'] as const;

/** What fills the slots. A slot that is left out has nothing to say; an empty text stands for a gap. */
export type Filling = Partial<Record<Slot, string>>;

type Piece = string | { slot: Slot } | { alternatives: Template[] };

export type Template = readonly Piece[];

/** @throws Error saying what is wrong with the template */
export function parseTemplate(text: string): Template {
  return [...text.matchAll(/\[([^[\]]*)\]|[^[\]]+|[[\]]/g)].flatMap(([whole, group]): Piece[] => {
    if (group !== undefined) return [{ alternatives: group.split('|').map(parseSlots) }];
    if (/[[\]]/.test(whole)) throw new Error(`has a bracket without its partner in ${text}`);
    return parseSlots(whole);
  });
}

function parseSlots(text: string): Piece[] {
  return text
    .split(/(\{\w+\})/)
    .filter(Boolean)
    .map(piece => {
      const name = /^\{(\w+)\}$/.exec(piece)?.[1];
      if (name === undefined) return piece;
      if (!slots.includes(name as Slot))
        throw new Error(`has the unknown slot ${piece}: choose one of ${slots.join(', ')}`);
      return { slot: name as Slot };
    });
}

export function fill(template: Template, filling: Filling): string {
  return template
    .map(piece => {
      if (typeof piece === 'string') return piece;
      if ('slot' in piece) return filling[piece.slot] ?? '';
      const said = piece.alternatives.find(alternative =>
        slotsOf(alternative).every(slot => filling[slot] !== undefined),
      );
      return said ? fill(said, filling) : '';
    })
    .join('');
}

export function hasSlot(template: Template, slot: Slot): boolean {
  return slotsOf(template).includes(slot);
}

function slotsOf(template: Template): Slot[] {
  return template.flatMap(piece => {
    if (typeof piece === 'string') return [];
    return 'slot' in piece ? [piece.slot] : piece.alternatives.flatMap(slotsOf);
  });
}

/** The words of a template, without its slots. */
export function wordsOf(template: Template): string[] {
  return template.flatMap(piece => {
    if (typeof piece === 'string') return [piece.trim()];
    return 'slot' in piece ? [] : piece.alternatives.flatMap(wordsOf);
  });
}
