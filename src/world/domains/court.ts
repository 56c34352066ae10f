import type { Random } from '../../random';
import { concept, type Tense } from '../lexicon';
import type { Action, Clause, Described, Measured, Named, Pronoun, Sentence } from '../meaning';
import type { Vocabulary } from '../vocabulary';
import {
  act,
  another,
  demand,
  type Given,
  idsOf,
  maybePassive,
  measured,
  oneOf,
  placed,
  type Related,
  reason,
  stated,
  timed,
} from './actions';
import type { Domain } from './domain';
import { type Link, linked } from './links';
import { chance, ids, isA, thing, weighted } from './phrases';
import { ask } from './questions';
import { participant, type Scene, type Style } from './scene';
import { reasoned } from './subordinate';
import { clock, date } from './times';

/** Crimes and disputes before a court: accusations, verdicts, reports, motions. */
export const court: Domain = {
  sentence(words: Vocabulary, random: Random): Sentence {
    const scene: Scene = { words, random, style };
    const tense = random.pick<Tense>(['past', 'past', 'past', 'present', 'present', 'future']);
    return weighted(kinds, random)(scene, tense);
  },
};

const kinds: [weight: number, make: (scene: Scene, tense: Tense) => Sentence][] = [
  [14, (scene, tense) => ({ main: timed(scene, accusation(scene, tense)) })],
  [14, (scene, tense) => reasoned(scene, verdict(scene, tense), related)],
  [15, (scene, tense) => ({ main: report(scene, tense) })],
  [9, (scene, tense) => ({ main: timed(scene, demand(scene, tense)) })],
  [5, scene => ({ main: located(scene, timed(scene, crime(scene))) })],
  [8, (scene, tense) => reasoned(scene, maybePassive(scene, oneOf(scene, INVESTIGATION, tense)), related)],
  [18, (scene, tense) => reasoned(scene, maybePassive(scene, oneOf(scene, PROCEDURE, tense)), related)],
  [6, (scene, tense) => ({ main: timed(scene, oneOf(scene, MONEY, tense)) })],
  [2, (scene, tense) => ({ main: possession(scene, tense) })],
  [5, (scene, tense) => ({ main: session(scene, tense) })],
  [4, (scene, tense) => ({ main: stated(scene, scene.words.adjectives, tense) })],
  [8, (scene, tense) => question(scene, tense)],
];

