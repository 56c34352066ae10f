import { isDeepStrictEqual } from 'node:util';

type Json = Record<string, unknown>;

/** Stands before a number that is kept as text; a character that no file has a meaning for. */
const MARK = '\uE000number:';

const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;
const MARKED = new RegExp(`"${MARK}([^"]*)"`, 'g');

/**
 * An object as the text of a JSON file that it was read from, or that is near it: byte for byte where nothing has changed, else anew, with
 * the numbers of unchanged keys as they stood. Other languages tell `4.0` from `4`, and hold integers that JavaScript does not.
 *
 * @param raw the file as it was read, where it was
 */
export function keptJson(json: Json, raw?: Uint8Array): string | Uint8Array {
  const text = raw && new TextDecoder().decode(raw);
  const read: Json | undefined = text && JSON.parse(text);
  if (raw === undefined || read === undefined) return asText(json);
  if (isDeepStrictEqual(read, json)) return raw;
  const marked: Json = JSON.parse((text as string).replace(STRING_OR_NUMBER, marking));
  const same = ([key, value]: [string, unknown]) =>
    Object.hasOwn(read, key) && isDeepStrictEqual(value, read[key]) ? marked[key] : value;
  const mixed = Object.fromEntries(Object.entries(json).map(entry => [entry[0], same(entry)]));
  return asText(mixed).replace(MARKED, '$1');
}

const marking = (token: string) => (token.startsWith('"') ? token : `"${MARK}${token}"`);

/** Whole numbers of these keys need a decimal point: transformers 5 takes `30.0` for them, and refuses `30`. */
const POINTLESS = /("(?:final_logit_softcapping|attn_logit_softcapping|rms_norm_eps)": \d+)(?![\d.eE])/g;

const asText = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`.replace(POINTLESS, '$1.0');
