import type { Random } from '../../random';
import { concept, type Noun, type Tense } from '../lexicon';
import type { Action, Clause, Measured, Sentence, State } from '../meaning';
import type { Vocabulary } from '../vocabulary';
import {
  another,
  demand,
  idsOf,
  maybePassive,
  measured,
  oneOf,
  placed,
  type Related,
  reason,
  sensible,
  stated,
  timed,
} from './actions';
import type { Domain } from './domain';
import { type Link, linked } from './links';
import { chance, definite, ids, isA, weighted } from './phrases';
import { ask } from './questions';
import { participant, type Scene, type Style } from './scene';
import { reasoned } from './subordinate';

/** Ships, cargo and weather of a port: amounts in units, from where to where, clock times, berths and ships with names. */
export const harbour: Domain = {
  sentence(words: Vocabulary, random: Random): Sentence {
    const scene: Scene = { words, random, style };
    const tense = random.pick<Tense>(['past', 'past', 'past', 'present', 'present', 'future', 'future']);
    return weighted(kinds, random)(scene, tense);
  },
};

const kinds: [weight: number, make: (scene: Scene, tense: Tense) => Sentence][] = [
  [18, (scene, tense) => reasoned(scene, maybePassive(scene, handling(scene, tense)), related)],
  [
    20,
    (scene, tense) => reasoned(scene, maybePassive(scene, hindered(scene, oneOf(scene, MOVEMENTS, tense))), related),
  ],
  [12, (scene, tense) => reasoned(scene, maybePassive(scene, oneOf(scene, WORK, tense)), related)],
  [7, (scene, tense) => ({ main: timed(scene, oneOf(scene, TRADE, tense)) })],
  [8, (scene, tense) => ({ main: timed(scene, maybePassive(scene, oneOf(scene, WEATHER, tense))) })],
  [5, scene => ({ main: placed(scene, timed(scene, hindered(scene, oneOf(scene, ACCIDENTS, 'past')))) })],
  [12, (scene, tense) => ({ main: report(scene, tense) })],
  [7, (scene, tense) => ({ main: timed(scene, demand(scene, tense)) })],
  [8, (scene, tense) => ({ main: condition(scene, tense) })],
  [8, (scene, tense) => question(scene, tense)],
];

const HANDLING = ['unload', 'unload', 'load', 'load', 'lift', 'weigh', 'store', 'load (ship)', 'supply'];
const VOYAGES = ['sail', 'sail', 'sail', 'transport', 'transport', 'call at', 'return'];
const MANOEUVRES = [
  'tow',
  'tow',
  'guide',
  'guide',
  'dock',
  'dock',
  'dock',
  'cast off',
  'cast off',
  'anchor',
  'turn',
  'moor',
];
const MOVEMENTS = [...VOYAGES, ...MANOEUVRES];
const CUSTOMS = ['inspect', 'clear', 'confiscate', 'stamp', 'fill in', 'hand over', 'deliver'];
const CREWS = ['weigh anchor', 'hoist', 'steer', 'refuel', 'overhaul', 'rescue', 'salvage', 'wait (for)'];
const WORK = [...CUSTOMS, ...CREWS, 'close (to traffic)'];
const TRADE = ['order (goods)', 'order (goods)', 'charter', 'belong', 'deliver', 'hand over'];
const WEATHER = ['forecast', 'forecast', 'expect', 'expect', 'warn'];
const ACCIDENTS = ['collide', 'sink', 'run aground', 'break down', 'damage', 'delay'];

/** How deep, long and wide things are: by adjective and thing, the unit and its range. */
const SIZES: { adjective: string; of?: string[]; unit: string; range: [least: number, most: number] }[] = [
  { adjective: 'deep (water)', unit: 'metre', range: [6, 19] },
  { adjective: 'long (ship)', of: ['canal'], unit: 'nautical mile', range: [3, 60] },
  { adjective: 'long (ship)', unit: 'metre', range: [110, 290] },
  { adjective: 'wide', unit: 'metre', range: [25, 90] },
];

