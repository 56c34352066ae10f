import type { Clause, NounPhrase, Question } from '../../meaning';
import { action, type Said } from './action';
import { where } from './noun-phrase';
import { positionOf, when } from './numbers';
import { state } from './state';

/**
 * What a clause is for. A `main` clause stands alone, with `reason` and `content` of reports it says its time as a main clause does;
 * a `circumstance` only says when, if or what for.
 */
export type View = 'main' | 'reason' | 'content' | 'circumstance' | 'relative';

export interface ClauseOptions {
  view: View;
  /** The clause beside it names who does it. */
  unnamed?: boolean;
  /** An adverb behind the subject, such as 就. */
  adverb?: string;
  /** 一 right before the predicate: "一…就". */
  once?: boolean;
  /** How it is done, such as 立即. */
  manner?: string;
  /** A clause beside it says when or why. */
  framed?: boolean;
  /** What stands beside it says when, or what for: nothing is under way then, and nobody singled out. */
  timed?: boolean;
  /** It goes on while what stands beside it does: "…的时候". */
  meanwhile?: boolean;
  /** What is asked: question words stay where the answer would be. */
  question?: Question;
  /** What is to come is hoped or feared rather than announced: 会, not 将. */
  feared?: boolean;
  /** Who says this: a pronoun for them is 自己. */
  speaker?: NounPhrase;
}

/** A clause without its full stop: topic, time, adverbs, place, predicate. */
export function clause(c: Clause, options: ClauseOptions): string {
  const said = c.kind === 'state' ? state(c, options) : action(c, options);
  return ordered(c, said, options);
}

function ordered(c: Clause, said: Said, options: ClauseOptions): string {
  const { view, adverb = '', once = false, manner = '', question } = options;
  const asked = question === 'when';
  const position = c.time && positionOf(c.time);
  const time = c.time && position !== 'manner' ? when(c.time) : '';
  const first = c.timeFirst === true && time !== '' && view === 'main' && !asked;
  const marker = markerOf(said, options);
  const coming = /^(将|必须|应当|可以|获准|不得不|得以|本应|不会|已|)$/.test(marker);
  // In reports a date has 于, and what is to come or must be stands before it: "将于5月4日开始".
  const dated = c.time !== undefined && !('kind' in c.time) && position === 'day' && !first && coming && !said.cleft;
  const asking = asked ? `${marker && !said.cleft ? '在' : ''}什么时候` : '';
  const at = dated ? `于${time}` : position === 'span' || first ? '' : time;
  // "星期日本应" would speak of Japan.
  const misread = marker.startsWith('本') && at.endsWith('日');
  const leading = (dated || asked || misread) && !said.cleft;
  const before = !leading && !said.cleft && said.cause !== '' && marker === '将';
  const place = question === 'where' && !said.placed ? '在哪里' : c.place && !said.placed ? where(c.place) : '';
  return [
    first ? time + (position === 'repeated' ? '' : '，') : '',
    options.unnamed ? '' : said.subject,
    question === 'why' ? '为什么' : '',
    leading ? marker : '',
    said.cleft && adverb + said.cleft,
    at,
    asking,
    position === 'repeated' ? '都' : '',
    said.cleft ? '' : adverb,
    said.backThen,
    before ? marker : '',
    said.cause,
    said.every,
    once && marker ? '一' : '',
    // 正在 and the 在 of a place are one: "正在厨房里做饭" says both.
    leading || before ? '' : marker === '正在' && place ? '正' : marker,
    position === 'span' && !first ? `在${time}` : '',
    said.basis,
    manner,
    position === 'manner' ? when(c.time!) : '',
    place,
    once && !marker ? '一' : '',
    said.predicate,
  ].join('');
}

/** What is to come is 会 where it follows from something or happens all the same, is wondered at, hoped or feared. */
function markerOf({ before }: Said, { adverb, question, feared }: ClauseOptions): string {
  if (before === '正在' && adverb === '还是') return '在';
  return before === '将' && (adverb || question === 'why' || feared) ? '会' : before;
}
