import { isOneOf, lexicon, type Verb } from '../../lexicon';
import type { Question } from '../../meaning';
import { remembered } from '../../remembered';

/** Things of which one asks which one it is rather than what it is. */
const choices = [
  { kinds: ['tribunal'], word: '哪家法院' },
  { kinds: ['ship', 'rescuer', 'icebreaker'], word: '哪艘船' },
  { kinds: ['device', 'lifter'], word: '什么设备' },
];

interface Words {
  who: string;
  what: string;
}

const wordsOf = remembered(
  ({ verb, role }: { verb: Verb; role: 'subject' | 'object' }) => find(verb[role]),
  ({ verb, role }) => `${role} ${verb.id}`,
);

/** What asks for somebody or something that does something, or that something is done to: "谁", "哪家法院", "什么". */
export function questionWord(verb: Verb, role: 'subject' | 'object', question: Question | undefined): string {
  const { who, what } = wordsOf({ verb, role });
  return question === 'who' ? who : what;
}

function find(kinds: readonly string[]): Words {
  const nouns = lexicon().nouns.filter(noun => isOneOf(noun, kinds));
  const things = nouns.filter(({ tags }) => !tags.includes('person'));
  const choice = choices.find(({ kinds }) => things.length > 0 && things.every(noun => isOneOf(noun, kinds)));
  // Of a team one asks as of people.
  const onlyThings = things.length === nouns.length;
  return { who: choice && onlyThings ? choice.word : '谁', what: choice?.word ?? '什么' };
}
