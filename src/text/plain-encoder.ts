import { randomBytes } from 'node:crypto';
import { addedTokens } from './added-tokens';
import type { Encoding, Engine } from './engine';

type Json = Record<string, unknown>;
type Range = readonly [number, number];

/** Encodes texts in which some control tokens are only typed: plain text, which controls nothing. */
export interface PlainEncoder {
  /** Where control tokens stand in a text. */
  controlsIn(text: string): Range[];
  /** @param typed the places in the text where control tokens are plain text */
  encode(text: string, typed: readonly Range[]): Encoding;
}

/**
 * Opens the tokenizer a second time with its control tokens under names that nobody can know: what is typed then meets none of them, and
 * those that control are put in under their new names. A text is still encoded once, as a whole.
 *
 * @param tokenizer the contents of tokenizer.json
 * @param open opens a tokenizer
 */
export function plainEncoder(tokenizer: Json, engine: Engine, open: (tokenizer: Json) => Engine): PlainEncoder {
  const nonce = randomBytes(6).toString('hex');
  const controls = addedTokens(tokenizer).filter(token => token.special);
  const renamed = new Map(controls.map(({ content }, i) => [content, `\uE000${nonce}.${i}\uE001`]));
  // Of tokens that begin alike the longest is meant.
  const byLength = [...renamed.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(
    byLength.map(text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|') || '(?!)',
    'g',
  );
  let opened: { plain: Engine; originals: Map<number, number>; controlIds: Set<number | undefined> } | undefined;
  const second = () => {
    if (opened === undefined) {
      const added = addedTokens(tokenizer).map(token => ({
        ...token,
        content: renamed.get(token.content) ?? token.content,
      }));
      const plain = open({ ...tokenizer, added_tokens: added });
      // The library gives new names new ids, which moves those of other added tokens as well.
      const originals = addedTokens(tokenizer).map(({ content }): [number, number] => [
        plain.idOf(renamed.get(content) ?? content) as number,
        engine.idOf(content) as number,
      ]);
      const controlIds = new Set(controls.map(({ content }) => engine.idOf(content)));
      opened = { plain, originals: new Map(originals), controlIds };
    }
    return opened;
  };
  const controlsIn = (text: string) =>
    [...text.matchAll(pattern)].map(({ index, 0: { length } }): Range => [index, index + length]);
  return {
    controlsIn,
    encode(text, typed) {
      const isTyped = (range: Range) => typed.some(([from, to]) => range[0] < to && range[1] > from);
      const meant = controlsIn(text).filter(range => !isTyped(range));
      const { plain, originals, controlIds } = second();
      const parts = replaced(text, meant, control => renamed.get(control) as string);
      const { ids, offsets } = plain.encode(parts.text);
      const given = ids.map(id => originals.get(id) ?? id);
      const found = given.filter(id => controlIds.has(id)).length;
      if (found !== meant.length)
        throw new Error(
          'a typed control token cannot be plain text with this tokenizer: its vocabulary holds it as a word',
        );
      return {
        ids: given,
        offsets: offsets.map(([from, to]) => [parts.before(from), parts.before(to)]),
      };
    },
  };
}

/** A text with some places replaced, and for a place in it where that was before. */
function replaced(text: string, ranges: readonly Range[], by: (part: string) => string) {
  let result = '';
  let read = 0;
  // For each place: where it ended before, and where it ends now.
  const ends: [number, number][] = [[0, 0]];
  for (const [from, to] of ranges) {
    result += text.slice(read, from) + by(text.slice(from, to));
    read = to;
    ends.push([to, result.length]);
  }
  const before = (place: number) => {
    let i = ends.length - 1;
    while ((ends[i] as Range)[1] > place) i--;
    const [then, now] = ends[i] as Range;
    // Inside a replaced part there is no place but its beginning.
    return Math.min(then + place - now, ranges[i]?.[0] ?? text.length);
  };
  return { text: result + text.slice(read), before };
}