/** What changes by itself: others wait for it. */
const CHANGES = ['drop', 'lift (fog)', 'come in'];
/** What can be to blame for what: no strike sinks a ship, and no engine breaks down because it has failed. */
const HINDRANCES: Readonly<Record<string, readonly string[]>> = {
  anchor: ['hindrance'],
  return: ['hindrance'],
  turn: ['weather', 'ice', 'swell', 'engine failure'],
  collide: ['weather', 'ice', 'swell', 'engine failure'],
  'run aground': ['weather', 'swell', 'engine failure'],
  sink: ['storm', 'thunderstorm', 'ice', 'swell'],
  'break down': ['storm', 'thunderstorm', 'ice'],
};
/** What makes room for other ships. */
const MAKING_ROOM = ['cast off', 'tow', 'guide', 'turn', 'return', 'anchor', 'moor'];
/** What goes wrong, what is done because of it, and what all the same. */
export const LINKS: readonly Link[] = [
  { main: ['anchor', 'return', 'turn', 'wait (for)'], by: ['because'], does: ['run aground', 'collide'] },
  { main: ['anchor', 'return', 'wait (for)'], by: ['because'], who: ['shore'], does: ['go on strike'] },
  { main: ['close (to traffic)'], by: ['because'], does: ['run aground', 'collide', 'sink'] },
  { main: ['tow'], by: ['because', 'after'], who: 'object', does: ['run aground', 'collide'] },
  { main: ['rescue'], by: ['because', 'after', 'when'], who: ['ship'], does: ['sink', 'run aground'] },
  { main: ['sail', 'dock', 'cast off'], by: ['although'], who: ['radar', 'pump'], does: ['break down'] },
  { main: ['dock', 'cast off'], by: ['although'], who: ['shore'], does: ['go on strike'] },
  { main: ids('unload, load, load (ship)'), by: ['although'], who: ['crane operator'], does: ['go on strike'] },
  { main: ids('unload, load, lift'), by: ['although'], who: ['crane'], does: ['break down'] },
];
const link = linked(LINKS);

/** What is worth a report: what hinders ships, and what they must know of their way. */
const REPORTED = ids(
  'overloaded, damaged, leaky, icy, frozen, navigable, dangerous, strong (wind), thick, deep (water), wide',
);

/** Times of a day or a night, at which nobody trades. */
const HOURS = ['at dawn', 'after sunset', 'last night', 'every morning', 'around the clock'];

