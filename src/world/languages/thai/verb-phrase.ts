import type { Name, Noun } from '../../lexicon';
import type { Action, Infinitive, NounPhrase, Question } from '../../meaning';
import { forms } from './forms';
import { deed, phrase, type Setting, term, thingOf } from './noun-phrase';
import { type Filling, fill, type Template } from './template';

/** What a clause tells its phrases. */
export interface Surroundings {
  /** What stands for a gap: a question word, or nothing in a relative clause, whose head is the thing. */
  gap?: { text: string; thing?: Noun | Name };
  question?: Question;
  /** Whose words the clause reports. */
  speaker?: NounPhrase;
  /** It hangs on another clause, where what is done counts more than who does it. */
  subordinate?: boolean;
}

/** Says a phrase of the clause at hand. */
export type Say = (np: NounPhrase, setting: Setting) => string;

/** Says phrases, and what stands for a gap. */
export function sayer({ gap, speaker }: Surroundings): Say {
  return (np, setting) => ('gap' in np ? (gap?.text ?? '') : phrase(np, { speaker, ...setting }));
}

interface VerbPhraseOptions {
  specific: boolean;
  /** Who does it, in a passive. */
  agent?: string;
  /** Negated from inside: "จำจำเลยไม่ได้". */
  inner?: boolean;
}

/** Stands where the particles go. */
const MARK = '\u0001';

/** A verb phrase, open where its particles go. */
export interface VerbPhrase {
  /** An agent that is named first, as a rule nothing. */
  opening: string;
  rest: string;
}

/** The verb with its roles and its place. */
export function verbPhrase(
  roles: Infinitive & Pick<Action, 'infinitive'>,
  template: Template,
  options: Surroundings,
  { specific, agent, inner }: VerbPhraseOptions,
): VerbPhrase {
  const say = sayer(options);
  const { object, recipient, from, to } = roles;
  const asked = options.question === 'where' ? 'ที่ไหน' : undefined;
  const where = roles.place ? place(roles.place, say) : asked;
  const goal = [
    from ? `จาก${say(from, { specific })}` : '',
    to ? `ไปยัง${say(to, { specific })}` : options.question === 'where to' ? 'ไปที่ไหน' : '',
  ].join('');
  const filling: Filling = {
    ...completion(roles.complement, options, { specific }),
    o: object && say(object, { specific }),
    r: recipient && say(recipient, { specific }),
    i: roles.infinitive && infinitive(roles.infinitive, options),
    a: agent,
    p: where,
    at: roles.place && template.slots.has('at') ? say(roles.place, { specific }) : asked,
    g: goal || undefined,
    v: MARK,
    n: inner ? 'ไม่' : '',
    f: options.subordinate || options.gap?.text === '' ? '' : 'เป็นผู้',
  };
  const parts = fill(template, filling).split(MARK);
  const [opening, words] = (parts.length === 1 ? ['', ...parts] : parts) as [string, string];
  const added = template.slots.has('g') ? '' : goal;
  const there = template.slots.has('p') || template.slots.has('at') ? '' : (where ?? '');
  return { opening, rest: words + added + there };
}

/** What completes a verb or an adjective. A gap behind "ว่า" or "ฐาน" takes the word away with it. */
export function completion(np: NounPhrase | undefined, surroundings: Surroundings, setting: Setting): Filling {
  if (np === undefined || ('gap' in np && !surroundings.gap?.text)) return {};
  const text = sayer(surroundings)(np, setting);
  return { c: text, act: deed(text), term: term(np) };
}

/** "ในสวน", "ที่ตลาด", "บนสะพาน"; towns have "ที่". */
export function place(np: NounPhrase, say: Say): string {
  return (('noun' in np && forms.noun(np.noun).place) || 'ที่') + say(np, { specific: true });
}

/** What is to be done, without whom. */
export function infinitive(roles: Infinitive, { speaker }: Surroundings): string {
  const thing = thingOf(roles.object ?? roles.complement);
  return verbPhrase(roles, forms.verb(roles.verb).phrase.of(thing), { speaker }, { specific: true }).rest;
}
