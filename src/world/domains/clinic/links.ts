import type { Link } from '../links';
import { ids } from '../phrases';
import { MEANWHILE } from './verbs';

/** What can stand behind what in a clinic. */
export const LINKS: readonly Link[] = [
  { main: ids('examine, treat, admit, monitor, transfer, refer'), by: ['because'], who: 'object', does: ['have'] },
  {
    main: ['examine', 'treat', 'admit'],
    by: ['because', 'after'],
    who: 'object',
    does: ['faint', 'collapse', 'vomit'],
  },
  { main: ['resuscitate'], by: ['because'], who: 'object', does: ['breathe'], negated: true },
  { main: ['resuscitate'], by: ['after', 'as soon as'], who: 'object', does: ['collapse'] },
  { main: ['operate on', 'treat'], by: ['because'], who: 'object', does: ['bleed'] },
  { main: ['discharge'], by: ['because', 'as soon as', 'after'], who: 'object', does: ['recover'] },
  { main: ['discharge', 'vaccinate'], by: ['although'], who: 'object', does: ['have'] },
  { main: ['collapse', 'faint', 'vomit'], by: ['because'], who: 'subject', does: ['have'] },
  { main: ['recover'], by: ['although'], who: 'subject', is: ['elderly', 'exhausted'] },
  { main: ['dress', 'stitch', 'treat'], by: ['because'], who: 'object', is: ['deep', 'infected', 'painful', 'severe'] },
  { main: ['treat', 'examine'], by: ['although'], who: 'object', is: ['mild'] },
  { main: ['disinfect'], by: ['because'], who: 'object', is: ['infected', 'deep'] },
  { main: ['X-ray', 'examine'], by: ['because'], who: 'object', is: ['swollen', 'inflamed'] },
  { main: ['operate on'], by: ['because'], who: 'object', is: ['broken', 'inflamed'] },
  { main: ids('operate on, examine, monitor, stitch'), by: ['although'], who: 'subject', is: ['exhausted'] },
  {
    main: ['postpone'],
    about: ['operation'],
    by: ['because'],
    who: ['surgeon', 'consultant', 'anaesthetist'],
    is: ['exhausted'],
  },
  { main: ['carry out', 'issue', 'sign'], by: ['because'], who: 'object', is: ['urgent'] },
  {
    main: ['discharge', 'refer', 'transfer'],
    by: ['after', 'as soon as'],
    who: 'subject',
    does: ['examine'],
    same: true,
  },
  {
    main: ['operate on'],
    about: ['patient'],
    by: ['after', 'as soon as'],
    who: ['anaesthetist'],
    does: ['sedate'],
    same: true,
  },
  {
    main: ['dress', 'stitch'],
    about: ['wound'],
    by: ['after'],
    who: 'subject',
    does: ['disinfect'],
    same: true,
  },
  { main: ['issue', 'sign'], by: ['after'], who: 'subject', does: ['examine', 'treat'] },
  {
    main: ['vomit', 'collapse', 'faint', 'bleed'],
    by: ['while'],
    who: ['nurse', 'carer'],
    does: ['change', 'check'],
  },
  { main: MEANWHILE, by: ['while'], does: MEANWHILE },
];
