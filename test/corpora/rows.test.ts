import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { loadRows, parallelRows, readRows } from '../../src/corpora';
import { createRandom } from '../../src/random';
import fixtures from '../fixtures/parquet.json';
import { temporaryFolder } from '../helpers';
import { type FakeHub, fakeHub } from '../hub/fake-hub';
import { sharedPath } from '../shared-data';

const folder = temporaryFolder();
const file = (name: string, data: string | Uint8Array) => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), data);
  return join(folder, name);
};
const bytesOf = (name: keyof typeof fixtures) => Buffer.from(fixtures[name].file, 'base64');
const names = Object.keys(fixtures) as (keyof typeof fixtures)[];
const thrown = (act: Promise<unknown>) =>
  act.then(
    () => '',
    error => String(error.message),
  );

describe('a parquet file', () => {
  it.each(names)('(%s) gives the rows that pyarrow reads', async name => {
    const rows = await readRows(file('a.parquet', bytesOf(name)));
    // Numbers beyond 2^53 stay bigints.
    const shown = rows.map(row => ('large' in row ? { ...row, large: String(row.large) } : row));
    expect(shown).toEqual(fixtures[name].rows);
    expect(rows.every(row => Object.getPrototypeOf(row) === Object.prototype)).toBe(true);
  });

  it('gives the columns and the number of rows that are asked for', async () => {
    const path = file('a.parquet', bytesOf('mixed, many groups and pages'));
    expect(await readRows(path, { columns: ['text', 'id'], limit: 13 })).toEqual(
      fixtures['mixed, many groups and pages'].rows.slice(0, 13).map(({ text, id }) => ({ text, id })),
    );
    expect(await thrown(readRows(path, { columns: ['txt'] }))).toContain('a.parquet has no column txt, only id, large');
  });

  it('that is cut, or none, is refused by name', async () => {
    const whole = bytesOf('mixed');
    for (const data of [
      whole.subarray(0, 300),
      whole.subarray(0, whole.length - 1),
      whole.subarray(200),
      Buffer.alloc(0),
      Buffer.from('<html>'),
    ])
      expect(await thrown(readRows(file('cut.parquet', data)))).toMatch(
        /^cut.parquet cannot be read as parquet: .+; download it again$/,
      );
  });

  it('whose page lies about its size is refused before that size is allocated', async () => {
    const before = process.memoryUsage().rss;
    for (const name of names) {
      const data = bytesOf(name);
      // Behind the magic number: what kind of page, its size, its packed size, each a varint behind a mark.
      expect([data.subarray(0, 4).toString(), data[4]]).toEqual(['PAR1', 0x15]);
      const at = 7;
      for (const offset of [at, at + 1 + varint(data, at)]) {
        const lie = Buffer.concat([
          data.subarray(0, offset),
          Buffer.from([0xfe, 0xff, 0xff, 0xff, 0x0f]),
          data.subarray(offset + 5),
        ]);
        expect(await thrown(readRows(file('lie.parquet', lie)))).toMatch(/^lie.parquet cannot be read as parquet/);
      }
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
  });

  it('with any byte changed gives rows or an error, soon and without gigabytes', async () => {
    const random = createRandom(5);
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 600; i++) {
      const data = Buffer.from(bytesOf(names[i % names.length] as (typeof names)[number]));
      for (let n = 0; n < 1 + (i % 3); n++) {
        const at = Math.floor(random() * data.length);
        // Large numbers are written as bytes that are all set.
        if (i % 2 === 0) data.fill(0xff, at, Math.min(data.length, at + 1 + Math.floor(random() * 5)));
        else data[at] = Math.floor(random() * 256);
      }
      const begun = performance.now();
      await thrown(readRows(file('changed.parquet', data)));
      expect(performance.now() - begun).toBeLessThan(5000);
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(400e6);
  });
});

/** How many bytes the number at a place takes, behind the mark of its kind. */
function varint(data: Buffer, at: number): number {
  let length = 1;
  while ((data[at + length - 1] as number) >= 128) length++;
  return length;
}

describe('lines of JSON', () => {
  it('give a row each, with or without a last line end', async () => {
    expect(await readRows(file('a.jsonl', '{"a": 1, "b": "x"}\r\n\n{"a": 2, "b": null}'))).toEqual([
      { a: 1, b: 'x' },
      { a: 2, b: null },
    ]);
    expect(await readRows(file('a.jsonl', '\uFEFF{"a": 1}\n{"a": 2}\n'), { limit: 1 })).toEqual([{ a: 1 }]);
    expect(await readRows(file('a.ndjson', '{"a": 1, "b": "x"}\n'), { columns: ['b'] })).toEqual([{ b: 'x' }]);
  });
  it('that are damaged are named by their number', async () => {
    expect(await thrown(readRows(file('b.jsonl', '{"a": 1}\n{"a":')))).toBe(
      'line 2 of b.jsonl is not valid JSON: copy it again',
    );
    expect(await thrown(readRows(file('b.jsonl', '{"a": 1}\n[1]')))).toContain(
      'line 2 of b.jsonl is no object with names',
    );
    expect(await thrown(readRows(file('b.jsonl', '')))).toContain('b.jsonl is empty');
    expect(await thrown(readRows(file('b.jsonl', '{"a": 1}'), { columns: ['x'] }))).toBe(
      'row 1 of b.jsonl has no x, only a',
    );
  });
  it('are one of the forms of a table, and others are named', async () => {
    expect(await readRows(file('a.json', '[{"a": 1}]'))).toEqual([{ a: 1 }]);
    expect(await thrown(readRows(file('a.csv', 'a,b')))).toContain(
      'a.csv is no table that is read: give a .parquet, .jsonl or .json file',
    );
    expect(await thrown(readRows(join(folder, 'none.jsonl')))).toContain('there is no file');
  });
});

describe('parallel text from rows', () => {
  it('is taken from a translation, or from two columns', () => {
    const pair = [{ source: 'Ja.', reference: 'Yes.' }];
    expect(parallelRows([{ translation: { de: 'Ja.', en: 'Yes.' } }], 'de', 'en')).toEqual(pair);
    expect(parallelRows([{ src: 'Ja.', tgt: 'Yes.' }], 'src', 'tgt')).toEqual(pair);
    expect(parallelRows([{ original: 'Ja.', translation: 'Yes.' }], 'original', 'translation')).toEqual(pair);
  });
  it('that lacks a text is named', () => {
    expect(() => parallelRows([{ translation: { de: 'Ja.', en: null } }], 'de', 'en', 'x.parquet')).toThrow(
      'x.parquet: entry 1 has no text in en, it has de, en',
    );
    expect(() => parallelRows([{}], 'de', 'en')).toThrow('entry 1 has no text in de, it has nothing');
  });
});

describe('a data set', () => {
  let hub: FakeHub;
  beforeEach(async () => {
    hub = await fakeHub();
    vi.stubEnv('HF_HOME', temporaryFolder());
    vi.stubEnv('HF_ENDPOINT', hub.url);
    vi.stubEnv('HF_HUB_OFFLINE', '');
  });
  const row = (n: number) => Buffer.from(`{"n": ${n}}\n`);

  it('of the hub is one table, of which all parts are read in order', async () => {
    hub.files = new Map([
      ['data/train-00001-of-00002.jsonl', row(2)],
      ['data/train-00000-of-00002.jsonl', row(1)],
      ['README.md', Buffer.from('x')],
    ]);
    expect(await loadRows('owner/name')).toEqual([{ n: 1 }, { n: 2 }]);
    expect(await loadRows('owner/name', { limit: 1 })).toEqual([{ n: 1 }]);
    expect(await loadRows('owner/name:data/train-00001-of-00002.jsonl')).toEqual([{ n: 2 }]);
    expect(hub.seen.some(({ path }) => path.endsWith('.md'))).toBe(false);
  });

  it('of several tables wants one to be chosen, on the hub as in a folder', async () => {
    hub.files = new Map([
      ['de-en/train.parquet', bytesOf('translation, zstd')],
      ['de-en/test.jsonl', row(3)],
    ]);
    expect(await thrown(loadRows('owner/name'))).toBe(
      'owner/name: there are 2 tables: choose one by files, such as files: /de-en.test.jsonl/; there are de-en/test.jsonl, de-en/train.parquet',
    );
    const pairs = parallelRows(await loadRows('owner/name', { files: /train/ }), 'de', 'en');
    expect(pairs[3]).toEqual({ source: 'Das ist Satz 3: äöü 中文 🙂.', reference: 'This is sentence 3.' });
    expect(await thrown(loadRows('owner/name', { files: /valid/ }))).toBe(
      'owner/name: there is no .parquet, .jsonl or .json file that matches /valid/',
    );
    file('set/train.jsonl', row(1));
    file('set/test.jsonl', row(2));
    expect(await thrown(loadRows(join(folder, 'set')))).toContain('set: there are 2 tables');
    expect(await loadRows(join(folder, 'set'), { files: /test/ })).toEqual([{ n: 2 }]);
  });

  const alma = sharedPath('alma', 'deen', 'valid.de-en.json');
  it.skipIf(alma === undefined)('of ALMA reads as it did', async () => {
    const pairs = parallelRows(await loadRows(alma as string), 'de', 'en');
    expect(pairs).toHaveLength(1002);
    expect(pairs[0]?.source).toBe(JSON.parse(readFileSync(alma as string, 'utf8'))[0].translation.de);
  });
});
