import type { Engine } from './engine';

/**
 * Each token's own text, so that joined they are the text of the whole: what a token adds to the text of the one before it. By itself a
 * decoder would leave out the space that begins a word at the start of a text. A character cut in the middle shows as a replacement
 * character in each of its parts.
 */
export function tokenTexts(engine: Pick<Engine, 'decode'>, ids: readonly number[]): string[] {
  const alone = engine.decode(
    ids.map(id => [id]),
    false,
  );
  const pairs = engine.decode(
    ids.slice(1).map((id, i) => [ids[i] as number, id]),
    false,
  );
  return alone.map((text, i) => {
    const before = alone[i - 1];
    const both = pairs[i - 1];
    return before !== undefined && both?.startsWith(before) ? both.slice(before.length) : text;
  });
}
