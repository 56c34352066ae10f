import { remembered } from '../../remembered';
/**
 * What a predicate leaves open: O the object, R the recipient, C the complement, G the goal, F where a movement starts, P the place,
 * S what is said, I what is to be done, A the agent of a passive, N how often. "·" is where 了 and 过 go, "[…]" is left out when its
 * slot is empty: "给O做·手术", "把O[从F]拖到·G".
 */
export type Slot = 'O' | 'R' | 'C' | 'G' | 'F' | 'P' | 'S' | 'I' | 'A' | 'N';

export type Words = Partial<Record<Slot, string>>;

/** A piece of a template: text, a mark for a word or the aspect, or pieces that need their word. */
type Piece = { text: string } | { mark: Slot | '·' } | { slot: Slot; pieces: Piece[] };

const isSlot = (mark: string): mark is Slot => 'ORCGFPSIAN'.includes(mark);

function parse(template: string): Piece[] {
  return (template.match(/\[[^\]]*\]|[ORCGFPSIAN·]|[^ORCGFPSIAN·[\]]+/g) ?? []).map(piece => {
    if (piece.startsWith('[')) {
      const inner = piece.slice(1, -1);
      return { slot: [...inner].find(isSlot) as Slot, pieces: parse(inner) };
    }
    return piece === '·' || (piece.length === 1 && isSlot(piece)) ? { mark: piece as Slot } : { text: piece };
  });
}

const piecesOf = remembered(parse);

/** The predicate with its words and its aspect. */
export const fill = (template: string, words: Words, aspect: string): string =>
  filled(piecesOf(template), words, aspect);

function filled(pieces: readonly Piece[], words: Words, aspect: string): string {
  let text = '';
  for (const piece of pieces) {
    if ('text' in piece) text += piece.text;
    else if ('pieces' in piece) text += words[piece.slot] ? filled(piece.pieces, words, aspect) : '';
    else text += piece.mark === '·' ? aspect : (words[piece.mark] ?? '');
  }
  return text;
}

/** Whether a template has a place for a role. */
export const hasSlot = (template: string, slot: Slot): boolean => template.includes(slot);

/** Prepositions, which cannot stand without a noun. */
const PREPOSITIONS = '给对为向在跟与以使从';

/** Whether a preposition governs the slot: a gap there is filled with a pronoun. */
export function isGoverned(template: string, slot: Slot): boolean {
  const before = template[template.indexOf(slot) - 1];
  return before !== undefined && PREPOSITIONS.includes(before);
}

/** Whether the object stands behind its verb, and not before it. */
export const isVerbFirst = remembered((template: string) => /[^把]O/.test(template) && !isGoverned(template, 'O'));

/** Whether 了 has something behind it: "接种·疫苗", "拖到·G". */
export const hasTail = (template: string): boolean => template.includes('·') && !template.endsWith('·');

/** A predicate whose object has gone elsewhere, and what of the object's own phrase stays with it: "听取·O的陈述". */
export const withoutObject = remembered((template: string): { predicate: string; possessed: string } => {
  const found = /[把给对为向在跟使]?O(上|后面)?(的[\p{Script=Han}X]+)?/u.exec(template);
  if (found === null) return { predicate: template, possessed: '' };
  return { predicate: template.replace(found[0], ''), possessed: found[2] ?? '' };
});

/** "看不见O", of "看见·O": 不 parts a verb from what would come of it. */
export const unattained = (template: string): string => template.replace(/(?=[见到出]·)/, '不').replace('·', '');

/** How long it takes goes behind 了: "罢工了三天", "保持了三天沉默", "对公寓搜查了三个小时". */
export function lasting(template: string, duration: string): string {
  const [head, tail] = template.split('·') as [string, string?];
  if (tail === undefined) return `${template}${duration}`;
  if (!/[ORCGFPSIA]/.test(tail)) return `${head}·${duration}${tail}`;
  if (tail === 'O') return `对O${head}·${duration}`;
  return `${head}${tail}长达${duration}`;
}

/** 的 in "是…的": before what is no part of the verb, or at the end: "由医生做的手术", "由医生收治的", "装上船的". */
export const withDe = remembered((template: string) => {
  const [head, tail = ''] = template.split('·') as [string, string?];
  const isPart = tail === '' || tail === '起来' || /[ORCGFPSIA]/.test(tail) || head.endsWith('上');
  return isPart ? `${head}${tail}的` : `${head}的${tail}`;
});
