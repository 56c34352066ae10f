import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

/** A module of the built package, by its path below `dist`; call it after `ensure`. Parts alone load faster than the whole. */
export const built = path => load(`../../dist/${path}`);
