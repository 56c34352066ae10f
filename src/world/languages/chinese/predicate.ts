import type { Noun } from '../../lexicon';
import { type Action, type Clause, type Described, isPerson, type NounPhrase } from '../../meaning';
import { verbPhrase } from './action';
import { type ClauseOptions, clause } from './clause';
import { forms, specialBy, specialFor, specialWhen } from './forms';
import { questionWord } from './interrogative';
import { measured, type PhraseOptions, phrase, where } from './noun-phrase';
import { frequency, numeral, positionOf } from './numbers';
import { headOf, isSame, renamed } from './roles';
import { fill, hasSlot, isGoverned, isVerbFirst, lasting, type Slot, unattained, type Words, withDe } from './template';
import { isUnattained, type Markers } from './verb-group';

/** When and where something happened is asked with 是…的. */
export function isAskedInCleft({ tense, negated, modal }: Action, { question }: ClauseOptions): boolean {
  return (question === 'when' || question === 'where') && tense === 'past' && !negated && !modal;
}

/** The predicate that the verb has beside these words. */
export function predicateOf(c: Action, marked: Markers, options: ClauseOptions): string {
  const { before } = marked;
  const { view, question } = options;
  const meanwhile = options.meanwhile && view === 'circumstance';
  const row = forms.verb(c.verb);
  const special = specialOf(c);
  const disposal = disposalOf(c, marked, options);
  if (disposal && isDisposed(c, before, meanwhile)) return disposal;
  const instead =
    (meanwhile && specialWhen(row.special, 'meanwhile')) ||
    (c.duration && !c.passive && specialWhen(row.special, 'lasting')) ||
    (c.frequency && specialWhen(row.special, 'often'));
  if (instead) return instead;
  const over = c.tense === 'past' && !c.negated && !c.modal && view !== 'circumstance';
  if (over && row.completed && !special && !c.duration) return fitting(row.completed);
  const usual = fitting(special?.[0] ?? row.predicate);
  return isUnattained(c, row.aspect) ? unattained(usual) : usual;

  function fitting(template: string): string {
    const placed = c.place !== undefined || question === 'where';
    return hasSlot(template, 'P') && !placed ? (specialWhen(row.special, 'alone') ?? template) : template;
  }
}

function specialOf({ verb, subject, object }: Action): string[] | undefined {
  const { special } = forms.verb(verb);
  return specialBy(special, headOf(subject)) ?? specialFor(special, headOf(object));
}

/**
 * What it comes to: "把O擦干净·". It is not said of what goes on for a time, nor where 好 would end a question: "…修好吗？" asks whether
 * one agrees.
 */
export function disposalOf(c: Action, { aspect }: Markers, { question }: ClauseOptions): string | undefined {
  const special = specialOf(c);
  const disposal = special ? special[1] : forms.verb(c.verb).disposal;
  const agreeing = question === 'whether' && aspect === '' && disposal?.endsWith('好·');
  return c.duration || agreeing ? undefined : disposal;
}

/** 把 is for known things that something happens to, not for what is going on, "煮鱼的时候", or is never done. */
function isDisposed({ object, passive, modal, tense, recipient }: Action, before: string, meanwhile = false): boolean {
  if (object === undefined || passive || !isKnown(object) || before === '正在') return false;
  return recipient !== undefined || (!meanwhile && (modal !== undefined || tense !== 'present'));
}

function isKnown(np: NounPhrase): boolean {
  if ('gap' in np || 'amount' in np) return false;
  return !('noun' in np) || np.determiner === 'definite' || np.possessor !== undefined;
}

/** What the voice adds. */
interface Voice {
  cleft: boolean;
  agent?: string;
}

/** The predicate in words. */
export function predicate(
  c: Action,
  template: string,
  { before, aspect }: Markers,
  options: ClauseOptions,
  voice: Voice,
): string {
  const { frequency: often, duration, object, purpose } = c;
  const relative = options.view === 'relative';
  let form = duration ? during(template, phrase(duration), object) : template;
  // What is negated is not there: "没有哮喘", not "没有患有哮喘".
  if (before === '没有') form = form.replace(/^患?有/, '');
  if (voice.cleft) form = withDe(form);
  const mark = often || (aspect === '了' && dropsLe(c, form, options)) ? '' : aspect;
  const words = wordsOf(c, form, options, voice);
  // 为 and 什么 would ask why: "给什么办理了通关手续".
  if (words.O === '什么' || words.C === '什么') form = form.replace(/^为/, '给');
  const helping = often && object && helpingOf(object);
  if (helping) return dose(form, words, helping, numeral(often.times));
  if (c.content && (options.question || c.negated || relative)) form = form.replace('，S', 'S');
  if (relative && object && 'gap' in object) form = form.replace('把O', '');
  const aim = purpose && options.view === 'main' && options.framed ? `，以便${verbPhrase(purpose)}` : '';
  if (often && !hasSlot(form, 'N')) return repeated(form, words, frequency(often).often, object) + aim;
  return fill(form, words, mark) + aim;
}

/** "踢五次足球", "把一首歌练习五次", but "检查膝关节五次": how often stands before what is any of its kind, and behind what is known. */
function repeated(form: string, words: Words, times: string, object: NounPhrase | undefined): string {
  const any = object && 'noun' in object && !isKnown(object) && form.includes('·O');
  if (!any) return fill(form, words, '') + times;
  return object.determiner === 'none'
    ? fill(form, words, times)
    : `把${words.O}${fill(form, { ...words, O: '' }, '')}${times}`;
}

