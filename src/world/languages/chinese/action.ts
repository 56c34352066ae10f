import { type Action, type Infinitive, isPerson, type NounPhrase } from '../../meaning';
import { type ClauseOptions, clause } from './clause';
import { forms, specialFor, specialWhen } from './forms';
import { whatWord } from './interrogative';
import { measured, type PhraseOptions, phrase, where } from './noun-phrase';
import { frequency, positionOf } from './numbers';
import { causeOf, headOf, renamed, subjectOf } from './roles';
import {
  fill,
  isGoverned,
  isVerbFirst,
  lasting,
  type Slot,
  slotsOf,
  type Words,
  withDe,
  withoutObject,
} from './template';
import { type Markers, markers } from './verb-group';

/** The parts of a clause, in words. */
export interface Said {
  subject: string;
  /** "没有", "必须", "正在". */
  before: string;
  /** "是" of a cleft sentence: "是…的". */
  cleft: string;
  /** "当时". */
  backThen: string;
  /** "因风暴". */
  cause: string;
  /** "每天". */
  every: string;
  /** "根据第12条". */
  basis: string;
  /** The predicate says where by itself: "停靠在4号泊位". */
  placed: boolean;
  predicate: string;
}

/** Somebody does something, or something is done. */
export function action(given: Action, options: ClauseOptions): Said {
  const c = turned(given, options);
  const { verb, tense, modal } = c;
  const { aspect, course } = forms.verb(verb);
  const { view, question } = options;
  const plain = view === 'circumstance';
  const now = c.time !== undefined && positionOf(c.time) === 'now';
  const free = (c.time === undefined || now) && !c.frequency && !c.duration && !c.purpose && !c.passive;
  // A place already paints the scene: "在公园里唱歌".
  const underway = free && view !== 'relative' && !options.timed && (now || !(c.place || question === 'where'));
  const once = view !== 'relative' && !options.timed && !(c.time && positionOf(c.time) === 'repeated');
  const report = verb.domain !== 'everyday';
  const marked = markers(c, { aspect, course }, { plain, underway, once, report });
  const past = view === 'main' && tense === 'past' && !options.framed && !question && !c.passive && !c.time;
  const unmarked = aspect === 'state' || aspect === 'condition' || c.frequency !== undefined;
  const backThen = past && (modal ? marked.before === '能' : unmarked);
  const common = {
    backThen: backThen ? '当时' : '',
    cause: causeOf(c.cause),
    every: c.frequency ? frequency(c.frequency).every : '',
    basis: c.basis ? `根据${phrase(c.basis)}` : '',
  };
  return { ...common, ...(c.passive ? passive(c, marked, options) : active(c, marked, options)) };
}

/** Clauses of time and condition are active, as long as they have somebody to act; some verbs always are. */
function turned(c: Action, { view }: ClauseOptions): Action {
  const active = (c.subject && view === 'circumstance') || forms.verb(c.verb).passive === '-';
  return c.passive && active ? { ...c, passive: false } : c;
}

type Core = Pick<Said, 'subject' | 'before' | 'cleft' | 'placed' | 'predicate'>;

function active(c: Action, marked: Markers, options: ClauseOptions): Core {
  const subject = c.subject ? subjectOf(c.subject, options, whatWord(c.verb, 'subject')) : '';
  const template = predicateOf(c, marked, options);
  const cleft = isCleftQuestion(c, options) && !slotsOf(template).includes('P');
  return {
    subject,
    before: marked.before,
    cleft: cleft ? '是' : '',
    placed: slotsOf(template).includes('P'),
    predicate: predicate(c, template, marked, { ...options, cleft }),
  };
}

/** When and where something happened is asked with 是…的. */
function isCleftQuestion({ tense, negated, modal }: Action, { question }: ClauseOptions): boolean {
  return (question === 'when' || question === 'where') && tense === 'past' && !negated && !modal;
}