/** How the harbour speaks. */
export const style: Style = {
  indefinite: ['ship', 'piece', 'paperwork', 'device', 'flag'],
  unique: [
    'authority',
    'place',
    'part',
    'weather',
    'calming',
    'pilot',
    'captain',
    'helmsman',
    'engineer',
    'radio operator',
    'engine failure',
  ],
  possessions: [
    { owned: ['captain', 'helmsman', 'engineer', 'radio operator'], owners: ['ship'] },
    {
      owned: ['cargo', 'hold', 'deck', 'engine', 'propeller', 'rudder', 'anchor', 'anchor chain', 'flag', 'radar'],
      owners: ['ship'],
    },
    { owned: ['log book'], owners: ['captain'] },
    { owned: ['fishing boat'], owners: ['fisherman'] },
    { owned: ['container', 'machine', 'crate'], owners: ['merchant'] },
  ],
  special(noun, scene, taken) {
    const { words, random } = scene;
    const { id, tags } = noun;
    if (tags.includes('bulk') || id === 'crude oil') return amountOf(noun, 'tonne', 10 * (2 + random.int(30)));
    if (tags.includes('liquid')) return amountOf(noun, 'litre', 100 * (2 + random.int(60)));
    if (id === 'wind force') return { noun, determiner: 'none', plural: false, label: 6 + random.int(6) };
    if (id === 'berth' && chance(random, 0.7))
      return { noun, determiner: 'none', plural: false, label: 1 + random.int(19) };
    if (tags.includes('piece') && chance(random, 0.35)) {
      const count = random.pick([2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 40]);
      return { noun, determiner: 'none', plural: true, count };
    }
    if (tags.includes('ship') && chance(random, 0.35)) {
      const name = random.pick(words.namesOf(['ship']).filter(name => !taken.has(name.id)));
      return chance(random, 0.4) ? { name } : { ...definite(noun), label: name };
    }
    return undefined;
  },
  relative(noun, scene) {
    const gap = { gap: true } as const;
    if (noun.tags.includes('ship')) return oneOf(scene, ['sail', 'run aground'], 'past', { subject: gap });
    if (noun.tags.includes('piece')) return oneOf(scene, ['unload', 'inspect', 'deliver'], 'past', { object: gap });
    return undefined;
  },
  places: {
    unload: ['mooring'],
    load: ['mooring'],
    weigh: ['terminal', 'customs office'],
    store: ['warehouse', 'terminal'],
    'load (ship)': ['mooring'],
    dock: ['mooring'],
    'cast off': ['mooring'],
    moor: ['mooring'],
    anchor: ['anchorage'],
    turn: ['bay', 'canal', 'harbour'],
    inspect: ['mooring'],
    overhaul: ['yard'],
    refuel: ['mooring'],
    'wait (for)': ['anchorage', 'lock'],
    sink: ['bay', 'roadstead'],
    'run aground': ['fairway', 'bay'],
    collide: ['fairway', 'bay', 'canal'],
    salvage: ['bay', 'fairway'],
    rescue: ['bay'],
  },
  lasting: ['inspect', 'overhaul', 'wait (for)', 'anchor', 'go on strike', 'close (to traffic)', 'delay'],
  timeless: ['belong', 'expect'],
  clocked: [
    ...HANDLING,
    ...MOVEMENTS,
    'clear',
    'refuel',
    'close (to traffic)',
    'rescue',
    'collide',
    'break down',
    'run aground',
  ],
  happens({ id }, time) {
    const atSea = ['at high tide', 'at low tide', 'in rough seas', 'during the storm'].includes(time.id);
    if (atSea) return [...MOVEMENTS, ...ACCIDENTS, 'rescue', 'salvage', 'wait (for)', 'steer'].includes(id);
    if (['charter', 'order (goods)'].includes(id)) return !HOURS.includes(time.id);
    return time.id !== 'around the clock' || HANDLING.includes(id);
  },
  infinitives: {
    decide: ['cast off', 'anchor', 'turn', 'wait (for)', 'return', 'call at'],
    try: ['turn', 'dock'],
    instruct: ['anchor', 'turn', 'dock', 'wait (for)', 'fill in'],
    allow: ['cast off', 'dock', 'anchor'],
  },
  reasons: {
    dock: { because: ['damaged'], although: ['overloaded', 'delayed'] },
    'cast off': { because: ['delayed'], although: ['overloaded', 'damaged'] },
    sail: { although: ['damaged', 'overloaded', 'delayed'] },
    tow: { because: ['damaged'], although: ['overloaded'] },
    guide: { because: ['damaged'] },
    moor: { because: ['damaged'] },
    lift: { although: ['heavy (cargo)', 'damaged', 'wet'] },
    weigh: { because: ['heavy (cargo)'], although: ['damaged', 'wet'] },
    unload: { because: ['wet', 'damaged'], although: ['heavy (cargo)'] },
    overhaul: { because: ['damaged', 'rusty'] },
    inspect: { because: ['overloaded', 'damaged', 'dutiable', 'delayed'] },
    clear: { although: ['overloaded', 'dutiable', 'delayed'] },
    confiscate: { because: ['dutiable'] },
    stamp: { although: ['incomplete'] },
    'hand over': { although: ['incomplete'] },
    'close (to traffic)': { because: ['frozen', 'dangerous'], although: ['navigable'] },
    deliver: { although: ['damaged', 'wet'] },
    salvage: { although: ['rusty', 'damaged'] },
    charter: { because: ['seaworthy'] },
    'load (ship)': { because: ['empty'] },
    refuel: { although: ['delayed'] },
    sink: { because: ['overloaded', 'leaky', 'damaged'] },
  },
  granted: {
    damage: ['damaged'],
    unload: ['empty', 'loaded'],
    delay: ['delayed'],
    'load (ship)': ['overloaded', 'loaded'],
    'close (to traffic)': ['frozen'],
    'break down': ['damaged'],
    supply: ['empty'],
    transport: ['empty', 'leaky'],
  },
};

