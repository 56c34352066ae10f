import { type Column, complementForm, languageForms, oneOf, optional, placeForm, required } from '../../forms';
import { type Adjective, type Concept, isOneOf, type Name, type Noun, type Role, type Verb } from '../../lexicon';

/** What a word is like for some kinds of things: "吃" is "喝" for soup. */
export interface Special {
  /** Tags of nouns, or nouns, of the object, or behind "by " of the subject; or a circumstance, such as `alone`. */
  kinds: string[];
  forms: string[];
}

/** The words of Chinese: `data/world/zh`. */
export const forms = languageForms('zh', {
  nouns: {
    lemma: required,
    /** The measure word between a number and the noun: "个". Units have one only where a number needs it: "三个小时". */
    classifier,
    /** How several known ones are said, "护士们", but "这些证人", or the word for several: "姐妹". */
    several,
    /** How something is said to be there: "在…里". */
    where: placeForm,
    /** With a number of its own: "#号泊位"; without a pattern "4号房间". Units that have one are written with digits: "#米". */
    numbered: optional,
  },
  verbs: {
    lemma: required,
    /** Where what goes: see `template.ts`. */
    predicate,
    /** With a known object before the verb, because something is done with it: "把O打开·". */
    disposal: optional,
    /**
     * How its past is said and negated: `event` "买了, 没有买" · `result` "融化了", which is over when something else happens ·
     * `attainment` "找到了", in the present "找不到" · `experience` "住过, 没有住过" · `unmarked` "决定, 没有决定" ·
     * `state` "属于, 不属于" · `condition` "有, 没有", also in the present.
     */
    aspect: oneOf('event', 'result', 'attainment', 'experience', 'unmarked', 'state', 'condition'),
    /** The present: `ongoing` "正在修理" · `plain` "打开". It has no 了, which would say that it is over. */
    course: oneOf('ongoing', 'plain'),
    /**
     * 被 for what is suffered, 由 for whose business it is, a predicate with an agent and one without, or "-": it is said actively.
     * "由|接受·手术" has 由 with an agent, and its own predicate without.
     */
    passive,
    /** The predicate of the affirmative past, where it is not the usual one: "睡了一觉". */
    completed: optional,
    /**
     * Predicates for some objects, for some who do it ("by_"), without a place (`alone`), with a duration (`lasting`), for what is done
     * so many times (`often`), or for what is not over when something else happens (`meanwhile`).
     */
    special: specials('|'),
  },
  adjectives: {
    lemma: required,
    /** Before a noun, with 的 where it has one. */
    attributive: required,
    /** "很大", "是红色的", "生锈了"; with S where the subject stands in it: "禁止使用S". */
    predicate: required,
    /** Where it is not "不大", "不是红色的" or "并非…". */
    negative: optional,
    /** A state that can pass is past with 当时: "当时很累"; not with 以前, which says that it is over. */
    stage: oneOf('passing', 'lasting'),
    /** With its complement, affirmed and negated: "犯有C/没有犯C". */
    complement: complementForm,
    /** Before a measure: "深12米", with its complement "距离C5公里". */
    measured,
    /** Attributive, predicative, negative and measured forms for some kinds of things. */
    special: specials('/'),
  },
  times: {
    lemma: required,
    /** `day` frames the sentence, `span` does with 在 behind the subject, `repeated` asks for 都, `manner` stands at the verb. */
    position: oneOf('day', 'span', 'now', 'repeated', 'manner'),
  },
  names: { lemma: required },
});

function classifier(cell: string, { tags }: Noun, column: string): string | undefined {
  const uncounted = tags.includes('mass') || tags.includes('unit');
  if (cell === '-' && !uncounted) throw new Error(`has no ${column}`);
  return optional(cell);
}

function several(cell: string, { tags }: Noun, column: string): string | undefined {
  if (tags.includes('person') && cell === '-')
    throw new Error(`has no ${column}: choose 们 or 些, or write the word for several`);
  return optional(cell);
}