/** The predicate that the verb has with these words. */
function predicateOf(c: Action, marked: Markers, options: ClauseOptions): string {
  const row = forms.verb(c.verb);
  const special = specialFor(row.special, headOf(c.object)) ?? specialFor(row.special, headOf(c.subject));
  const completed = c.tense === 'past' && !c.negated && !c.modal && options.view !== 'circumstance';
  let base = special?.[0] ?? row.predicate;
  if (completed && row.completed && special === undefined && !c.duration) base = row.completed;
  else if (c.duration && specialWhen(row.special, 'lasting')) base = specialWhen(row.special, 'lasting') as string;
  const placed = c.place !== undefined || options.question === 'where';
  if (slotsOf(base).includes('P') && !placed) base = specialWhen(row.special, 'alone') ?? base;
  const disposal = special ? special[1] : row.disposal;
  return disposal && isDisposed(c, marked) ? disposal : base;
}

/** 把 is for known things that something happens to, not for what is going on or is never done. */
function isDisposed({ object, passive, modal, tense, recipient }: Action, { before }: Markers): boolean {
  if (object === undefined || passive || !isKnown(object) || before === '正在') return false;
  return recipient !== undefined || modal !== undefined || tense !== 'present';
}

function isKnown(np: NounPhrase): boolean {
  if ('gap' in np || 'amount' in np) return false;
  return !('noun' in np) || np.determiner === 'definite' || np.possessor !== undefined;
}

function passive(c: Action, marked: Markers, options: ClauseOptions): Core {
  const row = forms.verb(c.verb);
  const { predicate: base, possessed } = withoutObject(predicateOf(c, marked, options));
  const subject = subjectOf(c.object as NounPhrase, options) + possessed;
  const agent = c.subject && ('gap' in c.subject ? '谁' : phrase(c.subject));
  const placed = slotsOf(base).includes('P');
  const core = { subject, before: marked.before.replace(/^(能|得以)$/, '可以'), cleft: '', placed };
  const say = (template: string, aspect: string, cleft = false) =>
    predicate({ ...c, object: undefined }, template, { ...marked, aspect }, { ...options, cleft, agent });
  if (typeof row.passive === 'object')
    return { ...core, predicate: say(agent ? row.passive.agent : row.passive.agentless, marked.aspect) };
  // Alone, or as what happens next, what is done must be seen to be done: "船锚被收起".
  const bald = marked.aspect === '' && !marked.before.startsWith('没') && !c.place && !c.time;
  const point = c.time !== undefined && !('kind' in c.time);
  const happens = agent === undefined && (bald || options.timed === true || (point && !c.place));
  const suffers = row.passive === '被' || happens || (agent === undefined && isPerson(c.object as NounPhrase));
  const asked = isCleftQuestion(c, options);
  if (suffers) {
    // Not "被被害人指控".
    const by = agent?.startsWith('被') ? '遭' : '被';
    const template = agent ? `${by}A${base}` : `被${base}`;
    return { ...core, cleft: asked ? '是' : '', predicate: say(template, marked.aspect, asked) };
  }
  if (agent === undefined) {
    const done = marked.aspect === '了' && !point && !c.duration && options.view !== 'relative' && !asked;
    return {
      ...core,
      before: done ? '已' : core.before,
      cleft: asked ? '是' : '',
      predicate: say(base, done || marked.aspect === '了' ? '' : marked.aspect, asked),
    };
  }
  const cleft = asked || isCleft(c, options);
  return {
    ...core,
    before: cleft ? '' : core.before,
    cleft: cleft ? (c.negated ? '不是' : '是') : '',
    // 了 needs something behind it here: "由护士接种了疫苗", but "由护士包扎".
    predicate: say(`由A${base}`, /·[^ORCGFPSIA]/.test(base) ? marked.aspect : '', cleft),
  };
}

/** Who did it is what a past with 由 tells: "伤口是由医生缝合的". */
function isCleft(c: Action, { view, timed }: ClauseOptions): boolean {
  if (c.tense !== 'past' || c.modal || c.duration || !(view === 'main' || view === 'reason')) return false;
  if (c.negated) return true;
  const plainTime = c.time === undefined || ('kind' in c.time && positionOf(c.time) !== 'manner');
  return plainTime && !timed;
}

interface PredicateOptions extends ClauseOptions {
  cleft: boolean;
  agent?: string;
}

