import type { Family as Description } from './family';
import * as list from './list';

/** The families of decoders that run here, by their `model_type` in config.json. */
export const families = { ...list };

/** A `model_type` that runs here. */
export type Family = keyof typeof families;

/** What is said about a family. */
export const describe = (family: Family): Description => families[family];
