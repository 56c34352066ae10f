import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readParallelFiles, readParallelJson } from '../../src/corpora';
import { temporaryFolder } from '../helpers';
import { sharedPath } from '../shared-data';

const folder = temporaryFolder();
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

describe('parallel files', () => {
  it('pair line with line, with or without a last line end', () => {
    const pairs = readParallelFiles(file('a.de', 'Guten Tag.\r\nJa.\r\n'), file('a.en', 'Hello.\nYes.'));
    expect(pairs).toEqual([
      { source: 'Guten Tag.', reference: 'Hello.' },
      { source: 'Ja.', reference: 'Yes.' },
    ]);
  });
  it('of different length are refused, with both lengths', () => {
    expect(() => readParallelFiles(file('b.de', 'a\nb\n'), file('b.en', 'a\n'))).toThrow(
      'b.de has 2 lines but b.en has 1',
    );
  });
  it('that are empty, missing or have an empty line are named', () => {
    expect(() => readParallelFiles(file('c.de', ''), file('c.en', 'a'))).toThrow('c.de is empty');
    expect(() => readParallelFiles(join(folder, 'none'), file('c.en', 'a'))).toThrow('there is no file');
    expect(() => readParallelFiles(file('d.de', 'a\n\nb'), file('d.en', 'a\nb\nc'))).toThrow('line 2 of d.de is empty');
  });
});

describe('the JSON of ALMA', () => {
  it('gives the two languages asked for', () => {
    const path = file('ok.json', '[{"translation": {"de": "Ja.", "en": "Yes."}}]');
    expect(readParallelJson(path, 'de', 'en')).toEqual([{ source: 'Ja.', reference: 'Yes.' }]);
  });
  it('that is damaged or lacks a language is named', () => {
    expect(() => readParallelJson(file('bad.json', '[{'), 'de', 'en')).toThrow('bad.json is not valid JSON');
    expect(() => readParallelJson(file('half.json', '[{"translation": {"de": "Ja."}}]'), 'de', 'en')).toThrow(
      'half.json: entry 1 has no text in en',
    );
  });
  const real = sharedPath('alma', 'deen') as string;
  it.skipIf(real === undefined)('reads the real files', () => {
    expect(readParallelJson(join(real, 'valid.de-en.json'), 'de', 'en')).toHaveLength(1002);
    expect(readParallelFiles(join(real, 'train.de-en.de'), join(real, 'train.de-en.en'))).toHaveLength(14211);
  });
});
