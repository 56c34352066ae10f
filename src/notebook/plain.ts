/**
 * A value as JSON keeps it, so that every form of an output says the same: typed arrays, in which computations give their results, become
 * lists (JSON would make tables of their places), bigints numbers (JSON ends with an error), dates their text in UTC, and what is no
 * finite number null, which leaves a gap in a figure. Functions and what is undefined are left out.
 */
export function plainValue(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return Array.from(value as unknown as Iterable<unknown>, plainItem);
  if (Array.isArray(value)) return Array.from(value, plainItem);
  if (typeof value !== 'object' || value === null) return isLeftOut(value) ? undefined : value;
  if ('toJSON' in value && typeof value.toJSON === 'function') return plainValue(value.toJSON());
  const entries = Object.entries(value).filter(([, one]) => !isLeftOut(one));
  return Object.fromEntries(entries.map(([key, one]) => [key, plainValue(one)]));
}

const isLeftOut = (value: unknown) => value === undefined || typeof value === 'function' || typeof value === 'symbol';

/** A place of a list is never left out. */
const plainItem = (value: unknown) => plainValue(value) ?? null;
