import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { methods } from '../methods';
import type { LoraOptions } from '../model';
import type { SparseMaskOptions } from '../train';
import { domains, groups } from '../world';
import type { DissectConfig } from './dissect';
import type { RunConfig } from './fine-tune';
import type { MeasureConfig } from './measure';
import type { RationaleFilter } from './rationales';

/** @throws Error naming the value by its path, and saying what to give instead */
export type Check = (value: unknown, path: string) => void;

/** What each key may be. */
type Keys = Record<string, Check>;

/** A value that must hold, or the advice is given. */
const rule =
  (holds: (value: never) => boolean, advice: string): Check =>
  (value, path) => {
    if (!holds(value as never)) throw new Error(`${path} is ${shown(value)}: ${advice}`);
  };

const aboveZero = rule((value: number) => Number.isFinite(value) && value > 0, 'give a number above 0');
/** More texts or questions than any domain or ability has different ones of; it takes minutes to find that out. */
const MOST = 20_000;
const countFrom = (least: number) =>
  rule(
    (value: number) => Number.isInteger(value) && value >= least && value <= MOST,
    `give a whole number from ${least} to ${MOST}`,
  );
const count = countFrom(1);
const seed = rule((value: number) => Number.isSafeInteger(value) && value >= 0, 'give a whole number of 0 or more');
const atLeastZero = rule((value: number) => Number.isFinite(value) && value >= 0, 'give a number of 0 or more');

const share = rule((value: number) => value > 0 && value <= 1, 'give a number above 0, at most 1');

export const oneOf = (known: readonly unknown[]): Check =>
  rule(value => known.includes(value), `choose one of ${known.join(', ')}`);

/** The everyday domain is measured beside the one that was fine-tuned on. */
const domain = oneOf(domains.filter(name => name !== 'everyday'));

const loraKeys = {
  rank: count,
  alpha: aboveZero,
  rankStabilised: oneOf([true, false]),
  dropout: rule((value: number) => value >= 0 && value < 1, 'give a number of 0 or more, below 1'),
  targets: rule(
    (value: unknown) =>
      value === 'all-linear' ||
      (Array.isArray(value) && value.length > 0 && value.every(item => typeof item === 'string')),
    'give all-linear, or a list such as ["q_proj", "v_proj"]',
  ),
} satisfies Record<keyof LoraOptions, Check>;

const maskKeys = {
  share,
  choose: oneOf(['random', 'largest', 'smallest', 'moved']),
  seed: rule((value: unknown) => typeof value === 'string' || Number.isFinite(value), 'give a number or a text'),
} satisfies Record<keyof SparseMaskOptions, Check>;

const filterKeys = {
  without: (value, path) => {
    if (!Array.isArray(value) || value.length === 0)
      throw new Error(`${path} is ${shown(value)}: give a list of ${groups.join(', ')}`);
    for (const [i, group] of value.entries()) oneOf(groups)(group, `${path}[${i}]`);
  },
  onlyTrue: oneOf([true, false]),
  share,
} satisfies Record<keyof RationaleFilter, Check>;

/** What a run may say, where models lie in a folder. */
export const runKeys = (models: string) =>
  ({
    method: oneOf(Object.keys(methods)),
    settings: (value, path) => {
      for (const [key, setting] of Object.entries(asObject(value, path)))
        rule(Number.isFinite, 'give a number')(setting, `${path}.${key}`);
    },
    lora: (value, path) => checkKeys(value, path, loraKeys),
    freeze: rule(isExpression, 'give a regular expression of names, such as "embed_tokens"'),
    mask: objectOf(maskKeys, ['share']),
    filter: (value, path) => {
      checkKeys(value, path, filterKeys);
      rule((filter: object) => Object.keys(filter).length > 0, 'say what of the rationales to leave out')(value, path);
    },
    teacher: modelFolder(models),
    seed,
    domain,
    pairs: count,
    epochs: count,
    batchSize: count,
    learningRate: aboveZero,
    lambda: atLeastZero,
    normalisation: oneOf(['token', 'segment']),
  }) satisfies Record<keyof RunConfig, Check>;

/** Those that a run needs. */
export const neededKeys = [
  'method',
  'seed',
  'domain',
  'pairs',
  'epochs',
  'batchSize',
  'learningRate',
  'lambda',
  'normalisation',
] as const satisfies readonly (keyof RunConfig)[];

const measureKeys = {
  domain,
  translations: count,
  itemsPerAbility: count,
  difficulty: (value, path) => {
    for (const level of [value].flat()) oneOf([1, 2, 3])(level, path);
  },
  paraphrases: count,
  validation: count,
  seed,
} satisfies Record<keyof MeasureConfig, Check>;

const neededMeasureKeys = [
  'translations',
  'itemsPerAbility',
  'seed',
] as const satisfies readonly (keyof MeasureConfig)[];

/** An object of these keys, of which some are needed. */
const objectOf =
  (keys: Keys, needed: readonly string[]): Check =>
  (value, path) => {
    checkKeys(value, path, keys);
    const missing = needed.find(key => !Object.hasOwn(value as object, key));
    if (missing) throw new Error(`${path}.${missing} is missing: give it`);
  };

/** @throws Error naming a key of a measurement that is missing, unknown or impossible */
export const measurement = objectOf(measureKeys, neededMeasureKeys);

const dissectKeys = {
  looks: count,
  // Gradients of two halves are compared.
  count: countFrom(2),
  measure: measurement,
} satisfies Record<keyof DissectConfig, Check>;

/** @throws Error naming a key of the looks at a training that is missing, unknown or impossible */
export const dissection = objectOf(dissectKeys, Object.keys(dissectKeys));

/** The name of a folder of models that holds one. */
export const modelFolder = (models: string): Check => {
  const known = existsSync(models)
    ? readdirSync(models).filter(name => existsSync(join(models, name, 'config.json')))
    : [];
  return known.length > 0
    ? oneOf(known)
    : rule(() => false, 'there is no model in data/models yet: npm run make-tinychat');
};

/** @throws Error naming a key that is unknown, or whose value cannot be */
export function checkKeys(value: unknown, path: string, keys: Keys): void {
  for (const [key, member] of Object.entries(asObject(value, path))) {
    if (member === undefined) continue;
    if (!Object.hasOwn(keys, key))
      throw new Error(`${path} has the unknown key ${key}: it may have ${Object.keys(keys).join(', ')}`);
    (keys[key] as Check)(member, `${path}.${key}`);
  }
}

/** @throws Error when it is no object */
export function asObject(value: unknown, path: string): Record<string, unknown> {
  rule(isObject, 'give an object in braces')(value, path);
  return value as Record<string, unknown>;
}

function isExpression(value: unknown): boolean {
  try {
    RegExp(value as string);
    return typeof value === 'string';
  } catch {
    return false;
  }
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value as the file has it, shortened for a sentence. */
export function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