/** What is counted is done within a time, whatever else for a time: "用三天卸下三个木箱", "对公寓搜查三天". */
function during(template: string, time: string, object: NounPhrase | undefined): string {
  const counted = object && ('amount' in object || ('noun' in object && object.count !== undefined));
  return counted && isVerbFirst(template) ? `用${time}${template}` : lasting(template, time);
}

/** Relative clauses keep 了 before an object only, and dated reports end without it: "于10时离港". */
function dropsLe({ object, time }: Action, form: string, { view, question }: ClauseOptions): boolean {
  if (view === 'relative') return (object !== undefined && 'gap' in object) || !/·[OC]/.test(form);
  return time !== undefined && !('kind' in time) && question === undefined && form.endsWith('·');
}

/** What is given, and how much of it at once: "吗啡", "5毫克"; "药片", "两片". */
interface Helping {
  of: Noun;
  much: string;
}

function helpingOf(np: NounPhrase): Helping | undefined {
  if ('amount' in np) return np.of && { of: np.of, much: measured({ ...np, of: undefined }) };
  if (!('noun' in np && np.count !== undefined)) return undefined;
  return { of: np.noun, much: numeral(np.count) + forms.noun(np.noun).classifier };
}

/** "每天给患者用两次吗啡，每次5毫克". */
function dose(form: string, words: Words, { of, much }: Helping, times: string): string {
  return `${fill(form, { ...words, O: `${times}次${forms.noun(of).lemma}` }, '')}，每次${much}`;
}

/** The words for the slots of a predicate. */
function wordsOf(c: Action, template: string, options: ClauseOptions, { agent }: Voice): Words {
  const { question, view, meanwhile } = options;
  const say = (np: NounPhrase | undefined, slot: Slot, phraseOptions?: PhraseOptions): string | undefined => {
    if (np === undefined) return undefined;
    if (!('gap' in np)) {
      const named = slot === 'R' ? np : renamed(np);
      // A substance that was just named, or is the scene, needs no 那些: "喝茶", "煮鱼的时候".
      const substance = (named !== np || meanwhile) && headOf(named)?.tags.includes('mass');
      return phrase(named, substance ? { ...phraseOptions, behindVerb: false } : phraseOptions);
    }
    if (view === 'relative') return isGoverned(template, slot) ? '其' : '';
    if (slot === 'O') return questionWord(c.verb, 'object', question);
    return question === 'who' ? '谁' : '什么';
  };
  const some = question === undefined && isSome(c);
  // What is not there is not counted, nor what somebody has: "没有买帽子", "有动机".
  const uncounted = c.negated || (template === '有O' && !(c.object && isPerson(c.object)));
  return {
    A: agent,
    O: say(c.object, 'O', { behindVerb: isVerbFirst(template), uncounted, some }),
    R: say(c.recipient, 'R'),
    C: say(c.complement, 'C', { some }),
    G: question === 'where to' ? '哪里' : c.to && goal(c.to),
    F: c.from && origin(c.from),
    P: question === 'where' ? '哪里' : c.place && placeOf(c.place, template),
    S: c.content && content(c, template),
    I: c.infinitive && verbPhrase(c.infinitive),
    N: c.frequency && numeral(c.frequency.times),
  };
}

/** Whether a bare plural is some of a kind; what somebody does every day, or loves, or is asked about, is the kind. */
function isSome({ verb, time, frequency }: Action): boolean {
  const often = frequency !== undefined || (time && positionOf(time) === 'repeated');
  const { aspect } = forms.verb(verb);
  return aspect !== 'state' && aspect !== 'experience' && !often;
}

/** Behind 在 a place keeps its particle, and behind other verbs it has none: "藏在地下室里", "驶离4号泊位". */
const placeOf = (place: NounPhrase, template: string): string =>
  /在·?P/.test(template) ? where(place).slice(1) : phrase(place);

/** "村子", but "湖边": one goes to the shore, and comes from there. */
const goal = (to: NounPhrase): string =>
  'noun' in to && forms.noun(to.noun).where === '在…边' ? `${phrase(to)}边` : phrase(to);

/** "从港口", but "从货轮上", "从湖边". */
const origin = (from: NounPhrase): string => (headOf(from)?.tags.includes('ship') ? `${phrase(from)}上` : goal(from));

/** What is said. Without a pause before it, the speaker is 自己. */
function content({ content, subject, verb }: Action, template: string): string {
  const speaker = template.includes('，S') ? undefined : subject;
  const said = speaker ? ownUnsaid(content!) : content!;
  return clause(said, { view: 'content', speaker, feared: forms.verb(verb).aspect === 'state' });
}

/** What 自己 does with a thing of one's own needs no owner: "自己忘带了尺子". */
function ownUnsaid(c: Clause): Clause {
  const { subject } = c;
  if (c.kind !== 'action' || !(subject && 'pronoun' in subject)) return c;
  const { object } = c;
  const own =
    object && 'noun' in object && object.possessor && 'pronoun' in object.possessor
      ? isSame(object.possessor.pronoun, subject.pronoun)
      : false;
  if (!own) return c;
  // Nor is it told from others: "自己忘带了护照", of several too.
  return { ...c, object: { ...(object as Described), possessor: undefined, determiner: 'none', plural: false } };
}
