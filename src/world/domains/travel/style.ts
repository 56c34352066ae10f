import { isOneOf } from '../../lexicon';
import { measured, oneOf } from '../actions';
import { chance, definite, ids } from '../phrases';
import { byFirstName, type Style } from '../scene';
import { SEASONAL, UNFORESEEN, WEATHER } from './verbs';

const SEASONS = [
  'in spring',
  'in August',
  'in autumn',
  'in summer',
  'in winter',
  'last summer',
  'next summer',
  'last year',
];

/** Times at which only some things happen. */
const ONLY_AT: Record<string, readonly string[]> = {
  'at dawn': ['hike', 'climb', 'shine', 'start (rain)', 'stop (rain)', 'photograph'],
  'every morning': ['enjoy', 'shine', 'serve', 'hike'],
  'on the way back': ids('get lost, lose (luggage), forget, photograph, miss, rent, change trains, buy, order (meal)'),
  'during the journey': ['look for', 'lose (luggage)', 'photograph', 'check (ticket)', 'admire'],
  'after breakfast': ids('hike, climb, visit (sight), pack, pay (bill), rent, lead, photograph, shine'),
  'late in the evening': ['arrive', 'order (meal)', 'unpack', 'look for', 'put up', 'stop (rain)', 'start (rain)'],
};

/** How travelling is spoken of. */
export const style: Style = {
  indefinite: ids('traveller, walker, baggage, dish, seat, boat, bicycle, umbrella, city map'),
  unique: ids(
    'receptionist, conductor, tour guide, taxi driver, bus driver, waiter, place, sun, rain, view, train, bus, tram, plane, flight, connection, journey, bicycle, bill, menu, passport, key, tent, storm, thunderstorm, ticket, umbrella, cable car, guidebook, city map, guided tour',
  ),
  possessions: [{ owned: ['baggage', 'ticket', 'camera', 'passport', 'reservation'], owners: ['traveller', 'walker'] }],
  own: {
    pack: ['baggage'],
    unpack: ['baggage'],
    forget: ['carried', 'passport'],
    'look for': ['carried', 'baggage', 'luggage', 'passport'],
    'lose (luggage)': ['carried', 'baggage', 'luggage', 'passport'],
    'put up': ['tent'],
    cancel: ['flight', 'journey', 'reservation'],
  },
  special(noun, scene, taken) {
    const { random, words } = scene;
    const { id } = noun;
    if (isOneOf(noun, ['traveller', 'walker']) && chance(random, 0.3)) return byFirstName(scene, 'traveller', taken);
    if (id === 'euro') return measured(random.pick([5, 8, 12, 15, 18, 24, 35, 49, 60, 85, 120, 240]), 'euro');
    if (id === 'platform') return { noun, determiner: 'none', plural: false, label: 1 + random.int(18) };
    if (id === 'room' && chance(random, 0.25))
      return { noun, determiner: 'none', plural: false, label: 100 + random.int(300) };
    if (id === 'hotel' && chance(random, 0.35))
      return { ...definite(noun), label: random.pick(words.namesOf(['inn'])) };
    return undefined;
  },
  relative(noun, scene) {
    const gap = { gap: true } as const;
    if (isOneOf(noun, ['traveller']) && chance(scene.random, 0.5))
      return oneOf(scene, ['miss', 'lose (luggage)'], 'past', { subject: gap });
    if (isOneOf(noun, ['train'])) return oneOf(scene, ['run (train)'], 'present', { subject: gap });
    return undefined;
  },
  places: {
    'wait (for)': ['station'],
    arrive: ['station', 'airport'],
    'order (meal)': ['restaurant', 'café', 'mountain hut'],
    'spend the night': ['lodging'],
    camp: ['campsite', 'lake', 'beach'],
    'put up': ['campsite', 'lake', 'beach'],
    'get lost': ['old town'],
    'look for': ['station', 'airport', 'hotel', 'reception'],
    'check (ticket)': ['border'],
  },
  lasting: [],
  timeless: ['belong', 'cost'],
  involuntary: [...UNFORESEEN, ...WEATHER, 'arrive', 'belong', 'cost', 'recommend', 'enjoy', 'admire', 'wait (for)'],
  unforeseen: [...UNFORESEEN, 'hold up'],
  predicative: ids(
    'tired, friendly, hungry, thirsty, ill, pleased, soaked, small, cold, hot, forbidden, away, high, deep (water), long (way), late (train), fully booked, closed, sold out, expired, free, wet, broken (thing), thick, dangerous, crowded',
  ),
  completed: ['away'],
  clocked: ['arrive'],
  dated: ['travel', 'fly', 'book', 'cancel'],
  happens({ id }, time) {
    if (SEASONS.includes(time.id)) return SEASONAL.includes(id) || (id === 'melt' && time.id === 'in spring');
    if (
      ['this morning', 'tomorrow morning', 'every morning'].includes(time.id) &&
      ['spend the night', 'camp'].includes(id)
    )
      return false;
    // A night is no evening.
    if (['in the evening', 'late in the evening'].includes(time.id) && id === 'spend the night') return false;
    return ONLY_AT[time.id]?.includes(id) ?? true;
  },
  infinitives: {
    plan: ['travel', 'fly', 'climb', 'visit (sight)', 'hike'],
    decide: ['rent', 'climb', 'cancel', 'visit (sight)', 'hike', 'camp'],
    try: ['put up', 'climb'],
    'forget (to)': ['pack', 'pay (bill)', 'book', 'reserve'],
    'ask (to)': ['reserve'],
    advise: ['visit (sight)', 'rent', 'climb', 'reserve'],
  },
  reasons: {},
  granted: { complain: ['delicious'], reserve: ['noisy'] },
};
