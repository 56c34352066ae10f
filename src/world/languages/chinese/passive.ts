import { type Action, isPerson, type NounPhrase } from '../../meaning';
import type { Core } from './action';
import type { ClauseOptions } from './clause';
import { forms } from './forms';
import { phrase } from './noun-phrase';
import { positionOf } from './numbers';
import { disposalOf, isAskedInCleft, predicate, predicateOf } from './predicate';
import { subjectOf } from './roles';
import { hasSlot, hasTail, isGoverned, withoutObject } from './template';
import type { Markers } from './verb-group';

/** What is done: suffered with 被, somebody's business with 由, and without an agent a topic: "集装箱已卸下". */
export function passive(c: Action, marked: Markers, options: ClauseOptions): Core {
  const { passive: voice } = forms.verb(c.verb);
  const whole = predicateOf(c, marked, options);
  const { predicate: base, possessed } = withoutObject(whole);
  // What is suffered comes to something: "被擦干净", not "被擦".
  const suffered = withoutObject(disposalOf(c, marked, options) ?? whole).predicate;
  const agent = c.subject && ('gap' in c.subject ? '谁' : phrase(c.subject));
  // What can be done may be done: "可以由律师代理".
  const before = marked.before.replace(/^(能|得以)$/, '可以');
  const asked = isAskedInCleft(c, options);
  const core = (
    template: string,
    more: { aspect?: string; before?: string; cleft?: string; topic?: string } = {},
  ): Core => {
    const { aspect = marked.aspect, cleft = '', topic = possessed } = more;
    const words = { cleft: cleft !== '', agent };
    return {
      subject: subjectOf(c.object as NounPhrase, options) + topic,
      before: more.before ?? before,
      cleft,
      placed: hasSlot(base, 'P'),
      predicate: predicate({ ...c, object: undefined }, template, { before, aspect }, options, words),
    };
  };
  if (typeof voice === 'object' && !(agent && voice.agent === '由'))
    return core(agent ? voice.agent : voice.agentless, { before: agent ? before : undone(before), topic: '' });
  const cleft = asked ? '是' : '';
  if (voice === '被' || (agent === undefined && mustBeSuffered(c, whole, marked, options))) {
    // Not "被被害人指控".
    const by = agent?.startsWith('被') ? '遭' : '被';
    return core(agent ? `${by}A${suffered}` : `被${suffered}`, { cleft, before: undone(before) });
  }
  if (agent === undefined) {
    const said = c.tense === 'present' && !c.modal ? base : suffered;
    return core(said, { cleft, before: undone(before), ...completion(c, marked, options, said) });
  }
  if (asked || isCleft(c, options)) return core(`由A${base}`, { before: '', cleft: '是', aspect: '' });
  // 了 needs something behind it here: "由护士接种了疫苗", but "由护士包扎".
  return core(`由A${base}`, { aspect: hasTail(base) ? marked.aspect : '' });
}

/** What is not done to something has not been done: "没有被传唤". */
const undone = (before: string): string => (before === '不' ? '没有' : before);

/**
 * Alone, not done, or as what happens next, what is done must be seen to be done, lest the topic be the doer: "船锚被收起"; "油轮加了油"
 * shows it by itself.
 */
function mustBeSuffered(c: Action, template: string, { aspect }: Markers, { timed }: ClauseOptions): boolean {
  const topic = c.object as NounPhrase;
  if (isPerson(topic) || 'pronoun' in topic) return true;
  if (isGoverned(template, 'O')) return false;
  if (c.negated) return true;
  if (c.place) return false;
  const point = c.time !== undefined && !('kind' in c.time);
  return timed === true || point || aspect === '';
}

/** What is over is 已 unless a date, another clause or 立即 says when: "已卸下", "加了油"; what is not yet, 正在: "正在加油". */
function completion(c: Action, { before, aspect }: Markers, options: ClauseOptions, template: string) {
  const { view, question, timed } = options;
  if (c.duration || view === 'relative' || view === 'circumstance' || question === 'when' || question === 'where')
    return {};
  if (c.tense === 'present' && before === '' && !c.time && !c.place && !timed) return { before: '正在' };
  if (aspect !== '了') return {};
  const point = c.time !== undefined && !('kind' in c.time);
  if (c.time && positionOf(c.time) === 'manner') return {};
  if (timed || point) return { aspect: hasTail(template) ? aspect : '' };
  return { before: '已', aspect: '' };
}

/** Who did it is what a past with 由 tells: "伤口是由医生缝合的". */
function isCleft(c: Action, { view, timed }: ClauseOptions): boolean {
  if (c.tense !== 'past' || c.modal || c.duration || view !== 'main') return false;
  const plainTime = c.time === undefined || ('kind' in c.time && positionOf(c.time) !== 'manner');
  return plainTime && !timed;
}
