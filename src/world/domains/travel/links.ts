import type { Link } from '../links';
import { MEANWHILE } from './verbs';

/** What can stand behind what on a journey. */
export const LINKS: readonly Link[] = [
  { main: ['miss'], about: ['train', 'bus', 'flight'], by: ['because', 'if'], who: 'subject', does: ['oversleep'] },
  { main: ['miss'], about: ['connection'], by: ['because', 'if'], who: ['train'], is: ['late (train)'] },
  { main: ['order (meal)'], by: ['because', 'if', 'when'], who: 'subject', is: ['hungry'] },
  { main: ['order (meal)', 'unpack', 'put up'], by: ['after', 'as soon as'], who: 'subject', does: ['arrive'] },
  { main: ['visit (sight)', 'photograph', 'recommend'], by: ['because'], who: 'object', is: ['famous', 'medieval'] },
  { main: ['visit (sight)'], by: ['although'], who: 'object', is: ['crowded'] },
  { main: ['climb'], by: ['although'], who: 'object', is: ['high', 'steep'] },
  { main: ['climb', 'hike', 'visit (sight)'], by: ['although'], who: 'subject', is: ['tired', 'thirsty'] },
  { main: ['hike', 'climb', 'rent'], by: ['if', 'when', 'because'], who: ['sun'], does: ['shine'] },
  { main: ['hike', 'climb', 'put up'], by: ['as soon as', 'after'], who: ['rain'], does: ['stop (rain)'] },
  { main: ['hike', 'climb', 'put up', 'get off'], by: ['before'], who: ['rain'], does: ['start (rain)'] },
  { main: ['hike', 'climb'], by: ['although'], who: ['rain'], does: ['start (rain)'] },
  { main: ['get lost'], by: ['because'], who: ['fog'], is: ['thick'] },
  { main: ['cancel'], by: ['because', 'if'], who: 'subject', is: ['ill'] },
  { main: ['complain'], by: ['because'], who: 'complement', is: ['small', 'noisy'] },
  { main: ['camp'], by: ['because', 'if'], who: ['hotel', 'youth hostel'], is: ['fully booked'] },
  { main: ['pack', 'book', 'pay (bill)'], by: ['before'], who: 'subject', does: ['travel', 'fly'] },
  { main: ['rent'], about: ['bicycle'], by: ['so that'], who: 'subject', does: ['visit (sight)'] },
  { main: ['start (rain)'], by: ['while', 'when', 'before'], does: ['put up', 'hike', 'climb', 'cross'] },
  { main: ['stop (rain)'], by: ['before'], does: ['hike', 'put up', 'cross'] },
  { main: ['stop (rain)'], by: ['before', 'when', 'as soon as'], does: ['arrive'] },
  { main: MEANWHILE, by: ['while'], does: MEANWHILE },
];
