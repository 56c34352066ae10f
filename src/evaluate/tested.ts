import type { Tested } from './statistics';

/** Whether a difference has a p-value. */
export const isTested = ({ pValue }: Tested): boolean => !Number.isNaN(pValue);