function predicate(c: Action, template: string, { before, aspect }: Markers, options: PredicateOptions): string {
  const { frequency: often, duration } = c;
  const dose = often && c.object && 'amount' in c.object ? c.object : undefined;
  const counted = c.object && ('amount' in c.object || ('noun' in c.object && c.object.count !== undefined));
  const time = duration && phrase(duration);
  let form = template;
  // What is counted is done within the time, whatever else for the time.
  if (time) form = counted && isVerbFirst(template) ? `用${time}${template}` : lasting(template, time);
  // What is negated is not there: "没有哮喘", not "没有患有哮喘".
  if (before === '没有') form = form.replace(/^患?有/, '');
  if (options.cleft) form = withDe(form);
  const relativeObject = options.view === 'relative' && c.object !== undefined && 'gap' in c.object;
  const final = options.view === 'relative' && !/·[OC]/.test(form);
  // Dated reports end without 了: "于10时离港".
  const dated = c.time !== undefined && !('kind' in c.time) && options.question === undefined && form.endsWith('·');
  const words = wordsOf(c, form, options);
  const mark = aspect === '了' && (relativeObject || final || dated) ? '' : aspect;
  if (dose?.of) {
    const times = frequency(often!).often;
    const object = `${times}${forms.noun(dose.of).lemma}`;
    return `${fill(form, { ...words, O: object }, '')}，每次${measured({ ...dose, of: undefined })}`;
  }
  const said = c.content || options.view === 'relative' ? quiet(c, form, options) : form;
  const gone = relativeObject ? said.replace(/[把将]O/, '') : said;
  const tail = c.purpose && options.view !== 'circumstance' && options.framed ? `，以便${verbPhrase(c.purpose)}` : '';
  return fill(gone, words, mark) + (often ? frequency(often).often : '') + tail;
}

/** "说，" pauses before what is said, but not in a question, or when nothing was said. */
function quiet(c: Action, template: string, { question, view }: ClauseOptions): string {
  return question || c.negated || view === 'relative' ? template.replace('，S', 'S') : template;
}

/** The words for the slots of a predicate. */
function wordsOf(c: Action, template: string, options: PredicateOptions): Words {
  const repeated = c.time !== undefined && positionOf(c.time) === 'repeated';
  const { aspect } = forms.verb(c.verb);
  const some = !repeated && aspect !== 'state' && aspect !== 'experience';
  const say = (np: NounPhrase | undefined, slot: Slot, phraseOptions: PhraseOptions = {}): string | undefined => {
    if (np === undefined) return undefined;
    if (!('gap' in np)) return phrase(slot === 'R' ? np : renamed(np), phraseOptions);
    if (options.view === 'relative') return isGoverned(template, slot) ? '其' : '';
    return options.question === 'who' ? '谁' : slot === 'O' ? whatWord(c.verb, 'object') : '什么';
  };
  const behindVerb = isVerbFirst(template);
  return {
    A: options.agent,
    O: say(c.object, 'O', { behindVerb, negated: c.negated, some }),
    R: say(c.recipient, 'R'),
    C: say(c.complement, 'C', { some }),
    G: options.question === 'where to' ? '哪里' : say(c.to, 'G'),
    F: c.from && origin(c.from),
    P: options.question === 'where' ? '哪里' : c.place && placeOf(c.place, template),
    S: c.content && content(c, template),
    I: c.infinitive && verbPhrase(c.infinitive),
  };
}

/** Behind 在 a place keeps its particle, and behind other verbs it has none: "停在桥上", "驶离4号泊位". */
const placeOf = (place: NounPhrase, template: string): string =>
  /在·?P/.test(template) ? where(place).slice(1) : phrase(place);

/** "从港口", but "从货轮上". */
function origin(from: NounPhrase): string {
  const head = headOf(from);
  return phrase(from) + (head?.tags.includes('ship') ? '上' : '');
}

/** What is said. Without a pause before it, the speaker is 自己. */
function content(c: Action, template: string): string {
  const speaker = template.includes('，S') ? undefined : c.subject;
  return clause(c.content!, { view: 'content', speaker, feared: forms.verb(c.verb).aspect === 'state' });
}

/** "给患者做手术": what somebody decides to do, or does something for. */
export function verbPhrase(infinitive: Infinitive): string {
  const c: Action = { kind: 'action', tense: 'present', negated: false, ...infinitive };
  return clause(c, { view: 'circumstance' });
}
