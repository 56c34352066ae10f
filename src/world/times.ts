import type { Time } from './meaning';

/** When things happen. `any` fits both tenses. */
export const times: Time[] = [
  { en: 'yesterday', de: 'gestern', tense: 'past', domain: 'everyday' },
  { en: 'last week', de: 'letzte Woche', tense: 'past', domain: 'everyday' },
  { en: 'last year', de: 'letztes Jahr', tense: 'past', domain: 'everyday' },
  { en: 'this morning', de: 'heute Morgen', tense: 'past', domain: 'everyday' },
  { en: 'today', de: 'heute', tense: 'present', domain: 'everyday' },
  { en: 'now', de: 'jetzt', tense: 'present', domain: 'everyday' },
  { en: 'every day', de: 'jeden Tag', tense: 'present', domain: 'everyday' },
  { en: 'every week', de: 'jede Woche', tense: 'present', domain: 'everyday' },
  { en: 'on Monday', de: 'am Montag', tense: 'any', domain: 'everyday' },
  { en: 'on Friday', de: 'am Freitag', tense: 'any', domain: 'everyday' },
  { en: 'on Sunday', de: 'am Sonntag', tense: 'any', domain: 'everyday' },
  { en: 'in the evening', de: 'am Abend', tense: 'any', domain: 'everyday' },
  { en: 'in summer', de: 'im Sommer', tense: 'any', domain: 'everyday' },
  { en: 'in winter', de: 'im Winter', tense: 'any', domain: 'everyday' },
  { en: 'during the night', de: 'in der Nacht', tense: 'any', domain: 'clinic' },
  { en: 'at noon', de: 'mittags', tense: 'any', domain: 'clinic' },
  { en: 'after the operation', de: 'nach der Operation', tense: 'any', domain: 'clinic' },
  { en: 'before the round', de: 'vor der Visite', tense: 'any', domain: 'clinic' },
  { en: 'during the night shift', de: 'während der Nachtschicht', tense: 'any', domain: 'clinic' },
  { en: 'on admission', de: 'bei der Aufnahme', tense: 'any', domain: 'clinic' },
  { en: 'immediately', de: 'umgehend', tense: 'any', domain: 'clinic' },
];
