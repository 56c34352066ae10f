import { ids } from '../phrases';

export const JOURNEYS = ids('travel, travel, fly, lead, take (to), miss, miss, board, get off, wait (for), arrive');

export const BAGGAGE = ['pack', 'pack', 'unpack', 'forget', 'look for', 'belong'];

export const SIGHTSEEING = ['visit (sight)', 'visit (sight)', 'photograph', 'admire', 'enjoy', 'rent', 'recommend'];

export const ARRANGEMENTS = ['book', 'reserve', 'cancel', 'check (ticket)', 'pay (bill)'];

export const MEALS = ['order (meal)', 'order (meal)', 'complain'];

/** What is done on foot. */
export const OUTDOORS = ['hike', 'hike', 'camp', 'climb', 'cross', 'get lost', 'put up', 'warn'];

export const WEATHER = ['shine', 'stop (rain)', 'start (rain)', 'melt', 'hold up'];

/** What happens to people rather than that they do it. */
export const UNFORESEEN = ['forget', 'forget (to)', 'oversleep', 'miss', 'get lost', 'lose (luggage)', 'complain'];

/** What is done for a whole season, not at an hour of a day. */
export const SEASONAL = ['travel', 'fly', 'hike', 'camp', 'climb', 'rent', 'visit (sight)', 'stay'];

/** What takes its time, while others do something else. */
export const MEANWHILE = [
  'photograph',
  'visit (sight)',
  'look for',
  'unpack',
  'put up',
  'reserve',
  'admire',
  'pay (bill)',
];
