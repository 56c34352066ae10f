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
import { chance, weighted } from './phrases';
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
  [5, scene => ({ main: placed(scene, timed(scene, crime(scene))) })],
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
/** What happens once, and something else before or after it. */
const STEPS = [...HEARINGS, ...RULINGS, ...EVIDENCE, ...INVESTIGATION, 'file', 'withdraw', 'confess'];
const PROCEDURE = [...HEARINGS, ...RULINGS, ...PARTIES, ...EVIDENCE];
/** What is told in the past of crimes. */
const LONG_AGO = ['two years ago', 'last month'];
/** What somebody can do that the court must answer. */
const CONDITIONS = ['appear', 'lie', 'confess', 'remain silent', 'testify against', 'appeal', 'withdraw'];
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
/** What is done when somebody flees. */
const PURSUITS = ['arrest', 'search', 'seize', 'secure'];
/** What is so at the time of a crime, not before the court. */
const PASSING = ['masked', 'armed', 'drunk'];
/** What gives people time or means, and for what. */
const DELAYS = ['adjourn', 'translate', 'record', 'release', 'summon', 'read out', 'swear in', 'quash'];
const AIMS = ['review', 'question', 'translate', 'sign (contract)', 'withdraw', 'present'];

/** How the court speaks. */
export const style: Style = {
  indefinite: ['witness', 'valuable', 'deed', 'warrant', 'pleading', 'weapon', 'shop'],
  unique: ['tribunal', 'judge', 'court clerk', 'prosecutor', 'proceeding', 'place', 'crime scene', 'sentence'],
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
    if (CRIMES.includes(id) || ['observe', 'recognise', 'flee'].includes(id))
      return ofCrimes || LONG_AGO.includes(time.id);
    return !ofCrimes && !(time.id === 'before the trial' && VERDICTS.includes(id));
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
    fine: { because: ['drunk', 'guilty'] },
    accuse: { although: ['innocent'] },
    arrest: { because: ['armed', 'drunk'], although: ['innocent'] },
    question: { because: ['nervous', 'credible'], although: ['drunk'] },
    release: { because: ['innocent'], although: ['previously convicted', 'guilty'] },
    suspect: { because: ['previously convicted', 'nervous'], although: ['innocent'] },
    defend: { because: ['innocent'], although: ['guilty', 'previously convicted'] },
    'swear in': { although: ['nervous', 'biased'] },
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
    review: { because: ['invalid', 'fake', 'detailed'] },
    sue: { although: ['insolvent'] },
  },
  granted: {
    ...Object.fromEntries(CRIMES.map(id => [id, ['innocent', 'guilty']])),
    ...Object.fromEntries([...ACCUSATIONS, ...AT_COURT].map(id => [id, PASSING])),
    steal: ['stolen', 'innocent', 'guilty'],
    inherit: ['stolen'],
    forge: ['fake', 'innocent', 'guilty'],
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
  return { ...saying, content: said(scene, saying.verb.id, { pronoun: saying.subject as Described | Named }) };
}

/** What is said: of oneself as "he" or "she". */
function said(scene: Scene, verb: string, self: Pronoun): Clause {
  const { words, random } = scene;
  const own = () => placed(scene, crime(scene, { subject: self }));
  const ofAnother = () => {
    const not = idsOf(self);
    const subject = participant(scene, ['suspect'], { taken: new Set(not), plain: true });
    return placed(scene, crime(scene, { subject, not }));
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
  return ask(placed(scene, timed(scene, action)), random);
}

/** What can stand behind an action: a reason, a condition, what came before. */
function related(scene: Scene, action: Action): Related | undefined {
  const { random } = scene;
  const { tense, verb } = action;
  const other = (ids: readonly string[]) => another(scene, action, ids);
  const kind = random();
  if (kind < 0.45) return reason(scene, action);
  if (kind < 0.7) {
    const conjunction = random.pick(['after', 'after', 'before'] as const);
    return { conjunction, clause: other(STEPS) };
  }
  if (kind < 0.76)
    return { conjunction: 'while', clause: other(['question', 'search', 'review', 'translate', 'read out']) };
  if (kind < 0.9) {
    const condition = other(PURSUITS.includes(verb.id) ? ['flee'] : CONDITIONS);
    const negated = condition.complement === undefined && condition.verb.id !== 'flee' && chance(random, 0.4);
    const clause = { ...condition, negated };
    return { conjunction: tense === 'past' ? random.pick(['because', 'although'] as const) : 'if', clause };
  }
  if (kind < 0.94 && tense === 'past') return { conjunction: 'when', clause: other(INVESTIGATION) };
  if (!DELAYS.includes(verb.id)) return undefined;
  return { conjunction: 'so that', clause: { ...other(AIMS), modal: 'can' } };
}