const slotOf: Partial<Record<Role, string>> = { object: 'O', recipient: 'R', complement: 'C', goal: 'G' };
const slotOfFrame: Partial<Record<Verb['frame'], string>> = {
  reporting: 'S',
  'subject-control': 'I',
  'object-control': 'I',
};

/** A predicate names a slot for each role of the verb. */
function predicate(cell: string, verb: Verb, column: string): string {
  const roles = Object.keys(slotOf) as (keyof typeof slotOf & keyof Verb)[];
  const needed = roles.filter(role => verb[role].length > 0).map(role => slotOf[role] as string);
  const slots = [...needed, slotOfFrame[verb.frame] ?? ''];
  const missing = slots.find(slot => !cell.includes(slot));
  if (missing) throw new Error(`has the ${column} ${cell}, which has no place for ${missing}`);
  return required(cell, verb, column);
}

type Passive = { agent: string; agentless: string } | '被' | '由' | '-';

function passive(cell: string, _verb: Verb, column: string): Passive {
  if (cell === '被' || cell === '由' || cell === '-') return cell;
  const [agent, agentless] = cell.split('|');
  if (!(agent === '由' || agent?.includes('A')) || !agentless)
    throw new Error(`has the ${column} ${cell}: choose 被, 由 or -, or write a predicate with A and one without`);
  return { agent, agentless };
}

function measured(cell: string, { unit }: Adjective, column: string): string | undefined {
  if (cell === '-' && unit.length > 0) throw new Error(`is measured, but has no ${column}`);
  return optional(cell);
}

/** "kind,kind:form|form kind:form", with "_" for the spaces of nouns. */
function specials(separator: string): Column<Concept, Special[]> {
  return (cell, _concept, column) =>
    (optional(cell)?.split(' ') ?? []).map(entry => {
      const [kinds, form] = entry.split(':');
      if (!(kinds && form)) throw new Error(`has the ${column} ${entry}: write kinds:form`);
      return { kinds: kinds.replaceAll('_', ' ').split(','), forms: form.split(separator) };
    });
}

/** The forms for somebody or something of one of the kinds. */
export function specialFor(all: Special[], noun: Noun | Name | undefined): string[] | undefined {
  return noun && all.find(({ kinds }) => isOneOf(noun, kinds))?.forms;
}

/** The forms for what somebody or something of one of the kinds does. */
export function specialBy(all: Special[], doer: Noun | Name | undefined): string[] | undefined {
  const by = (kind: string) => kind.startsWith('by ') && isOneOf(doer!, [kind.slice('by '.length)]);
  return doer && all.find(({ kinds }) => kinds.some(by))?.forms;
}

/** The form for a circumstance. */
export function specialWhen(
  all: Special[],
  circumstance: 'alone' | 'lasting' | 'often' | 'meanwhile',
): string | undefined {
  return all.find(({ kinds }) => kinds.includes(circumstance))?.forms[0];
}

/** A word as a dictionary lists it. */
export const dictionaryForm = forms.lemma;

/** The forms of a word that its table lists. */
export function formsOf(concept: Concept): string[] {
  switch (concept.kind) {
    case 'noun': {
      const { lemma, several = '', classifier = '' } = forms.noun(concept);
      return [lemma, several.length > 1 ? several : '', classifier].filter(Boolean);
    }
    case 'verb': {
      const { lemma, predicate, special } = forms.verb(concept);
      const words = [predicate, ...special.flatMap(({ forms }) => forms)].flatMap(template =>
        template.split(/[^\p{Script=Han}]+/u).filter(Boolean),
      );
      return [...new Set([lemma, ...words])];
    }
    case 'adjective': {
      const { lemma, attributive, special } = forms.adjective(concept);
      return [...new Set([lemma, ...[attributive, ...special.flatMap(({ forms }) => forms)]])];
    }
    default:
      return [forms.lemma(concept)];
  }
}