const CRIMES = ['steal', 'hide', 'forge', 'rob', 'threaten', 'bribe', 'break into'];
const ACCUSATIONS = ['accuse', 'charge', 'suspect'];
const VERDICTS = ['convict', 'acquit', 'sentence', 'sentence', 'fine'];
const INVESTIGATION = ['arrest', 'search', 'seize', 'secure', 'question'];
const MONEY = ['pay', 'pay (somebody)', 'award', 'owe', 'sue', 'inherit'];
const HEARINGS = [
  'open (trial)',
  'adjourn',
  'summon',
  'hear (in court)',
  'swear in',
  'read out',
  'record',
  'translate',
];
const RULINGS = ['pronounce', 'release', 'dismiss', 'reject', 'grant', 'quash', 'uphold', 'issue (warrant)'];
const PARTIES = ['file', 'withdraw', 'appeal', 'defend', 'represent', 'testify against', 'confess', 'sign (contract)'];
const EVIDENCE = ['present', 'review', 'review', 'certify'];
/** The course of a case: what happens, and what has happened before it. */
const EARLIER: Readonly<Record<string, readonly string[]>> = {
  search: ids('arrest, issue (warrant)'),
  seize: ids('arrest, search'),
  secure: ids('arrest, search'),
  arrest: ids('issue (warrant), secure'),
  question: ids('arrest, swear in'),
  'issue (warrant)': ids('secure, seize'),
  'read out': ids('open (trial)'),
  'swear in': ids('open (trial)'),
  'hear (in court)': ids('open (trial), read out'),
  present: ids('open (trial), seize'),
  review: ids('present, seize'),
  translate: ids('record, read out'),
  record: ids('confess'),
  adjourn: ids('hear (in court), read out, present'),
  pronounce: ids('hear (in court), review'),
  release: ids('question, quash'),
  dismiss: ids('review, hear (in court)'),
  reject: ids('review, hear (in court)'),
  grant: ids('review, hear (in court)'),
  quash: ids('review, hear (in court)'),
  uphold: ids('review, hear (in court)'),
  ...Object.fromEntries(VERDICTS.map(id => [id, ids('hear (in court), review, present')])),
  appeal: ids('pronounce'),
  confess: ids('present, secure'),
};
const later = (id: string) => Object.keys(EARLIER).filter(step => EARLIER[step]!.includes(id));
const PROCEDURE = [...HEARINGS, ...RULINGS, ...PARTIES, ...EVIDENCE];
/** What only the court does: never before its trial. */
const BY_COURT = [...VERDICTS, 'adjourn', 'pronounce', 'testify against', 'swear in', 'read out'];
/** The times of a trial and after it. */
const AT_TRIAL = ['during the trial', 'on the first day of the trial', 'after the hearing'];
/** What is told in the past of crimes. */
const LONG_AGO = ['two years ago', 'last month'];
/** What the police and the court do because of what people do, or in spite of it. */
export const LINKS: readonly Link[] = [
  { main: ids('convict, sentence, charge'), by: ['because', 'if'], who: 'object', does: ['confess', 'lie'] },
  { main: ids('convict, sentence'), by: ['although'], who: 'object', does: ['confess', 'remain silent'] },
  { main: ids('acquit, release'), by: ['although'], who: 'object', does: ['lie', 'remain silent'] },
  { main: ids('acquit, release'), by: ['because', 'if'], who: ['eyewitness'], does: ['lie'] },
  { main: ids('defend'), by: ['although'], who: 'object', does: ids('confess, lie, flee, remain silent') },
  { main: ids('arrest'), by: ['because', 'if', 'when'], who: 'object', does: ['flee'] },
  { main: ids('search, seize, secure'), by: ['because', 'if', 'after'], who: ['burglar', 'thief'], does: ['flee'] },
  { main: ids('question'), by: ['because', 'if'], who: 'object', does: ['lie'] },
  { main: ids('question'), by: ['although'], who: 'object', does: ['remain silent'] },
  { main: ids('adjourn'), by: ['because', 'if'], who: ['witness', 'party'], does: ['appear'], negated: true },
  { main: ids('dismiss'), by: ['because', 'if'], who: ['plaintiff', 'tenant'], does: ['appear'], negated: true },
  { main: ids('quash'), by: ['because', 'if'], who: ['witness'], does: ['lie'] },
  { main: ids('uphold'), by: ['although'], who: ['witness'], does: ['lie'] },
];
/** What is done with suspects long after the crime. */
const AT_COURT = [
  'acquit',
  'question',
  'defend',
  'appeal',
  'urge',
  'advise',
  'pay',
  'claim',
  'deny',
  'promise',
  'testify against',
];
/** What comes before a trial, or takes all of it: not on its first day, nor after a hearing. */
const OUTSIDE_COURT = ids(
  'arrest, search, seize, secure, charge, suspect, sue, file, issue (warrant), represent, open (trial), adjourn',
);
/** What paperwork takes its time, during which other things are done. */
const PAPERWORK = ['record', 'translate', 'review'];
/** What is so at the time of a crime, not before the court. */
const PASSING = ['masked', 'armed', 'drunk'];
/** What gives people time or means, and for what. */
const AIMS: Readonly<Record<string, readonly string[]>> = {
  adjourn: ['review', 'question', 'translate', 'present'],
  translate: ['review'],
  record: ['review', 'translate'],
  summon: ['question'],
  seize: ['review', 'present'],
};

