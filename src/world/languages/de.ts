import type { Adjective, Noun, Verb } from '../lexicon';
import type { Action, Clause, Conjunction, NounPhrase, Sentence } from '../meaning';
import { capitalise, numberWord, type Realiser } from './language';

type Case = 'nominative' | 'accusative' | 'dative';

const conjunctions: Record<Conjunction, string> = {
  because: 'weil',
  although: 'obwohl',
  before: 'bevor',
  'as soon as': 'sobald',
  while: 'während',
};

/** Forms of a modal verb: present and past, singular and plural. */
const modals = {
  must: ['muss', 'müssen', 'musste', 'mussten'],
  can: ['kann', 'können', 'konnte', 'konnten'],
  want: ['will', 'wollen', 'wollte', 'wollten'],
} as const;

const frequency = ['', 'einmal', 'zweimal', 'dreimal', 'viermal'];

/** German: cases and genders, verb second in main clauses and last in subordinate ones. */
export const german: Realiser = {
  code: 'de',
  name: 'German',
  sentence({ main, subordinate }: Sentence): string {
    const tail = subordinate ? `, ${conjunctions[subordinate.conjunction]} ${verbLast(parts(subordinate.clause))}` : '';
    const text = `${capitalise(verbSecond(parts(main), main) + tail)}.`;
    // A relative clause ends with a comma, unless another mark follows.
    return text.replace(/,(?=[,.])/g, '');
  },
};

/** The pieces of a clause, before their order is decided. */
interface Parts {
  subject: string;
  finite: string;
  /** A reflexive pronoun stands right behind finite verb and subject. */
  reflexive: string;
  time: string;
  middle: string[];
  /** What closes the bracket: participle, infinitive, separable part. */
  end: string;
  /** Written together with the finite verb when that comes last: "aufnahm". */
  particle: string;
  purpose: string;
}

function verbSecond(p: Parts, { time, timeFirst }: Clause): string {
  const inverted = time !== undefined && timeFirst;
  const order = inverted
    ? [p.time, p.finite, p.reflexive, p.subject, ...p.middle]
    : [p.subject, p.finite, p.reflexive, p.time, ...p.middle];
  return join([...order, p.end, p.particle]) + p.purpose;
}

function verbLast(p: Parts): string {
  const separable = p.particle && !p.particle.includes(' ');
  const verb = separable ? [`${p.particle}${p.finite}`] : [p.particle, p.finite];
  return join([p.subject, p.reflexive, p.time, ...p.middle, p.end, ...verb]) + p.purpose;
}

const join = (words: string[]) => words.filter(Boolean).join(' ');

function parts(c: Clause): Parts {
  const past = c.tense === 'past';
  const many = isPlural(c.subject);
  const base = {
    subject: phrase(c.subject, 'nominative'),
    reflexive: '',
    time: c.time?.de ?? '',
    end: '',
    particle: '',
    purpose: '',
  };
  const not = c.negated ? ['nicht'] : [];
  if (c.kind === 'state') {
    const finite = past ? (many ? 'waren' : 'war') : many ? 'sind' : 'ist';
    return { ...base, finite, middle: [...not, c.adjective.de] };
  }
  if (c.kind === 'having') {
    const finite = past ? (many ? 'hatten' : 'hatte') : many ? 'haben' : 'hat';
    const { symptom } = c;
    const plural = symptom.gender === 'p';
    const object = c.negated ? `kein${articleEnding(symptom.gender, 'accusative', plural)} ${symptom.de}` : symptom.de;
    return { ...base, finite, middle: [object] };
  }
  if (c.kind === 'dose') {
    const finite = past ? (many ? 'gaben' : 'gab') : many ? 'geben' : 'gibt';
    const amount = `${frequency[c.timesADay]} täglich ${c.milligrams} mg ${c.medicine.de}`;
    return { ...base, finite, middle: [phrase(c.recipient, 'dative'), amount] };
  }
  if (c.passive && c.object) {
    const several = isPlural(c.object);
    const finite = past ? (several ? 'wurden' : 'wurde') : several ? 'werden' : 'wird';
    const agent = contracted(`von ${phrase(c.subject, 'dative')}`);
    const middle = [...not, agent, where(c)];
    return { ...base, subject: phrase(c.object, 'nominative'), finite, middle, end: c.verb.deParticiple };
  }
  return action(c, base, past, many);
}

function action(c: Action, base: Omit<Parts, 'finite' | 'middle'>, past: boolean, many: boolean): Parts {
  const { verb, modal } = c;
  const reflexive = verb.particle === 'sich';
  const objectCase = verb.frame === 'dative' ? 'dative' : 'accusative';
  const indefinite =
    c.object !== undefined &&
    !('name' in c.object) &&
    c.object.determiner !== 'definite' &&
    c.object.count === undefined;
  const object = c.object ? phrase(c.object, objectCase, c.negated && indefinite) : '';
  const middle = [
    c.recipient ? phrase(c.recipient, 'dative') : '',
    object,
    c.negated && !indefinite ? 'nicht' : '',
    where(c),
  ];
  const purpose = c.purpose ? `, um ${phrase(c.purpose.object, 'accusative')} ${withZu(c.purpose.verb)}` : '';
  const shared = { ...base, middle, purpose, reflexive: reflexive ? 'sich' : '' };
  if (modal) {
    const finite = modals[modal][(past ? 2 : 0) + (many ? 1 : 0)] as string;
    return { ...shared, finite, end: infinitive(verb) };
  }
  return { ...shared, finite: conjugate(verb, past, many), particle: reflexive ? '' : (verb.particle ?? '') };
}

