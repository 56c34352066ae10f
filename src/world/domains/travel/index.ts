import type { Random } from '../../../random';
import { concept, type Tense } from '../../lexicon';
import type { Action, Clause, Described, Sentence, State } from '../../meaning';
import type { Vocabulary } from '../../vocabulary';
import { act, demand, foremost, maybePassive, oneOf, placed, timed } from '../actions';
import type { Domain } from '../domain';
import { linked } from '../links';
import { ofTheirOwn } from '../own';
import { chance, ids, thing, weighted } from '../phrases';
import { ask } from '../questions';
import { type Content, report } from '../reports';
import { FIRST_NAMES, participant, type Scene } from '../scene';
import { forbidden, quality, type Size, sized } from '../states';
import { reasoned } from '../subordinate';
import { clock, told } from '../times';
import { LINKS } from './links';
import { HINDRANCES, SCENES } from './scenes';
import { style } from './style';
import { ARRANGEMENTS, BAGGAGE, JOURNEYS, MEALS, OUTDOORS, SIGHTSEEING, WEATHER } from './verbs';

/** Trains, hotels, sights and weather on a journey. */
export const travel: Domain = {
  borrowed: {
    nouns: ids(
      'dog, candle, key, bicycle, boat, passport, soup, salad, bread, cheese, water, milk, juice, wine, coffee, tea, metre, station, hotel, museum, market, lake, river, bridge, village, room, storm, thunderstorm, fog',
    ),
    adjectives: ids(
      'tired, hungry, friendly, new, expensive, cheap, hot, small, heavy, ill, pleased, forbidden, wet, dangerous, thick, deep (water), free, broken (thing)',
    ),
    times: ids(
      'yesterday, last week, last year, this morning, today, on Monday, on Sunday, on Saturday, in the evening, in summer, in winter, at dawn, every morning, yesterday evening, tomorrow, tomorrow morning, next week, in two days',
    ),
    names: FIRST_NAMES,
  },
  sentence(words: Vocabulary, random: Random): Sentence {
    const scene: Scene = { words, random, style };
    const tense = random.pick<Tense>(['past', 'past', 'past', 'present', 'present', 'future', 'future']);
    return weighted(kinds, random)(scene, tense);
  },
};

const kinds: [weight: number, make: (scene: Scene, tense: Tense) => Sentence][] = [
  [14, (scene, tense) => reasoned(scene, oneOf(scene, JOURNEYS, tense), related)],
  [10, (scene, tense) => reasoned(scene, ofTheirOwn(scene, oneOf(scene, BAGGAGE, tense)), related)],
  [12, (scene, tense) => reasoned(scene, oneOf(scene, SIGHTSEEING, tense), related)],
  [10, (scene, tense) => reasoned(scene, maybePassive(scene, oneOf(scene, ARRANGEMENTS, tense)), related)],
  [8, (scene, tense) => reasoned(scene, oneOf(scene, MEALS, tense), related)],
  [7, (scene, tense) => reasoned(scene, oneOf(scene, OUTDOORS, tense), related)],
  [7, (scene, tense) => reasoned(scene, maybePassive(scene, oneOf(scene, WEATHER, tense)), related)],
  [9, (scene, tense) => ({ main: departure(scene, tense) })],
  [16, (scene, tense) => ({ main: foremost(timed(scene, scene.random.pick(SCENES)(scene, tense))) })],
  [3, scene => ({ main: timetable(scene) })],
  [3, (scene, tense) => ({ main: oneOf(scene, ['cost'], told(tense)) })],
  [8, (scene, tense) => ({ main: report(scene, tense, REPORTS) })],
  [6, (scene, tense) => ({ main: foremost(timed(scene, ofTheirOwn(scene, demand(scene, told(tense))))) })],
  [8, (scene, tense) => ({ main: condition(scene, tense) })],
  [1, scene => ({ main: ban(scene) })],
  [9, (scene, tense) => question(scene, tense)],
];