/** How the court speaks. */
export const style: Style = {
  indefinite: ['witness', 'valuable', 'deed', 'warrant', 'pleading', 'weapon', 'shop'],
  unique: [
    'tribunal',
    'judge',
    'court clerk',
    'prosecutor',
    'proceeding',
    'place',
    'crime scene',
    'sentence',
    'judgment',
  ],
  possessions: [
    { owned: ['counsel'], owners: ['defendant', 'accomplice', 'plaintiff', 'tenant', 'respondent', 'heir'] },
    { owned: ['testimony'], owners: ['witness'] },
    { owned: ['confession'], owners: ['suspect'] },
    { owned: ['expert report'], owners: ['expert'] },
    { owned: ['wallet', 'laptop', 'passport', 'necklace'], owners: ['victim', 'plaintiff', 'judge', 'landlord'] },
    { owned: ['painting'], owners: ['heir', 'victim'] },
    { owned: ['dwelling'], owners: ['suspect'] },
    { owned: ['getaway car', 'fingerprint'], owners: ['burglar', 'thief', 'accomplice'] },
    { owned: ['judgment'], owners: ['court'] },
    { owned: ['motion'], owners: ['counsel', 'prosecutor'] },
  ],
  special({ id, tags }, { words, random }, taken) {
    if (id === 'euro') return measured(random.pick([5, 8, 12, 15, 20, 30, 45, 60, 80, 150, 250, 400]) * 100, 'euro');
    if (id === 'prison') return prisonSentence(random);
    const party = tags.includes('party') || tags.includes('liable') || tags.includes('witness');
    if (!(party && chance(random, 0.12))) return undefined;
    const name = random.pick(words.namesOf(['surname']).filter(name => !taken.has(name.id)));
    return { name, title: random.pick(['Mr', 'Mrs']) };
  },
  relative(noun, scene) {
    const gap = { gap: true } as const;
    if (noun.tags.includes('suspect')) return crime(scene, { subject: gap });
    if (noun.tags.includes('valuable')) return act(scene, concept('verbs', 'steal'), 'past', { object: gap });
    return undefined;
  },
  places: {
    steal: ['scene'],
    hide: ['cellar', 'flat', 'car park'],
    threaten: ['scene'],
    bribe: ['car park', 'petrol station'],
    observe: ['scene'],
    recognise: ['police station', 'courtroom'],
    arrest: ['scene', 'crime scene'],
    secure: ['crime scene', 'flat'],
    question: ['police station', 'courtroom', 'cell'],
    'swear in': ['courtroom'],
    'read out': ['courtroom'],
    'testify against': ['witness box'],
    lie: ['witness box'],
    appear: ['courtroom'],
  },
  lasting: ['question', 'search', 'review', 'observe', 'hear (in court)', 'remain silent'],
  timeless: ['owe', 'pay', 'suspect'],
  clocked: [],
  happens({ id }, time) {
    const ofCrimes = ['on the night of the crime', 'that evening'].includes(time.id);
    if (id === 'bribe') return LONG_AGO.includes(time.id);
    if (CRIMES.includes(id) || ['observe', 'recognise', 'flee'].includes(id))
      return ofCrimes || LONG_AGO.includes(time.id);
    if (OUTSIDE_COURT.includes(id) && AT_TRIAL.includes(time.id)) return false;
    return !ofCrimes && !(time.id === 'before the trial' && BY_COURT.includes(id));
  },
  infinitives: {
    order: ['pay (somebody)'],
    advise: ['confess', 'remain silent', 'withdraw', 'appeal', 'sign (contract)', 'pay'],
    urge: ['confess', 'testify against'],
    refuse: ['testify against', 'confess'],
    promise: ['pay', 'pay (somebody)'],
  },
  reasons: {
    acquit: { because: ['innocent'] },
    convict: { because: ['guilty'], although: ['innocent'] },
    sentence: { because: ['guilty', 'previously convicted'], although: ['innocent'] },
    fine: { because: ['guilty'] },
    accuse: { although: ['innocent'] },
    arrest: { because: ['armed', 'drunk'], although: ['innocent'] },
    question: { because: ['nervous', 'credible'], although: ['drunk'] },
    release: { because: ['innocent'], although: ['previously convicted', 'guilty'] },
    suspect: { because: ['previously convicted', 'nervous'], although: ['innocent'] },
    defend: { because: ['innocent'], although: ['guilty', 'previously convicted'] },
    'swear in': { although: ['nervous'] },
    summon: { because: ['credible'] },
    quash: { because: ['harsh', 'lenient', 'unlawful', 'invalid'] },
    uphold: { although: ['harsh', 'lenient'] },
    appeal: { because: ['harsh'], although: ['lenient'] },
    adjourn: { because: ['lengthy'] },
    seize: { because: ['stolen'], although: ['valuable'] },
    steal: { because: ['valuable'] },
    hide: { because: ['stolen', 'valuable'] },
    record: { although: ['contradictory', 'lengthy'] },
    translate: { because: ['detailed'], although: ['contradictory'] },
    'sign (contract)': { although: ['invalid'] },
    present: { although: ['fake', 'contradictory'] },
    review: { because: ['contradictory'] },
    sue: { although: ['insolvent'] },
  },
  granted: {
    ...Object.fromEntries(CRIMES.map(id => [id, ['innocent', 'guilty']])),
    ...Object.fromEntries([...ACCUSATIONS, ...AT_COURT].map(id => [id, PASSING])),
    steal: ['stolen', 'innocent', 'guilty'],
    // Nobody tells the innocent to confess.
    advise: ['innocent', ...PASSING],
    urge: ['innocent', ...PASSING],
    inherit: ['stolen'],
    recognise: PASSING,
    forge: ['fake', 'invalid', 'innocent', 'guilty'],
    release: ['innocent', ...PASSING],
    'sign (contract)': ['fake'],
    certify: ['fake'],
    'admit (guilt)': ['innocent', ...PASSING],
    confess: ['innocent', ...PASSING],
    convict: ['innocent', ...PASSING],
    sentence: ['innocent', ...PASSING],
    fine: ['innocent', 'masked', 'armed'],
  },
};

