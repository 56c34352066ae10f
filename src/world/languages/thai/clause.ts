import type { Name, Noun } from '../../lexicon';
import type { Action, Clause, Infinitive, NounPhrase, Question, State, When } from '../../meaning';
import { forms } from './forms';
import { deed, phrase, type Setting, term, thingOf } from './noun-phrase';
import { frequency, when } from './numbers';
import { type ParticleOptions, particles } from './particles';
import { type Filling, fill, hasSlot, type Template } from './template';

export interface ClauseOptions {
  /** What stands for a gap: a question word, or nothing in a relative clause, whose head is the thing. */
  gap?: { text: string; thing?: Noun | Name };
  question?: Question;
  /** Whose words the clause reports. */
  speaker?: NounPhrase;
  link?: ParticleOptions['link'];
  prospective?: boolean;
  /** It goes on while something else happens. */
  progressive?: boolean;
  /** It is over when something else happens. */
  completed?: boolean;
}

/** A clause. */
export function clause(c: Clause, options: ClauseOptions = {}): string {
  const time = c.time && when(c.time, c.tense);
  const opens = time !== undefined && opensClause(c, options);
  const body = c.kind === 'state' ? stateBody(c, options) : actionBody(c, options);
  const finished = options.completed && !c.negated && !time && !c.duration ? 'แล้ว' : '';
  return [
    opens ? `${time} ` : '',
    options.question === 'why' ? 'ทำไม' : '',
    body,
    finished,
    circumstances(c, options),
    opens ? '' : time,
    c.kind === 'action' && c.purpose ? `เพื่อ${infinitive(c.purpose, options)}` : '',
    c.kind === 'action' && c.content ? `ว่า${clause(c.content, { speaker: c.subject })}` : '',
    ending(c, options),
  ].join('');
}

/**
 * A time behind a deed, or what is to be done, would be the time of that; and "ที่ไหน" ends its question. Relative clauses do not begin
 * with a time.
 */
function opensClause(c: Clause, { gap, question }: ClauseOptions): boolean {
  const position = positionOf(c.time as When);
  if (gap?.text === '' || position === 'final') return false;
  if (question === 'where' || question === 'where to') return true;
  return c.timeFirst === true || position === 'initial' || (c.kind === 'action' && endsInDeed(c));
}

/** "กล่าวหาจำเลยว่าลักทรัพย์", "สั่งให้กัปตันทอดสมอ". */
function endsInDeed({ verb, infinitive, complement }: Action): boolean {
  if (infinitive !== undefined) return true;
  return (
    complement !== undefined &&
    forms
      .verb(verb)
      .phrase.all()
      .some(template => hasSlot(template, 'act'))
  );
}

const positionOf = (time: When) => ('kind' in time ? forms.time(time).position : '-');

const aspectOf = (time: When | undefined) => (time && 'kind' in time ? forms.time(time).aspect : '-');

function ending({ negated }: Clause, { question }: ClauseOptions): string {
  if (question === 'when') return 'เมื่อไร';
  return question === 'whether' ? (negated ? 'หรือ' : 'หรือไม่') : '';
}

function circumstances(c: Clause, { speaker }: ClauseOptions): string {
  const { basis, duration, cause } = c;
  return [
    c.kind === 'action' && c.frequency ? frequency(c.frequency) : '',
    basis ? `ตาม${phrase(basis, { speaker })}` : '',
    duration ? `เป็นเวลา${phrase(duration)}` : '',
    cause ? `เนื่องจาก${phrase(cause, { speaker, specific: true })}` : '',
  ].join('');
}

/** The options of a clause's particles that do not depend on its verb. */
const moodOf = (c: Clause, { question, link, prospective }: ClauseOptions) => ({
  ...c,
  link: question === 'why' ? ('จึง' as const) : link,
  prospective,
  now: aspectOf(c.time) === 'ongoing',
});

function stateBody(c: State, options: ClauseOptions): string {
  const { subject, adjective, measure, complement, negated } = c;
  const thing = 'gap' in subject ? options.gap?.thing : thingOf(subject);
  const { predicate, negated: negative } = forms.adjective(adjective);
  const say = sayer(options);
  const mood = moodOf(c, options);
  const filling = complement ? { c: say(complement, {}), act: deed(complement, {}) } : {};
  const said = (template: Template) => fill(template, filling);
  const own = negated && !measure ? negative.of(thing) : undefined;
  const { before, after } = particles({
    ...mood,
    everyday: adjective.domain === 'everyday',
    negated: negated && own === undefined,
    // "ไม่ลึก 12 เมตร" would be wrong: what is denied is the measure.
    negation: measure ? 'ไม่ได้' : 'ไม่',
  });
  return [
    say(subject, { topic: true, specific: true }),
    before,
    said(own ?? predicate.of(thing)),
    measure ? phrase(measure) : '',
    c.place ? place(c.place, say) : options.question === 'where' ? 'ที่ไหน' : '',
    after,
  ].join('');
}

