import type { Link } from '../links';
import { EFFORTS, MEANWHILE } from './verbs';

/** What can stand behind what in everyday life. */
export const LINKS: readonly Link[] = [
  { main: ['sleep', 'rest'], by: ['because'], who: 'subject', is: ['tired'] },
  { main: ['work', 'dance', 'play', 'sing', 'wait'], by: ['although'], who: 'subject', is: ['tired', 'hungry'] },
  {
    main: ['wash', 'clean', 'cook', 'repair', 'feed', 'help', 'read'],
    by: ['although'],
    who: 'subject',
    is: ['tired'],
  },
  { main: ['laugh', 'sing', 'dance'], by: ['because'], who: 'subject', is: ['happy'] },
  { main: ['eat', 'cook', 'bake'], by: ['because'], who: 'subject', is: ['hungry'] },
  { main: ['eat', 'drink'], by: ['because'], who: 'object', is: ['fresh', 'sweet'] },
  { main: ['eat', 'drink'], by: ['although'], who: 'object', is: ['cold', 'hot'] },
  { main: ['buy'], by: ['because'], who: 'object', is: ['cheap', 'beautiful', 'fresh', 'new'] },
  { main: ['buy'], by: ['although'], who: 'object', is: ['expensive', 'old'] },
  { main: ['sell'], by: ['because'], who: 'object', is: ['old'] },
  { main: ['sell'], by: ['although'], who: 'object', is: ['new', 'beautiful'] },
  { main: ['repair'], by: ['because'], who: 'object', is: ['old'] },
  { main: ['paint'], by: ['because'], who: 'object', is: ['beautiful'] },
  { main: ['carry'], by: ['although'], who: 'object', is: ['heavy'] },
  { main: ['carry'], by: ['because'], who: 'subject', is: ['strong'] },
  { main: ['read'], by: ['because'], who: 'object', is: ['short', 'beautiful'] },
  { main: ['read'], by: ['although'], who: 'object', is: ['long'] },
  { main: ['love', 'greet', 'visit', 'thank'], by: ['because'], who: 'object', is: ['friendly'] },
  { main: ['love'], by: ['because'], who: 'object', is: ['beautiful', 'clever'] },
  { main: ['help'], by: ['because'], who: 'object', is: ['old', 'tired'] },
  { main: ['help'], by: ['because'], who: 'subject', is: ['friendly', 'strong'] },
  { main: ['feed'], by: ['because'], who: 'object', is: ['hungry', 'young'] },
  { main: ['lose'], by: ['although'], who: 'object', is: ['new'] },
  { main: ['find'], by: ['although'], who: 'object', is: ['small'] },
  { main: ['bring', 'give'], about: ['food'], by: ['because'], who: 'recipient', is: ['hungry'] },
  { main: ['bring', 'give'], about: ['drink'], by: ['because'], who: 'recipient', is: ['tired'] },
  { main: ['show'], by: ['because'], who: 'object', is: ['beautiful', 'new'] },
  { main: ['send'], by: ['because'], who: 'object', is: ['beautiful'] },
  { main: ['rest', 'eat', 'drink', 'sleep'], by: ['after'], who: 'subject', does: ['work', 'dance'] },
  { main: ['close', 'wash', 'read'], by: ['before'], who: 'subject', does: ['sleep'] },
  { main: MEANWHILE, by: ['while'], does: MEANWHILE },
];

/** How people and animals feel, what that comes from, and what could have spared them. */
export const MOODS: readonly { is: string; who: string[]; because: readonly string[]; although: readonly string[] }[] =
  [
    { is: 'tired', who: ['grown'], because: EFFORTS, although: ['sleep', 'rest'] },
    { is: 'tired', who: ['girl', 'boy', 'pupil', 'child', 'dog'], because: ['play'], although: ['sleep', 'rest'] },
    { is: 'hungry', who: ['grown'], because: ['work', 'dance'], although: ['eat'] },
    { is: 'happy', who: ['person'], because: ['find', 'sing', 'dance'], although: ['lose', 'wait'] },
  ];
