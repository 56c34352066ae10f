/**
 * What a predicate leaves open: O the object, R the recipient, C the complement, G the goal, F where a movement starts, P the place,
 * S what is said, I what is to be done, A the agent of a passive. "·" is where 了 and 过 go, "[…]" is left out when its slot is empty:
 * "给O做·手术", "把O[从F]拖到·G".
 */
export type Slot = 'O' | 'R' | 'C' | 'G' | 'F' | 'P' | 'S' | 'I' | 'A';

export type Words = Partial<Record<Slot, string>>;

const SLOT = /[ORCGFPSIA]/g;

/** The predicate with its words and its aspect. */
export function fill(template: string, words: Words, aspect: string): string {
  const needed = template.replace(/\[([^\]]*)\]/g, (_, part: string) =>
    slotsOf(part).every(slot => words[slot]) ? part : '',
  );
  return needed.replace(/[ORCGFPSIA·]/g, mark => (mark === '·' ? aspect : (words[mark as Slot] ?? '')));
}

export const slotsOf = (template: string): Slot[] => (template.match(SLOT) ?? []) as Slot[];

/** Prepositions, which cannot stand without a noun. */
const PREPOSITIONS = '给对为向在跟与以使从';

/** Whether a preposition governs the slot: a gap there is filled with a pronoun. */
export function isGoverned(template: string, slot: Slot): boolean {
  const before = template[template.indexOf(slot) - 1];
  return before !== undefined && PREPOSITIONS.includes(before);
}

/** Whether the object stands behind its verb, and not before it. */
export const isVerbFirst = (template: string): boolean => /[^把将]O/.test(template) && !isGoverned(template, 'O');

/** A predicate whose object has gone elsewhere, and what of the object's own phrase stays with it: "听取·O的陈述". */
export function withoutObject(template: string): { predicate: string; possessed: string } {
  const found = /[把将给对为向在跟使]?O(上|后面)?(的\p{Script=Han}+)?/u.exec(template);
  if (found === null) return { predicate: template, possessed: '' };
  return { predicate: template.replace(found[0], ''), possessed: found[2] ?? '' };
}

/** How long it takes goes behind 了: "罢工了三天", "保持了三天沉默", "对公寓搜查了三个小时". */
export function lasting(template: string, duration: string): string {
  const [head, tail] = template.split('·') as [string, string?];
  if (tail === undefined) return `${template}${duration}`;
  if (slotsOf(tail).length === 0) return `${head}·${duration}${tail}`;
  if (tail === 'O') return `对O${head}·${duration}`;
  return `${head}${tail}长达${duration}`;
}

/** 的 in "是…的": before what is no part of the verb, or at the end: "由医生做的手术", "由医生收治的". */
export function withDe(template: string): string {
  const [head, tail = ''] = template.split('·') as [string, string?];
  return tail !== '' && slotsOf(tail).length === 0 ? `${head}的${tail}` : `${head}${tail}的`;
}
