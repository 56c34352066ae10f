import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createProgress, seconds } from '../../src/notebook';
import { recordShown } from './shown';

const shown = recordShown();
const texts = () => shown.map(({ data }) => data['text/plain']);

test.each([
  [0, '0 s'],
  [42.4, '42 s'],
  [59.4, '59 s'],
  [59.6, '1 min 00 s'],
  [185, '3 min 05 s'],
  [3600, '60 min 00 s'],
])('%d seconds read as %s', (value, text) => {
  expect(seconds(value)).toBe(text);
});

describe('a progress bar', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('tells share, note and the time left at the speed so far, in one place', () => {
    const progress = createProgress('training', 10);
    vi.advanceTimersByTime(30_000);
    progress.update(2, 'loss 1.50');
    progress.end('done');
    expect(texts()).toEqual(['training: 20 %, 2 min 00 s left, loss 1.50', 'training: done']);
    expect(shown.map(({ update }) => update)).toEqual([false, true]);
    expect(shown[1]?.id).toBe(shown[0]?.id);
  });

  test('does not count what was done before as work of this run', () => {
    const progress = createProgress('training', 100);
    // A stopped run goes on: half is read from the cache in a second, then each step takes ten seconds.
    vi.advanceTimersByTime(1000);
    for (let done = 50; done <= 53; done++) {
      progress.update(done);
      vi.advanceTimersByTime(10_000);
    }
    expect(texts().at(-1)).toBe('training: 53 %, 7 min 50 s left');
  });

  test('is drawn at most four times a second, and always at the end', () => {
    const progress = createProgress('training', 100);
    for (let i = 1; i <= 100; i++) {
      vi.advanceTimersByTime(10);
      progress.update(i);
    }
    progress.end('done');
    // At 10, 260, 510 and 760 ms of the second.
    expect(shown).toHaveLength(5);
    expect(texts().at(-1)).toBe('training: done');
  });

  test('escapes its title and notes', () => {
    createProgress('<b>x</b>', 1).end('<i>y</i>');
    expect(shown[0]?.data['text/html']).toContain('&lt;b&gt;x&lt;/b&gt;: &lt;i&gt;y&lt;/i&gt;');
  });
});