const amountOf = (of: Noun, unit: string, amount: number): Measured => ({ ...measured(amount, unit), of });

/** "The crane unloads 40 tonnes of coal from the freighter." */
function handling(scene: Scene, tense: Tense): Action {
  const action = oneOf(scene, HANDLING, tense);
  if (action.verb.id !== 'unload' || !chance(scene.random, 0.5)) return action;
  return { ...action, from: sensible(scene, action.verb, participant(scene, ['carrier'])) };
}

/** Now and then something else is to blame. */
function hindered(scene: Scene, action: Action): Action {
  const causes = HINDRANCES[action.verb.id];
  if (causes === undefined || !chance(scene.random, 0.4)) return action;
  return { ...action, cause: participant(scene, causes, { plain: true }) };
}

/** "The captain reports that the engine broke down." */
function report(scene: Scene, tense: Tense): Action {
  const { random } = scene;
  const verbs = ['report', 'report', 'report', 'announce', 'confirm', 'fear'];
  const saying = oneOf(scene, verbs, tense === 'future' ? 'present' : tense);
  const not = idsOf(saying.subject);
  // Whoever tells it has not done it: the only customs officer does not confirm what the customs officer did.
  const byOthers = (id: string) =>
    scene.words.nounsOf(concept('verbs', id).subject).some(noun => !not.includes(noun.id));
  const event = (ids: readonly string[], of: Tense) => oneOf(scene, ids.filter(byOthers), of, { not });
  const contents: Record<string, () => Clause> = {
    report: () =>
      chance(random, 0.6)
        ? event([...ACCIDENTS, 'dock', 'cast off'], 'past')
        : { ...condition(scene, 'present', REPORTED), negated: false },
    announce: () => placed(scene, timed(scene, event(['dock', 'cast off', 'sail', 'unload'], 'future'))),
    confirm: () => event(['dock', 'clear', 'inspect', 'unload'], 'past'),
    fear: () => event(['run aground', 'sink', 'delay', 'damage'], 'future'),
  };
  return { ...saying, content: contents[saying.verb.id]!() };
}

/** "The fairway is twelve metres deep", "the hold is empty". */
function condition(scene: Scene, tense: Tense, only?: readonly string[]): State {
  const { words, random } = scene;
  const state = stated(scene, only ? words.adjectives.filter(({ id }) => only.includes(id)) : words.adjectives, tense);
  const size = SIZES.find(
    ({ adjective, of }) => adjective === state.adjective.id && (!of || isA(state.subject, ...of)),
  );
  if (size === undefined) return state;
  const [least, most] = size.range;
  return { ...state, negated: false, measure: measured(least + random.int(most - least), size.unit) };
}

function question(scene: Scene, tense: Tense): Sentence {
  const action = oneOf(scene, scene.random.pick([HANDLING, MOVEMENTS, MOVEMENTS, WORK, WEATHER]), tense);
  return ask(placed(scene, timed(scene, hindered(scene, action))), scene.random);
}

/** What can stand behind an action: a reason, a change of the weather, what came before. */
function related(scene: Scene, action: Action): Related | undefined {
  const { random } = scene;
  const { tense, verb } = action;
  const other = (ids: readonly string[]) => another(scene, action, ids);
  const kind = random();
  if (kind < 0.35) return reason(scene, action);
  if (kind < 0.6) {
    // What is held up by the swell does not wait for the wind.
    if (action.cause) return undefined;
    const once = tense === 'past' ? 'when' : 'if';
    const conjunction = random.pick(['as soon as', 'as soon as', 'before', 'after', once] as const);
    return { conjunction, clause: other(CHANGES) };
  }
  if (kind < 0.72) return link(scene, action);
  if (kind < 0.92) {
    const conjunction = random.pick(['after', 'before', 'while'] as const);
    return { conjunction, clause: other([...HANDLING, ...MOVEMENTS]) };
  }
  if (!MAKING_ROOM.includes(verb.id)) return undefined;
  return { conjunction: 'so that', clause: { ...other(['turn', 'dock', 'cast off']), modal: 'can' } };
}
