import type { Action, Infinitive, NounPhrase } from '../../meaning';
import { type ClauseOptions, clause } from './clause';
import { forms } from './forms';
import { questionWord } from './interrogative';
import { phrase } from './noun-phrase';
import { frequency, positionOf } from './numbers';
import { passive } from './passive';
import { isAskedInCleft, predicate, predicateOf } from './predicate';
import { causeOf, headOf, subjectOf } from './roles';
import { hasSlot } from './template';
import { type Markers, markers } from './verb-group';

/** The parts of a clause, in words. */
export interface Said extends Core {
  /** "当时". */
  backThen: string;
  /** "因风暴". */
  cause: string;
  /** "每天". */
  every: string;
  /** "根据第12条". */
  basis: string;
}

/** What the voice decides. */
export interface Core {
  subject: string;
  /** "没有", "必须", "正在". */
  before: string;
  /** "是" of a cleft sentence: "是…的". */
  cleft: string;
  /** The predicate says where by itself: "驶离4号泊位". */
  placed: boolean;
  predicate: string;
}

/** Somebody does something, or something is done. */
export function action(given: Action, options: ClauseOptions): Said {
  const c = goingOn(turned(given, options), options);
  const { tense, modal } = c;
  const { aspect } = forms.verb(c.verb);
  const marked = markers(c, forms.verb(c.verb), circumstancesOf(c, options));
  const { subject, before, cleft, placed, predicate } = (c.passive ? passive : active)(c, marked, options);
  const alone = options.view === 'main' && !options.framed && !options.question && !c.passive && !c.time;
  const lasting = aspect === 'state' || aspect === 'condition' || c.frequency !== undefined;
  const backThen = alone && tense === 'past' && (modal ? marked.before === '能' : lasting);
  return {
    subject,
    before,
    cleft,
    placed,
    predicate,
    backThen: backThen ? '当时' : '',
    cause: causeOf(c.cause),
    every: c.frequency ? frequency(c.frequency).every : '',
    basis: c.basis ? `根据${phrase(c.basis)}` : '',
  };
}

function circumstancesOf(c: Action, { view, framed, timed, meanwhile = false, question }: ClauseOptions) {
  const position = c.time && positionOf(c.time);
  const now = position === 'now';
  const free = (c.time === undefined || now) && !c.frequency && !c.duration && !c.purpose && !c.passive;
  // A place already paints the scene: "在公园里唱歌".
  const placeless = now || !(c.place || question === 'where');
  return {
    plain: view === 'circumstance',
    underway: free && placeless && question !== 'when' && view !== 'relative' && (meanwhile || !timed),
    report: c.verb.domain !== 'everyday',
    alone: view === 'relative' || (view === 'main' && !framed && !c.time && !c.place && !c.duration),
  };
}

/**
 * As long as they have somebody to act, clauses of time and condition are active, and so is what was not done, or was done for a reason:
 * "医生没有缝合伤口", where 由 would tell who it was that did. Some verbs always are.
 */
function turned(c: Action, { view, framed, timed }: ClauseOptions): Action {
  if (!c.passive) return c;
  const { passive: voice } = forms.verb(c.verb);
  const business = (typeof voice === 'object' ? voice.agent : voice) === '由';
  const telling = business && c.tense === 'past' && !c.modal && (c.negated || (framed && !timed));
  const active = (c.subject && (view === 'circumstance' || telling)) || voice === '-';
  return active ? { ...c, passive: false } : c;
}

/** What has no end of its own was under way, as at present, while something else was: "…的时候，马正在睡觉". */
function goingOn(c: Action, { meanwhile, view }: ClauseOptions): Action {
  if (!meanwhile || view !== 'main' || c.tense !== 'past' || c.negated || c.modal || c.duration) return c;
  const { aspect, course } = forms.verb(c.verb);
  const endless = c.verb.frame === 'intransitive' && course === 'ongoing' && aspect !== 'result';
  return endless ? { ...c, tense: 'present' } : c;
}

function active(c: Action, marked: Markers, options: ClauseOptions): Core {
  const template = predicateOf(c, marked, options);
  const placed = hasSlot(template, 'P');
  const cleft = isAskedInCleft(c, options) && !placed;
  const named = c.subject && !isInside(c.subject, template);
  return {
    subject: named ? subjectOf(c.subject!, options, questionWord(c.verb, 'subject', options.question)) : '',
    before: marked.before,
    cleft: cleft ? '是' : '',
    placed,
    predicate: predicate(c, template, marked, options, { cleft }),
  };
}

/** "开始下雨": the verb names the rain. */
function isInside(subject: NounPhrase, template: string): boolean {
  const head = headOf(subject);
  return head?.kind === 'noun' && template.includes(forms.noun(head).lemma);
}

/** "给患者做手术": what somebody decides to do, or does something for. */
export function verbPhrase(infinitive: Infinitive): string {
  return clause({ kind: 'action', tense: 'present', negated: false, ...infinitive }, { view: 'circumstance' });
}
