import type { NounPhrase, State } from '../../meaning';
import type { Said } from './action';
import type { ClauseOptions } from './clause';
import { forms, specialFor } from './forms';
import { measured, phrase } from './noun-phrase';
import { causeOf, headOf, subjectOf } from './roles';
import { modality } from './verb-group';

/** "很大", "是红色的", "深12米", "犯有盗窃罪". */
export function state(c: State, options: ClauseOptions): Said {
  const { tense, negated, modal } = c;
  const { before, predicate } = predication(c, options);
  const backThen = options.view === 'main' && tense === 'past' && !c.time && !options.framed && !options.question;
  const subject = isKind(c.subject) ? phrase(c.subject) : subjectOf(c.subject, options);
  // "在教室里禁止使用手机": the predicate has a place of its own for what is spoken of.
  const inside = predicate.includes('S');
  return {
    subject: inside ? '' : subject,
    before: modal ? modality(modal, c) : before,
    cleft: '',
    backThen: backThen && !modal && forms.adjective(c.adjective).stage === 'passing' ? '当时' : '',
    cause: causeOf(c.cause),
    every: '',
    basis: c.basis ? `根据${phrase(c.basis)}${inside ? '，' : ''}` : '',
    placed: false,
    predicate: (negated && modal ? predication({ ...c, negated: false }, options).predicate : predicate).replace(
      'S',
      subject,
    ),
  };
}

/** Of several that are not told apart, all of the kind are spoken of: "狗禁止入内". */
const isKind = (np: NounPhrase) => 'noun' in np && np.plural && np.determiner === 'none' && np.count === undefined;

function predication(
  c: State,
  { view, question, once, unnamed }: ClauseOptions,
): { before: string; predicate: string } {
  const { tense, negated } = c;
  const { affirmed, denied } = said(c);
  const coming = tense === 'future' && view !== 'circumstance';
  if (negated) {
    if (!coming) return { before: '', predicate: denied };
    return { before: '不会', predicate: affirmed.replace(/^很|^已经|了$/g, '') };
  }
  // What is asked or compared has no 很: "箱子重吗？", "一累就", "饿的时候".
  const predicate = question === 'whether' || once || unnamed ? affirmed.replace(/^很/, '') : affirmed;
  if (coming) return { before: affirmed.startsWith('很') ? '会' : '将', predicate: affirmed.replace(/^已经|了$/g, '') };
  return { before: '', predicate };
}

/** The predicate, and what it is when it is not so. */
function said({ subject, adjective, measure, complement }: State): { affirmed: string; denied: string } {
  const row = forms.adjective(adjective);
  const special = specialFor(row.special, headOf(subject));
  if (measure) {
    const amount = 'amount' in measure ? measured(measure) : '';
    const dimension = (special?.[3] ?? row.measured)?.replace('C', complement ? phrase(complement) : '') ?? '';
    return { affirmed: dimension + amount, denied: `没有${amount}${dimension.at(-1)}` };
  }
  if (complement && row.complement) {
    const [affirmed, denied] = row.complement.split('/').map(form => form.replace('C', phrase(complement)));
    return { affirmed: affirmed as string, denied: denied as string };
  }
  const affirmed = special?.[1] ?? row.predicate;
  const denied = special?.[2] ?? (special?.[1] ? undefined : row.negative);
  return { affirmed, denied: denied ?? opposite(affirmed) };
}

/** "不大", "不是红色的", "没有前科". */
function opposite(affirmed: string): string {
  if (affirmed.startsWith('很')) return `不${affirmed.slice(1)}`;
  if (affirmed.startsWith('是')) return `不${affirmed}`;
  if (affirmed.startsWith('有')) return `没${affirmed}`;
  return `并非${affirmed}`;
}