/** "three years in prison". */
function prisonSentence(random: Random): Measured {
  const length = chance(random, 0.3) ? measured(3 + random.int(9), 'month') : measured(1 + random.int(12), 'year');
  return { ...length, of: concept('nouns', 'prison') };
}

/** "The burglar robbed the bank." */
const crime = (scene: Scene, given?: Given): Action => oneOf(scene, CRIMES, 'past', given);

/** In one of its places; nobody hides a car in a cellar. */
function located(scene: Scene, action: Action): Action {
  const there = placed(scene, action);
  const { verb, object, place } = there;
  const car = verb.id === 'hide' && object !== undefined && isA(object, 'getaway car');
  return car && place ? { ...there, place: thing('car park') } : there;
}

/** "The prosecutor charges the thief with robbery." */
function accusation(scene: Scene, tense: Tense): Action {
  return maybePassive(scene, oneOf(scene, ACCUSATIONS, tense), 0.5);
}

/** "The court sentences the thief under section 12 to three years in prison." */
function verdict(scene: Scene, tense: Tense): Action {
  const { random } = scene;
  const action = maybePassive(scene, oneOf(scene, VERDICTS, tense), 0.4);
  if (action.verb.id === 'acquit' || !chance(random, 0.3)) return action;
  const noun = concept('nouns', random.pick(['section', 'section', 'article']));
  return { ...action, basis: { noun, determiner: 'none', plural: false, label: 2 + random.int(398) } };
}

/** "The witness testifies that she observed the burglar at the bank." */
function report(scene: Scene, tense: Tense): Action {
  const verbs = ['testify', 'testify', 'testify', 'claim', 'deny', 'admit (guilt)', 'explain'];
  const saying = oneOf(scene, verbs, tense === 'future' ? 'present' : tense);
  const speaker = unaccused(saying.subject as Described | Named);
  return { ...saying, subject: speaker, content: said(scene, saying.verb.id, { pronoun: speaker }) };
}

/** Without a crime told beside the name: nobody denies that he stole, or admits it, "who stole the painting". */
function unaccused(speaker: Described | Named): Described | Named {
  if (!('noun' in speaker)) return speaker;
  const { relative, ...rest } = speaker;
  return rest;
}

