import type { Clause, NounPhrase } from '../../meaning';
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
  /** What stands in the gap: a question word, or nothing in a relative clause. */
  gap?: string;
  /** An adverb behind the subject, such as 就. */
  adverb?: string;
  /** 一 right before the predicate: "一…就". */
  once?: boolean;
  /** How it is done, such as 立即. */
  manner?: string;
  /** A clause beside it says when or why. */
  framed?: boolean;
  /** The clause beside it says when. */
  timed?: boolean;
  /** It is asked. */
  question?: Asked;
  /** Who says this: a pronoun for them is 自己. */
  speaker?: NounPhrase;
}

/** What a question asks for: question words stay where the answer would be. */
export type Asked = 'whether' | 'who' | 'what' | 'where' | 'where to' | 'when' | 'why';

/** A clause without its full stop: topic, time, adverbs, place, predicate. */
export function clause(c: Clause, options: ClauseOptions): string {
  const said = c.kind === 'state' ? state(c, options) : action(c, options);
  return ordered(c, said, options);
}

function ordered(
  c: Clause,
  said: Said,
  { view, adverb = '', once = false, manner = '', question }: ClauseOptions,
): string {
  const asked = question === 'when';
  const position = c.time && positionOf(c.time);
  const point = c.time !== undefined && !('kind' in c.time);
  const time = asked ? '什么时候' : c.time && position !== 'manner' ? when(c.time) : '';
  const first = c.timeFirst === true && time !== '' && !asked;
  // In reports a date has 于, and modals stand before it: "将于5月4日开始".
  const dated = point && position === 'day' && !first && !asked;
  const leading = dated && /^(将|必须|应当|可以|获准|不得不|本应|)$/.test(said.before);
  const at = dated && leading ? `于${time}` : time;
  const place = question === 'where' && !said.placed ? '在哪里' : c.place && !said.placed ? where(c.place) : '';
  // 正在 and the 在 of a place are one: "正在厨房里做饭" says both.
  const marker = said.before === '正在' && place ? '正' : said.before;
  const pause = view === 'main' && position !== 'repeated' ? '，' : '';
  return [
    first ? time + pause : '',
    said.subject,
    leading ? marker : '',
    said.cleft,
    first ? '' : at,
    position === 'repeated' ? '都' : '',
    adverb,
    said.backThen,
    question === 'why' ? '为什么' : '',
    said.cause,
    said.every,
    once && marker ? '一' : '',
    leading ? '' : marker,
    said.basis,
    manner,
    position === 'manner' ? when(c.time!) : '',
    place,
    once && !marker ? '一' : '',
    said.predicate,
  ].join('');
}
