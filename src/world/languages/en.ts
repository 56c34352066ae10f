import type { Verb } from '../lexicon';
import type { Action, Clause, NounPhrase, Sentence } from '../meaning';
import { capitalise, numberWord, type Realiser } from './language';

const modals = { must: ['must', 'had to'], can: ['can', 'could'], want: ['wants to', 'wanted to'] } as const;
const frequency = ['', 'once', 'twice', 'three times', 'four times'];

/** English: fixed word order, a/an, third person -s, do-support. */
export const english: Realiser = {
  code: 'en',
  name: 'English',
  sentence({ main, subordinate }: Sentence): string {
    const tail = subordinate ? ` ${subordinate.conjunction} ${clause(subordinate.clause)}` : '';
    return `${capitalise(clause(main) + tail)}.`;
  },
};

function clause(c: Clause): string {
  const time = c.time?.en;
  const first = time !== undefined && c.timeFirst ? [time] : [];
  const last = time !== undefined && !c.timeFirst ? [time] : [];
  return [...first, core(c), ...last].join(' ');
}

function core(c: Clause): string {
  const past = c.tense === 'past';
  const subject = phrase(c.subject);
  const many = isPlural(c.subject);
  const be = past ? (many ? 'were' : 'was') : many ? 'are' : 'is';
  if (c.kind === 'state') return `${subject} ${be}${c.negated ? ' not' : ''} ${c.adjective.en}`;
  if (c.kind === 'having') {
    const verb = c.negated ? `${doForm(past, many)} not have` : past ? 'had' : many ? 'have' : 'has';
    return `${subject} ${verb} ${c.symptom.en}`;
  }
  if (c.kind === 'dose') {
    const verb = past ? 'gave' : many ? 'give' : 'gives';
    const dose = `${c.milligrams} mg of ${c.medicine.en} ${frequency[c.timesADay]} a day`;
    return `${subject} ${verb} ${phrase(c.recipient)} ${dose}`;
  }
  if (c.passive && c.object) {
    const passiveBe = past ? (isPlural(c.object) ? 'were' : 'was') : isPlural(c.object) ? 'are' : 'is';
    const words = [phrase(c.object), passiveBe, c.negated ? 'not' : '', c.verb.enParticiple, `by ${subject}`, where(c)];
    return words.filter(Boolean).join(' ');
  }
  const purpose = c.purpose ? `in order to ${verbWith(c.purpose.verb.en, phrase(c.purpose.object))}` : '';
  const objects = [c.recipient, c.object].flatMap(np => (np ? [phrase(np)] : [])).join(' ');
  return [subject, verbWith(finite(c, past, many), objects), where(c), purpose].filter(Boolean).join(' ');
}

function verbWith(verb: string, objects: string): string {
  return objects ? `${verb} ${objects}` : verb;
}

function finite({ verb, modal, negated }: Action, past: boolean, many: boolean): string {
  if (modal) {
    const [present, before] = modals[modal];
    if (modal === 'want') {
      if (negated) return `${doForm(past, many)} not want to ${verb.en}`;
      return `${past ? before : many ? 'want to' : present} ${verb.en}`;
    }
    if (negated) return `${past ? 'could not' : 'cannot'} ${verb.en}`;
    return `${past ? before : present} ${verb.en}`;
  }
  if (negated) return `${doForm(past, many)} not ${verb.en}`;
  if (past) return verb.enPast;
  return many ? verb.en : thirdPerson(verb);
}

const doForm = (past: boolean, many: boolean) => (past ? 'did' : many ? 'do' : 'does');

/** The -s of the third person, on the first word: "carries out". */
function thirdPerson({ en }: Verb): string {
  const [head, ...rest] = en.split(' ') as [string, ...string[]];
  const inflected = /(s|sh|ch|x|o)$/.test(head)
    ? `${head}es`
    : /[^aeiou]y$/.test(head)
      ? `${head.slice(0, -1)}ies`
      : `${head}s`;
  return [inflected, ...rest].join(' ');
}

function where({ place }: Action): string {
  if (!place) return '';
  const at = place.tags.find(tag => /^(in|at|on):/.test(tag)) as string;
  return `${at.split(':')[0]} the ${place.en}`;
}

function isPlural(np: NounPhrase): boolean {
  return !('name' in np) && np.plural;
}

/** A noun phrase. */
export function phrase(np: NounPhrase): string {
  if ('name' in np) return np.name;
  const noun = np.plural ? (np.noun.enPlural as string) : np.noun.en;
  const words = [np.count === undefined ? '' : numberWord('en', np.count), np.adjective?.en ?? '', noun]
    .filter(Boolean)
    .join(' ');
  const relative = np.having ? ` who ${np.plural ? 'have' : 'has'} ${np.having.en}` : '';
  if (np.determiner === 'definite') return `the ${words}${relative}`;
  if (np.determiner === 'indefinite' && !np.plural)
    return `${/^([aeiou]|X-)/i.test(words) ? 'an' : 'a'} ${words}${relative}`;
  return words + relative;
}
