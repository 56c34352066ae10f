/** Metadata of a GGUF file, asked for by name. */
export interface Metadata {
  file: string;
  /** @throws Error when it is there and no such value */
  number(key: string): number | undefined;
  text(key: string): string | undefined;
  flag(key: string): boolean | undefined;
  list(key: string): unknown[] | undefined;
  /** Names that begin so. */
  keys(start: string): string[];
}

export function metadataOf(values: Record<string, unknown>, file: string): Metadata {
  const get = <T>(key: string, what: string, is: (value: unknown) => boolean): T | undefined => {
    const value = Object.hasOwn(values, key) ? values[key] : undefined;
    if (value === undefined || value === null) return undefined;
    if (!is(value))
      throw new Error(`${file}: ${key} is ${String(value).slice(0, 60)}, which is no ${what}; the file is damaged`);
    return value as T;
  };
  return {
    file,
    number(key) {
      const value = get<number | bigint>(key, 'number', one => typeof one === 'number' || typeof one === 'bigint');
      return value === undefined ? undefined : Number(value);
    },
    text: key => get<string>(key, 'text', one => typeof one === 'string'),
    flag: key => get<boolean>(key, 'yes or no', one => typeof one === 'boolean'),
    list: key => get<unknown[]>(key, 'list', Array.isArray),
    keys: start => Object.keys(values).filter(key => key.startsWith(start)),
  };
}

/** Decimals are stored in single precision: the shortest decimal that is the same number there was meant. */
export function decimal(value: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === Math.fround(value)) return short;
  }
  return value;
}
