import type { Action } from '../../meaning';
import { isPerson } from '../../meaning';
import { ids } from '../phrases';

const INDOORS = ids('kitchen, room, hotel');
const OUTDOORS = ids('garden, park, forest, street');
const WILD = ids('garden, park, forest, river, lake');
const TOWN = ids('market, city, village');
const SHARED = ids('school, park, garden, kitchen, room, street, village');

/** Where people do things; what is not here is told without a place. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  buy: TOWN,
  sell: TOWN,
  see: [...TOWN, ...OUTDOORS, 'station', 'museum', 'church', 'bridge'],
  find: [...OUTDOORS, ...INDOORS, 'station', 'school', 'library'],
  lose: [...OUTDOORS, 'station', 'city', 'school', 'market'],
  read: ['library', 'garden', 'park', 'room', 'kitchen', 'school'],
  write: ['library', 'office', 'room', 'kitchen', 'school'],
  eat: ['kitchen', 'garden', 'park', 'hotel', 'school'],
  drink: ['kitchen', 'garden', 'park', 'hotel', 'station'],
  cook: ['kitchen'],
  bake: ['kitchen', 'bakery'],
  visit: [...TOWN, 'office', 'hotel'].filter(id => id !== 'market'),
  greet: [...TOWN, ...OUTDOORS, 'station', 'school', 'church', 'bridge'],
  call: OUTDOORS,
  hear: [...OUTDOORS, 'church', 'lake'],
  feed: ['garden', 'park', 'lake', 'street'],
  wash: ['garden', 'river'],
  paint: ['garden', 'park', 'forest', 'lake', 'river', 'room', 'school'],
  repair: ['garden', 'street', 'kitchen', 'room'],
  clean: ['kitchen', 'room', 'school', 'hotel', 'office'],
  build: ['garden', 'village', 'lake'],
  help: [...SHARED, 'office', 'station', 'market'],
  follow: [...OUTDOORS, 'museum', 'city'],
  sleep: INDOORS,
  rest: [...INDOORS, 'garden', 'park', 'forest', 'lake', 'river'],
  work: [...TOWN, ...INDOORS, 'garden', 'office', 'library', 'bakery', 'museum', 'station', 'school'],
  sing: [...SHARED, 'church', 'market', 'forest'],
  laugh: [...SHARED, 'office', 'market'],
  dance: [...SHARED, 'hotel'],
  play: ['garden', 'park', 'street', 'school', 'room', 'lake', 'village'],
  live: ['city', 'village', 'forest', 'hotel', 'lake'],
  wait: ['station', 'park', 'street', 'bridge', 'church', 'office', 'hotel', 'library'],
};

/** Where animals do what people do too. */
const OF_ANIMALS: Readonly<Record<string, readonly string[]>> = {
  see: WILD,
  hear: WILD,
  follow: OUTDOORS,
  sleep: WILD,
  rest: WILD,
  play: ['garden', 'park', 'street'],
  live: ['forest', 'garden', 'park', 'lake', 'river'],
};

/** The places where the one who does it does it. */
export function placesOf({ verb, subject }: Action): readonly string[] {
  const places = subject && isPerson(subject) ? PLACES : OF_ANIMALS;
  return places[verb.id] ?? [];
}
