import { isOneOf, lexicon, type Verb } from '../../lexicon';

/** Things of which one asks which one it is rather than what it is. */
const choices = [
  { tags: ['tribunal'], word: '哪家法院' },
  { tags: ['ship', 'rescuer', 'helper'], word: '哪艘船' },
  { tags: ['device', 'lifter'], word: '什么设备' },
];

const words = new Map<Verb, Partial<Record<'subject' | 'object', string>>>();

/** What asks for a thing that does something, or that something is done to: "哪家法院", "什么". */
export function whatWord(verb: Verb, role: 'subject' | 'object'): string {
  const known = words.get(verb) ?? {};
  words.set(verb, known);
  known[role] ??= find(verb[role]);
  return known[role];
}

function find(kinds: readonly string[]): string {
  const things = lexicon().nouns.filter(noun => isOneOf(noun, kinds) && !noun.tags.includes('person'));
  const choice = choices.find(({ tags }) => things.length > 0 && things.every(noun => isOneOf(noun, tags)));
  return choice?.word ?? '什么';
}
