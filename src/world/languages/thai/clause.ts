import { isOneOf, type Name, type Noun } from '../../lexicon';
import type { Action, Clause, State, When } from '../../meaning';
import { forms } from './forms';
import { phrase, thingOf } from './noun-phrase';
import { frequency, when } from './numbers';
import { type ParticleOptions, particles } from './particles';
import { fill } from './template';
import { completion, infinitive, place, type Surroundings, sayer, verbPhrase } from './verb-phrase';

export interface ClauseOptions extends Surroundings {
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
    c.kind === 'action' && c.content ? `ว่า${clause(c.content, { speaker: c.subject, subordinate: true })}` : '',
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
      .some(template => template.slots.has('act'))
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
    c.kind === 'action' && c.frequency ? frequency(c.frequency, isJourney(c) ? 'เที่ยว' : 'ครั้ง') : '',
    basis ? `ตาม${phrase(basis, { speaker })}` : '',
    duration ? `เป็นเวลา${phrase(duration)}` : '',
    cause ? `เนื่องจาก${phrase(cause, { speaker, specific: true })}` : '',
  ].join('');
}

/** Of a train and a bus one counts the journeys. */
function isJourney({ subject }: Action): boolean {
  const thing = thingOf(subject);
  return thing !== undefined && isOneOf(thing, ['train', 'bus']);
}

/** The options of a clause's particles that do not depend on its verb. */
const moodOf = ({ tense, modal, time }: Clause, { question, link, prospective }: ClauseOptions) => ({
  tense,
  modal,
  link: question === 'why' ? ('จึง' as const) : link,
  prospective,
  now: aspectOf(time) === 'ongoing',
});

function stateBody(c: State, options: ClauseOptions): string {
  const { subject, adjective, measure, complement, negated } = c;
  const thing = 'gap' in subject ? options.gap?.thing : thingOf(subject);
  const { predicate, negated: negative } = forms.adjective(adjective);
  const say = sayer(options);
  const mood = moodOf(c, options);
  const own = negated && !measure ? negative.of(thing) : undefined;
  const { before, after } = particles({
    ...mood,
    everyday: adjective.domain === 'everyday',
    negated: negated && own === undefined,
    // "ไม่ลึก 12 เมตร" would be wrong: what is denied is the measure.
    negation: measure ? 'ไม่ได้' : 'ไม่',
  });
  return [
    say(subject, { topic: true, pointed: !negated && isBare(c, thing), specific: true }),
    before,
    fill(own ?? predicate.of(thing), completion(complement, options, {})),
    measure ? phrase(measure) : '',
    c.place ? place(c.place, say) : options.question === 'where' ? 'ที่ไหน' : '',
    after,
  ].join('');
}

/** Whether the predicate is the bare word that could follow the noun as well; a measure or a complement tells the two apart. */
function isBare({ adjective, measure, complement, modal }: State, thing: Noun | Name | undefined): boolean {
  if (measure || complement || modal || thing?.kind !== 'noun') return false;
  const { predicate, attribute } = forms.adjective(adjective);
  const property = fill(attribute.of(thing), {}).replace('~', '');
  return fill(predicate.of(thing), {}) === property;
}

function actionBody(action: Action, options: ClauseOptions): string {
  const c = toldApart(action, options);
  const { verb, negated, modal, passive, object, complement, subject } = c;
  const say = sayer(options);
  const word = forms.verb(verb);
  const theme = object ?? complement ?? subject;
  const thing = theme && 'gap' in theme ? options.gap?.thing : thingOf(theme);
  const template = (passive && word.passive ? word.passive : word.phrase).of(thing);
  const mood = moodOf(c, options);
  const inner = negated && modal === undefined && template.slots.has('n');
  const { opening, rest } = verbPhrase(c, template, options, {
    specific: !negated && modal === undefined && !options.question && aspectOf(c.time) !== 'habitual',
    agent: passive && subject ? say(subject, { specific: true }) : undefined,
    inner,
  });
  const { before, after } = particles({
    ...mood,
    everyday: verb.domain === 'everyday',
    negated: negated && !inner,
    negation: passive ? passiveNegation(rest) : own(word.negation.of(thing)),
    // "แพทย์เป็นผู้ออกใบรับรอง" says who, not what goes on.
    progressive: (options.progressive || mood.now) && word.aspect === 'activity' && !template.slots.has('v'),
    accomplished: options.question === 'whether' && word.aspect !== 'state' && !passive,
    giving: rest.startsWith('ให้'),
  });
  const front = passive ? object : subject;
  // Some passives name the agent first, or nobody: "มีการออกใบรับรอง".
  const begins = front && !(passive && template.slots.has('o')) ? say(front, { specific: true }) : '';
  // One "ได้" is enough: "สามารถจำโจรได้", "สามารถได้รับการรักษา".
  return begins + opening + before + rest + (after && !rest.includes('ได้') ? after : '');
}

/** With the object by its noun, where one pronoun would stand for two: "ทันทีที่เขาตรวจผู้ป่วย", not "เขาตรวจเขา". */
function toldApart(c: Action, { speaker }: ClauseOptions): Action {
  const { subject, object } = c;
  if (!(subject && object && 'pronoun' in subject && 'pronoun' in object)) return c;
  if (phrase(subject, { speaker }) !== phrase(object, { speaker })) return c;
  const { pronoun: antecedent } = object;
  if ('name' in antecedent) return { ...c, object: antecedent };
  const { noun, plural, label } = antecedent;
  return { ...c, object: { noun, plural, label, determiner: 'definite' } };
}

const own = (negation: 'ไม่' | 'ไม่ได้' | '-') => (negation === '-' ? undefined : negation);

/** "ไม่ได้ถูก", but "ไม่ได้รับ" and "ไม่มีการ". */
const passiveNegation = (said: string) => (said.startsWith('ได้รับ') || said.startsWith('มี') ? 'ไม่' : 'ไม่ได้');