/** How high, deep, long and far things are. */
const SIZES: readonly Size[] = [
  { adjective: 'high', of: ['mountain'], unit: 'metre', range: [900, 3200] },
  { adjective: 'high', of: ['tower', 'waterfall'], unit: 'metre', range: [25, 140] },
  { adjective: 'deep (water)', of: ['lake'], unit: 'metre', range: [4, 90] },
  { adjective: 'long (way)', of: ['hiking trail', 'beach'], unit: 'kilometre', range: [2, 25] },
  { adjective: 'away', of: ['mountain hut', 'airport', 'beach', 'campsite'], unit: 'kilometre', range: [2, 40] },
];

/** Said with a measure, or by rule. */
const SPECIAL_STATES = ['small', 'forbidden', 'away', 'deep (water)', 'long (way)', 'high'];

const OPINIONS = ids('crowded, fully booked, closed, famous, steep, delicious, expensive, sold out, polite');

const opinion = (scene: Scene): Clause => quality(scene, 'present', { only: OPINIONS });

const related = linked(LINKS);

const REPORTS: Record<string, readonly Content[]> = {
  say: [
    opinion,
    { tense: 'past', verbs: ['miss', 'lose (luggage)', 'forget', 'pay (bill)', 'visit (sight)'], self: true },
    { tense: 'future', verbs: ['visit (sight)', 'climb'], self: true },
  ],
  think: [opinion, { tense: 'past', verbs: ['forget', 'lose (luggage)'], self: true }],
  hope: [{ tense: 'future', verbs: ['shine', 'stop (rain)', 'melt'] }],
  announce: [scene => departure(scene, 'future')],
};

/** "The train departs from platform 3 at 6:45 pm." */
function departure(scene: Scene, tense: Tense): Action {
  const { random } = scene;
  const leaves = chance(random, 0.5);
  const platform = chance(random, 0.7) ? participant(scene, ['platform']) : undefined;
  const subject = platform ? trainOf(scene) : participant(scene, ['bus', 'tram'], { plain: true });
  return {
    ...act(scene, concept('verbs', leaves ? 'depart' : 'arrive'), tense, { subject }),
    ...(leaves ? { from: platform } : { place: platform }),
    time: { clock: clock(random, 5, 24) },
  };
}

/** "the train to Prague" is said by where it runs: "the train that runs to Prague". */
function trainOf(scene: Scene): Described {
  const train = thing('train');
  if (!chance(scene.random, 0.3)) return train;
  const running = oneOf(scene, ['run (train)'], 'present', { subject: { gap: true } });
  return { ...train, relative: { ...running, from: undefined } };
}

/** "The train runs from Vienna to Prague twice a day"; a bus rarely goes that far. */
function timetable(scene: Scene): Action {
  const subject = thing(scene.random.pick(['train', 'bus']));
  const action = oneOf(scene, ['run (train)'], 'present', { subject });
  const often = subject.noun.id === 'train' ? ({ most: 6, per: 'day' } as const) : ({ most: 3, per: 'week' } as const);
  return { ...action, frequency: { times: 1 + scene.random.int(often.most), per: often.per } };
}

/** "The tower is 80 metres high", "the hut is five kilometres away from the station", "the soup is delicious". */
const condition = (scene: Scene, tense: Tense): State =>
  chance(scene.random, 0.4) ? sized(scene, SIZES) : quality(scene, tense, { but: SPECIAL_STATES });

/** "Dogs are forbidden in the museum", "candles are forbidden under the house rules". */
function ban({ random }: Scene): State {
  const rules = { basis: thing('house rules') };
  const place = thing(random.pick(['museum', 'castle', 'youth hostel', 'cathedral']));
  return forbidden(random.pick(['dog', 'candle']), chance(random, 0.5) ? rules : { place });
}

function question(scene: Scene, tense: Tense): Sentence {
  const { random } = scene;
  if (chance(random, 0.2)) return ask(timed(scene, random.pick(HINDRANCES)(scene, tense)), random);
  const verbs = random.pick([JOURNEYS, JOURNEYS, BAGGAGE, SIGHTSEEING, ARRANGEMENTS, MEALS, OUTDOORS]);
  return ask(placed(scene, timed(scene, oneOf(scene, verbs, tense))), random);
}
