import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPairs } from '../../src/corpora';
import { temporaryFolder } from '../helpers';
import { sharedPath } from '../shared-data';

describe('sentence pairs', () => {
  const folder = temporaryFolder();
  const inside = (name: string, files: Record<string, string>) => {
    const path = join(folder, name);
    mkdirSync(path, { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
    return path;
  };
  const de = ['Die erste Zeile.', 'Die zweite Zeile.', 'Kurz.', 'Die erste Zeile.'].join('\n');
  const en = ['The first line.', 'The second line.', 'Short.', 'The first line.'].join('\n');

  it('of two files of lines come once, of the length that is wanted', async () => {
    const path = inside('lines', {
      'train.de-en.de': de,
      'train.de-en.en': en,
      'valid.de-en.de': 'x',
      'valid.de-en.en': 'y',
    });
    const pairs = [
      { source: 'Die erste Zeile.', reference: 'The first line.' },
      { source: 'Die zweite Zeile.', reference: 'The second line.' },
    ];
    expect(await readPairs(path, { from: 'de', to: 'en' })).toEqual(pairs);
    expect(await readPairs(join(path, 'train.de-en.en'), { from: 'de', to: 'en' })).toEqual(pairs);
    expect(await readPairs(path, { from: 'en', to: 'de', length: [1, 7] })).toEqual([
      { source: 'Short.', reference: 'Kurz.' },
    ]);
  });

  it('of a table are drawn by chance, the same for the same seed', async () => {
    const rows = Array.from({ length: 50 }, (_, i) =>
      JSON.stringify({ translation: { de: `Satz Nummer ${i}.`, en: `Sentence ${i}.` } }),
    );
    const path = inside('rows', { 'data.jsonl': rows.join('\n') });
    const draw = (seed: number) => readPairs(path, { from: 'de', to: 'en', count: 5, seed });
    expect(await draw(1)).toEqual(await draw(1));
    expect(await draw(1)).not.toEqual(await draw(2));
    expect(new Set((await draw(1)).map(({ source }) => source)).size).toBe(5);
  });

  it('that are too few, or not to be told apart, are refused with what there is', async () => {
    const path = inside('few', { 'a.de': de, 'a.en': en });
    await expect(readPairs(path, { from: 'de', to: 'en', count: 3 })).rejects.toThrow(
      'has 2 pairs de-en of 10 to 300 characters: ask for fewer',
    );
    const several = inside('several', { 'a.de': de, 'a.en': en, 'b.de': de, 'b.en': en });
    await expect(readPairs(several, { from: 'de', to: 'en' })).rejects.toThrow(
      'has several pairs of files de-en: give the folder of one of a.de, b.de',
    );
  });

  it.skipIf(!sharedPath('alma'))('of real data are read', async () => {
    expect(await readPairs(sharedPath('alma', 'deen')!, { from: 'de', to: 'en', count: 100 })).toHaveLength(100);
  });
});
