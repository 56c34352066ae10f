import { isOneOf } from '../../lexicon';
import { chance, definite, ids } from '../phrases';
import type { Style } from '../scene';
import { having } from './symptoms';
import { MISHAPS } from './verbs';

/** Times at which only some things happen. */
const ONLY_AT: Record<string, readonly string[]> = {
  immediately: ids('examine, treat, admit, transfer, operate on, resuscitate, dress, disinfect, sedate, X-ray, stitch'),
  'on admission': ids('examine, X-ray, treat, collapse, check, sign'),
  'after the operation': ids('monitor, transfer, check, change, vomit, recover, examine'),
  'before the round': ids('examine, check, change, dress, disinfect, vomit, sign, remove'),
};

/** What is not done at night. */
const BY_DAY = ids('vaccinate, postpone, carry out, prescribe, issue, sign, discharge, refer');

/** How a clinic is spoken of. */
export const style: Style = {
  indefinite: ids('patient, lesion, supply, tool, paper, procedure, drug'),
  unique: ids('organ, round, place'),
  predicative: [],
  possessions: [
    { owned: ['chart', 'report', 'X-ray', 'prescription', 'consent form', 'sick note'], owners: ['patient'] },
    { owned: ['lesion', 'organ'], owners: ['patient'] },
  ],
  special(noun, { random }) {
    const some = isOneOf(noun, ['mass']) && chance(random, 0.5);
    return some ? { noun, determiner: 'none', plural: false } : undefined;
  },
  relative(noun, scene) {
    if (!noun.tags.includes('patient')) return undefined;
    return { ...having(scene, definite(noun), 'present'), subject: { gap: true } };
  },
  places: {
    examine: ['consulting room', 'casualty department', 'ward'],
    treat: ['casualty department', 'ward', 'consulting room'],
    monitor: ['intensive care unit', 'ward'],
    resuscitate: ['ambulance', 'casualty department', 'intensive care unit'],
    sedate: ['theatre', 'intensive care unit', 'ambulance'],
    'operate on': ['theatre'],
    dress: ['casualty department', 'ambulance', 'ward'],
    stitch: ['theatre', 'casualty department'],
    disinfect: ['theatre', 'casualty department', 'delivery room'],
    change: ['ward', 'intensive care unit'],
    check: ['ward', 'intensive care unit'],
    vomit: ['ward', 'intensive care unit'],
    faint: ['waiting room', 'consulting room', 'laboratory', 'pharmacy'],
    collapse: ['waiting room', 'ward', 'pharmacy'],
    bleed: ['ambulance', 'theatre', 'casualty department'],
    recover: ['ward', 'intensive care unit'],
  },
  lasting: ids('monitor, operate on'),
  timeless: ['breathe'],
  involuntary: MISHAPS,
  clocked: [],
  unfronted: ['immediately'],
  dated: [],
  happens({ id }, time) {
    if (time.id.startsWith('during the night') && BY_DAY.includes(id)) return false;
    return ONLY_AT[time.id]?.includes(id) ?? true;
  },
  infinitives: {},
  reasons: {},
  granted: {
    discharge: ['unconscious', 'feverish', 'exhausted'],
    recover: ['unconscious'],
    faint: ['unconscious'],
    collapse: ['unconscious'],
    vomit: ['unconscious'],
    sign: ['sterile'],
    sedate: ['unconscious'],
    vaccinate: ['unconscious', 'feverish'],
  },
};
