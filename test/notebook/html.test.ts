import { expect, test } from 'vitest';
import { escapeHtml } from '../../src/notebook';

test('a text that looks like HTML is shown as it is', () => {
  expect(escapeHtml(`<img src=x onerror="alert('1')"> & more`)).toBe(
    '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; more',
  );
});

test('a text that is escaped already is shown escaped', () => {
  expect(escapeHtml('&lt;')).toBe('&amp;lt;');
});

test('other characters stay as they are', () => {
  expect(escapeHtml('Grüße, 你好 ± λ\n⏎')).toBe('Grüße, 你好 ± λ\n⏎');
});