function actionBody(c: Action, options: ClauseOptions): string {
  const { verb, negated, modal, passive, object, complement, subject } = c;
  const say = sayer(options);
  const word = forms.verb(verb);
  const theme = object ?? complement ?? subject;
  const thing = theme && 'gap' in theme ? options.gap?.thing : thingOf(theme);
  const template = (passive && word.passive ? word.passive : word.phrase).of(thing);
  const mood = moodOf(c, options);
  const specific = !negated && modal === undefined && !options.question && aspectOf(c.time) !== 'habitual';
  const inner = negated && modal === undefined && hasSlot(template, 'n');
  const front = passive ? object : subject;
  const { before, after } = particles({
    ...mood,
    everyday: verb.domain === 'everyday',
    negated: negated && !inner,
    negation: passive ? passiveNegation(template) : own(word.negation.of(thing)),
    progressive: (options.progressive || mood.now) && word.aspect === 'activity' && !namesAgentFirst(template),
    accomplished: options.question === 'whether' && word.aspect !== 'state' && !passive,
  });
  const said = verbPhrase(c, template, options, {
    specific,
    agent: passive && subject ? say(subject, { specific: true }) : undefined,
    particles: before,
    inner,
  });
  const begins = front && !(passive && hasSlot(template, 'o')) ? say(front, { specific: true }) : '';
  return begins + said + after;
}

const own = (negation: 'ไม่' | 'ไม่ได้' | '-') => (negation === '-' ? undefined : negation);

/** "ไม่ได้ถูก", but "ไม่ได้รับ" and "ไม่มี". */
function passiveNegation([first]: Template): 'ไม่' | 'ไม่ได้' {
  return typeof first === 'string' && /^(ได้|มี)/.test(first) ? 'ไม่' : 'ไม่ได้';
}

/** Some passives name the agent first, or nobody: "แพทย์เป็นผู้ออกใบรับรอง", "มีการออกใบรับรอง". */
const namesAgentFirst = (template: Template) => hasSlot(template, 'v');

type Say = (np: NounPhrase, setting: Setting) => string;

/** Says the phrases of a clause. */
function sayer({ gap, speaker }: ClauseOptions): Say {
  return (np, setting) => ('gap' in np ? (gap?.text ?? '') : phrase(np, { speaker, ...setting }));
}

interface VerbPhraseOptions {
  specific: boolean;
  agent?: string;
  particles?: string;
  inner?: boolean;
}

/** Stands in a template where the particles go. */
const MARK = '\u0001';

/** The verb with its particles, its roles and its place. */
function verbPhrase(
  roles: Infinitive & Pick<Action, 'infinitive'>,
  template: Template,
  options: ClauseOptions,
  { specific, agent, particles: before = '', inner }: VerbPhraseOptions,
): string {
  const say = sayer(options);
  const { object, recipient, complement, from, to } = roles;
  const asked = options.question === 'where' ? 'ที่ไหน' : undefined;
  const where = roles.place ? place(roles.place, say) : asked;
  const goal = [
    from ? `จาก${say(from, { specific })}` : '',
    to ? `ไปยัง${say(to, { specific })}` : options.question === 'where to' ? 'ไปที่ไหน' : '',
  ].join('');
  // A gap behind "ว่า" or "ในข้อหา" takes the word away with it.
  const completes = complement && (!('gap' in complement) || options.gap?.text);
  const filling: Filling = {
    o: object && say(object, { specific }),
    r: recipient && say(recipient, { specific }),
    ...(completes && { c: say(complement, { specific }), term: term(complement) }),
    ...(completes && { act: 'gap' in complement ? say(complement, {}) : deed(complement, {}) }),
    i: roles.infinitive && infinitive(roles.infinitive, options),
    a: agent,
    p: where,
    at: roles.place ? say(roles.place, { specific }) : asked,
    g: goal || undefined,
    v: MARK,
    n: inner ? 'ไม่' : '',
  };
  const words = fill(template, filling);
  const marked = words.includes(MARK) ? words.replace(MARK, before) : before + words;
  return (
    marked +
    (hasSlot(template, 'g') ? '' : goal) +
    (hasSlot(template, 'p') || hasSlot(template, 'at') ? '' : (where ?? ''))
  );
}

/** "ในสวน", "ที่ตลาด", "บนสะพาน"; towns have "ที่". */
function place(np: NounPhrase, say: Say): string {
  return (('noun' in np && forms.noun(np.noun).place) || 'ที่') + say(np, { specific: true });
}

/** What is to be done, without whom. */
function infinitive(roles: Infinitive, { speaker }: ClauseOptions): string {
  const thing = thingOf(roles.object ?? roles.complement);
  return verbPhrase(roles, forms.verb(roles.verb).phrase.of(thing), { speaker }, { specific: true });
}
