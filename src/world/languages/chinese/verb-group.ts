import type { Action, Clause, Modal } from '../../meaning';

/** What a verb needs to have its time said: see `forms.ts`. */
export interface Aktionsart {
  aspect: 'event' | 'result' | 'attainment' | 'experience' | 'unmarked' | 'state' | 'condition';
  course: 'ongoing' | 'plain';
}

/** What stands before the predicate, and in it. */
export interface Markers {
  /** "没有", "必须", "将", "正在". */
  before: string;
  /** "了", "过". */
  aspect: string;
}

interface Said {
  affirmed: string;
  negated: string;
}

/** Obligation, ability and permission in the past are what came of them: "不得不", "没能", "获准". */
const modals: Record<Modal, Record<Clause['tense'], Said>> = {
  must: {
    past: { affirmed: '不得不', negated: '不必' },
    present: { affirmed: '必须', negated: '不必' },
    future: { affirmed: '必须', negated: '不必' },
  },
  can: {
    past: { affirmed: '能', negated: '没能' },
    present: { affirmed: '能', negated: '不能' },
    future: { affirmed: '将能', negated: '将无法' },
  },
  want: {
    past: { affirmed: '想', negated: '不想' },
    present: { affirmed: '想', negated: '不想' },
    future: { affirmed: '会想', negated: '不会想' },
  },
  may: {
    past: { affirmed: '获准', negated: '未获准' },
    present: { affirmed: '可以', negated: '不得' },
    future: { affirmed: '将可以', negated: '将不得' },
  },
  should: {
    past: { affirmed: '本应', negated: '本不应' },
    present: { affirmed: '应当', negated: '不应' },
    future: { affirmed: '应当', negated: '不应' },
  },
};

const past: Record<Aktionsart['aspect'], Said> = {
  event: { affirmed: '了', negated: '没有' },
  result: { affirmed: '了', negated: '没有' },
  attainment: { affirmed: '了', negated: '没有' },
  experience: { affirmed: '过', negated: '没有' },
  unmarked: { affirmed: '', negated: '没有' },
  state: { affirmed: '', negated: '不' },
  condition: { affirmed: '', negated: '没有' },
};

/** A modal verb. In reports, what somebody could do is what they came to do: "得以". */
export function modality(modal: Modal, { tense, negated }: Clause, report = false): string {
  const said = modals[modal][tense][negated ? 'negated' : 'affirmed'];
  return report && modal === 'can' && tense === 'past' && !negated ? '得以' : said;
}

/**
 * The time of an action: Chinese has no tenses, but says what is over, under way or to come.
 *
 * @param plain in clauses that only say when or if: "在船靠岸之前"
 * @param underway nothing but the present says when: "正在"
 * @param report not a story of everyday life
 * @param alone nothing beside it says when, where or why: only then is it an experience, "工作过", but "因为他工作了"
 */
export function markers(
  c: Action,
  { aspect, course }: Aktionsart,
  { plain, underway, report, alone }: Record<'plain' | 'underway' | 'report' | 'alone', boolean>,
): Markers {
  const { tense, negated, modal } = c;
  const over = past[aspect === 'experience' && !alone ? 'event' : aspect];
  if (modal) return { before: modality(modal, c, report && !plain), aspect: '' };
  if (negated) {
    if (tense === 'past') return { before: over.negated, aspect: over.affirmed === '过' ? '过' : '' };
    if (tense === 'future' && !plain) return { before: '不会', aspect: '' };
    if (isUnattained(c, aspect)) return { before: '', aspect: '' };
    return { before: aspect === 'condition' ? '没有' : '不', aspect: '' };
  }
  if (plain) return { before: '', aspect: '' };
  if (tense === 'past') return { before: '', aspect: over.affirmed };
  if (tense === 'future') return { before: '将', aspect: '' };
  return { before: underway && course === 'ongoing' ? '正在' : '', aspect: '' };
}

/** "找不到": the verb itself says that nothing comes of it; 没有找到 would be the past. */
export const isUnattained = ({ negated, tense, modal, passive }: Action, aspect: Aktionsart['aspect']): boolean =>
  aspect === 'attainment' && negated && tense === 'present' && !modal && !passive;
