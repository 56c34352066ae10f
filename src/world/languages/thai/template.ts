/**
 * Where Thai puts the parts of a clause depends on the verb: "ให้{r}ดู{o}", "จำ{o}{n}ได้". A template says it: slots in braces, and in
 * brackets alternatives of which the first stands whose slots are all filled.
 *
 * `o` object · `r` recipient · `c` complement · `act` a complement that is a deed, as a verb · `term` a complement that is an amount,
 * without what it is an amount of · `i` what is to be done · `a` agent of a passive · `p` place, with the word that says where · `at` without it · `g` where from and where to ·
 * `v` the particles of tense, mood and negation, where they do not open the phrase · `n` a negation inside the phrase ·
 * `f` what makes the agent the news: "แพทย์*เป็นผู้*ออกใบสั่งยา"
 */
export type Slot = (typeof slots)[number];

const slots = ['o', 'r', 'c', 'act', 'term', 'i', 'a', 'p', 'at', 'g', 'v', 'n', 'f'] as const;

/** What fills the slots. A slot that is left out has nothing to say; an empty text stands for a gap. */
export type Filling = Partial<Record<Slot, string>>;

type Piece = string | { slot: Slot } | { alternatives: Template[] };

/** What a template is made of, and all its slots, for they are asked for at every sentence. */
export interface Template {
  pieces: readonly Piece[];
  slots: ReadonlySet<Slot>;
}

/** @throws Error saying what is wrong with the template */
export function parseTemplate(text: string): Template {
  const pieces = [...text.matchAll(/\[([^[\]]*)\]|[^[\]]+|[[\]]/g)].flatMap(([whole, group]): Piece[] => {
    if (group !== undefined) return [{ alternatives: group.split('|').map(part => template(parseSlots(part))) }];
    if (/[[\]]/.test(whole)) throw new Error(`has a bracket without its partner in ${text}`);
    return parseSlots(whole);
  });
  return template(pieces);
}

function template(pieces: Piece[]): Template {
  const found = pieces.flatMap(piece => {
    if (typeof piece === 'string') return [];
    return 'slot' in piece ? [piece.slot] : piece.alternatives.flatMap(alternative => [...alternative.slots]);
  });
  return { pieces, slots: new Set(found) };
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

/** The text of a template whose slots are filled. */
export function fill({ pieces }: Template, filling: Filling): string {
  let text = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') text += piece;
    else if ('slot' in piece) text += filling[piece.slot] ?? '';
    else {
      const said = piece.alternatives.find(alternative => isFilled(alternative, filling));
      if (said) text += fill(said, filling);
    }
  }
  return text;
}

function isFilled(template: Template, filling: Filling): boolean {
  for (const slot of template.slots) if (filling[slot] === undefined) return false;
  return true;
}

/** The words of a template, without its slots and the sign for a classifier. */
export function wordsOf({ pieces }: Template): string[] {
  return pieces.flatMap(piece => {
    if (typeof piece === 'string') return [piece.replace('~', '').trim()];
    return 'slot' in piece ? [] : piece.alternatives.flatMap(wordsOf);
  });
}