/** What is said: of oneself as "he" or "she". */
function said(scene: Scene, verb: string, self: Pronoun): Clause {
  const { words, random } = scene;
  const own = () => located(scene, crime(scene, { subject: self }));
  const ofAnother = () => {
    const not = idsOf(self);
    const subject = participant(scene, ['suspect'], { taken: new Set(not), plain: true });
    return located(scene, crime(scene, { subject, not }));
  };
  const seen = () => placed(scene, oneOf(scene, ['observe', 'recognise'], 'past', { subject: self }));
  const opinion = () => {
    const adjectives = words.adjectives.filter(({ id }) =>
      ['fake', 'invalid', 'unlawful', 'contradictory'].includes(id),
    );
    return stated(scene, adjectives, random.pick<Tense>(['past', 'present']));
  };
  const innocence = (): Clause => {
    const adjective = concept('adjectives', 'innocent');
    return { kind: 'state', subject: self, adjective, tense: 'present', negated: false };
  };
  const contents: Record<string, (() => Clause)[]> = {
    testify: idsOf(self).includes('expert') ? [opinion] : [seen, ofAnother],
    claim: [innocence, ofAnother],
    deny: [own],
    'admit (guilt)': [own],
    explain: [opinion],
  };
  return random.pick(contents[verb] as (() => Clause)[])();
}

/** "The thief does not have an alibi." */
function possession(scene: Scene, tense: Tense): Action {
  const { random } = scene;
  const noun = concept('nouns', random.pick(['alibi', 'motive']));
  const subject = participant(scene, ['suspect']);
  return {
    ...act(scene, concept('verbs', 'have'), tense === 'past' ? 'past' : 'present', {
      subject,
      object: { noun, determiner: 'indefinite', plural: false },
    }),
    negated: chance(random, 0.4),
  };
}

/** "The trial begins on 4 May at 9 am." */
function session(scene: Scene, tense: Tense): Action {
  const { random } = scene;
  const action = oneOf(scene, ['begin', 'begin', 'end'], tense);
  return { ...action, time: { day: date(tense, random), clock: clock(random, 8, 17) }, timeFirst: chance(random, 0.3) };
}

function question(scene: Scene, tense: Tense): Sentence {
  const { random } = scene;
  const ids = random.pick([PROCEDURE, INVESTIGATION, ACCUSATIONS, MONEY, CRIMES]);
  const action = oneOf(scene, ids, ids === CRIMES ? 'past' : tense);
  return ask(located(scene, timed(scene, action)), random);
}

const link = linked(LINKS);

/** One case is before one court at a time. */
function twoCourts({ subject: one }: Action, { subject: other }: Action): boolean {
  return [one, other].every(np => np !== undefined && isA(np, 'tribunal')) && idsOf(one)[0] !== idsOf(other)[0];
}

/** What can stand behind an action: a reason, a condition, what came before. */
function related(scene: Scene, action: Action): Related | undefined {
  const { random } = scene;
  const { tense, verb } = action;
  const other = (steps: readonly string[]) => another(scene, action, steps);
  const kind = random();
  if (kind < 0.4) return reason(scene, action) ?? link(scene, action);
  if (kind < 0.6) return link(scene, action);
  if (kind < 0.85) {
    const conjunction = random.pick(['after', 'after', 'before'] as const);
    const steps = conjunction === 'after' ? (EARLIER[verb.id] ?? []) : later(verb.id);
    const step = steps.length === 0 ? undefined : other(steps);
    return step && !twoCourts(action, step) ? { conjunction, clause: step } : undefined;
  }
  if (kind < 0.9 && [...PAPERWORK, ...INVESTIGATION].includes(verb.id))
    return { conjunction: 'while', clause: other(['question', 'search', ...PAPERWORK]) };
  if (kind < 0.94 && tense === 'past' && INVESTIGATION.includes(verb.id))
    return { conjunction: 'when', clause: other(INVESTIGATION) };
  const aims = AIMS[verb.id];
  return aims && { conjunction: 'so that', clause: { ...other(aims), modal: 'can' } };
}
