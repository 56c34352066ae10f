/** A seeded source of random numbers: the same seed gives the same draws on every machine. */
export interface Random {
  /** A number in [0, 1). */
  (): number;
  /** An integer from 0 to n - 1. */
  int(n: number): number;
  /** One of the items, each as likely as the others. */
  pick<T>(items: readonly T[]): T;
  /** The items in random order, as a new array (Fisher-Yates). */
  shuffle<T>(items: readonly T[]): T[];
  /** An independent source derived from this seed and a label; drawing from one does not move the other. */
  fork(label: string): Random;
}

/** 32-bit FNV-1a hash of a text: turns any label into a seed. */
export function hash32(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/**
 * A seeded random source (mulberry32: 32 bits of state, period 2^32, passes gjrand).
 * Not for cryptography.
 *
 * @example
 * ```ts
 * const [a, b] = [radis.createRandom('seed'), radis.createRandom('seed')];
 * console.log(a.int(1000) === b.int(1000));
 * // true
 * ```
 */
export function createRandom(seed: number | string): Random {
  let state = hash32(`seed:${seed}`);
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const int = (n: number) => Math.floor(next() * n);
  return Object.assign(next, {
    int,
    pick: <T>(items: readonly T[]): T => {
      if (items.length === 0) throw new Error('cannot pick from an empty list');
      return items[int(items.length)] as T;
    },
    shuffle: <T>(items: readonly T[]): T[] => {
      const out = [...items];
      for (let i = out.length - 1; i > 0; i--) {
        const j = int(i + 1);
        [out[i], out[j]] = [out[j] as T, out[i] as T];
      }
      return out;
    },
    fork: (label: string) => createRandom(`${seed}/${label}`),
  });
}