/** Third person. The plural of the present is the infinitive; that of the past adds -en, or -n after -e. */
function conjugate(verb: Verb, past: boolean, many: boolean): string {
  if (!past) return many ? verb.de : verb.dePresent;
  if (!many) return verb.dePast;
  return verb.dePast.endsWith('e') ? `${verb.dePast}n` : `${verb.dePast}en`;
}

/** The infinitive as dictionaries and modal verbs have it: "aufnehmen", "in Ohnmacht fallen". */
export function infinitive({ particle, de }: Verb): string {
  if (particle === undefined || particle === 'sich') return de;
  return particle.includes(' ') ? `${particle} ${de}` : particle + de;
}

function withZu({ particle, de }: Verb): string {
  return particle === undefined ? `zu ${de}` : `${particle}zu${de}`;
}

function where({ place }: Action): string {
  if (!place) return '';
  const at = place.tags.find(tag => /^(in|at|on):/.test(tag)) as string;
  return contracted(`${at.split(':')[1]} ${definite(place.gender, 'dative', false)} ${place.de}`);
}

/** "in dem" is "im", "an dem" is "am", "von dem" is "vom". */
function contracted(text: string): string {
  return text
    .replace(/^in dem /, 'im ')
    .replace(/^an dem /, 'am ')
    .replace(/^von dem /, 'vom ');
}

function isPlural(np: NounPhrase): boolean {
  return !('name' in np) && np.plural;
}

/** der, die, das, … */
export function definite(gender: Noun['gender'], grammaticalCase: Case, plural: boolean): string {
  if (plural || gender === 'p') return grammaticalCase === 'dative' ? 'den' : 'die';
  const forms = {
    nominative: { m: 'der', f: 'die', n: 'das' },
    accusative: { m: 'den', f: 'die', n: 'das' },
    dative: { m: 'dem', f: 'der', n: 'dem' },
  };
  return forms[grammaticalCase][gender];
}

/** The ending of ein and kein. */
function articleEnding(gender: Noun['gender'], grammaticalCase: Case, plural: boolean): string {
  if (plural || gender === 'p') return grammaticalCase === 'dative' ? 'en' : 'e';
  const forms = {
    nominative: { m: '', f: 'e', n: '' },
    accusative: { m: 'en', f: 'e', n: '' },
    dative: { m: 'em', f: 'er', n: 'em' },
  };
  return forms[grammaticalCase][gender];
}

/** A noun phrase in a case; `none` says kein instead of ein. */
export function phrase(np: NounPhrase, grammaticalCase: Case, none = false): string {
  if ('name' in np) return np.name;
  const { noun, plural, determiner } = np;
  const { gender } = noun;
  const article =
    determiner === 'definite'
      ? definite(gender, grammaticalCase, plural)
      : none
        ? `kein${articleEnding(gender, grammaticalCase, plural)}`
        : determiner === 'indefinite' && !plural
          ? `ein${articleEnding(gender, grammaticalCase, false)}`
          : '';
  const strength = determiner === 'definite' || (none && plural) ? 'weak' : article ? 'mixed' : 'strong';
  const adjective = np.adjective ? inflect(np.adjective, strength, gender, grammaticalCase, plural) : '';
  const number = np.count === undefined ? '' : numberWord('de', np.count);
  const relative = np.having
    ? `, ${definite(gender, 'nominative', plural)} ${np.having.de} ${plural ? 'haben' : 'hat'},`
    : '';
  return join([article, number, adjective, nounForm(noun, grammaticalCase, plural)]) + relative;
}

/** Adjective endings: weak after der, mixed after ein and kein, strong without an article. */
function inflect(
  adjective: Adjective,
  strength: string,
  gender: Noun['gender'],
  grammaticalCase: Case,
  plural: boolean,
): string {
  const stem = adjective.de.replace(/euer$/, 'eur').replace(/e$/, '');
  return stem + ending(strength, plural ? 'p' : gender, grammaticalCase);
}

function ending(strength: string, gender: Noun['gender'], grammaticalCase: Case): string {
  if (gender === 'p') return strength === 'strong' && grammaticalCase !== 'dative' ? 'e' : 'en';
  if (strength === 'strong') {
    const forms = {
      nominative: { m: 'er', f: 'e', n: 'es' },
      accusative: { m: 'en', f: 'e', n: 'es' },
      dative: { m: 'em', f: 'er', n: 'em' },
    };
    return forms[grammaticalCase][gender];
  }
  if (grammaticalCase === 'dative' || (grammaticalCase === 'accusative' && gender === 'm')) return 'en';
  if (strength === 'weak' || gender === 'f') return 'e';
  return gender === 'm' ? 'er' : 'es';
}

/** Plural datives end in -n, but for those in -s and -a; weak masculines take -n or -en outside the nominative: "den Patienten". */
function nounForm(noun: Noun, grammaticalCase: Case, plural: boolean): string {
  if (plural) {
    const form = noun.dePlural as string;
    return grammaticalCase === 'dative' && !/[nsa]$/.test(form) ? `${form}n` : form;
  }
  if (noun.tags.includes('weak') && grammaticalCase !== 'nominative') {
    return /(e|auer|achbar)$/.test(noun.de) ? `${noun.de}n` : `${noun.de}en`;
  }
  return noun.de;
}
