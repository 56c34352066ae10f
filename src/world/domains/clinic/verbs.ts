import { ids } from '../phrases';

/** What is done to patients and wounds. */
export const TREATMENT = ids(
  'examine, examine, treat, treat, discharge, admit, refer, monitor, vaccinate, resuscitate, transfer, sedate, operate on, operate on, prescribe, administer, dress, stitch, X-ray, disinfect',
);

/** What is done with things and papers. */
export const WARD_WORK = ids('change, remove, apply, sign, issue, check, check, postpone, carry out');

/** What happens to patients. */
export const MISHAPS = ids('recover, recover, vomit, faint, bleed, collapse, breathe');

/** What takes its time, while others do something else. */
export const MEANWHILE = ids('examine, monitor, stitch, dress, disinfect, X-ray, change, check');
