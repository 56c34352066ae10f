import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
// @ts-expect-error: the scripts are plain JavaScript
import { brokenLinks } from '../../scripts/lib/site/links.mjs';
// @ts-expect-error: the scripts are plain JavaScript
import { documentHtml } from '../../scripts/lib/site/prose.mjs';
// @ts-expect-error: the scripts are plain JavaScript
import { serveFolder } from '../../scripts/lib/site/serve.mjs';
import { projectPath } from '../../src/paths';
import { barriers, CHROMIUM, errorsOf, openBrowser } from '../browser';
import { temporaryFolder } from '../helpers';

const folder = temporaryFolder();
const site = join(folder, 'site');
const build = (...options: string[]) =>
  promisify(execFile)(process.execPath, [projectPath('scripts', 'site.mjs'), ...options]);

test('links of documents lead to pages of the site, and to nowhere for what it does not have', () => {
  const html = documentHtml(
    '# A b\n\n[01](../notebooks/01-rationales.ipynb), [claims](claims.md#a), [code](../src/x.ts), [web](https://x.org)',
  );
  expect(html).toContain('<h1 id="a-b">');
  expect(html).toContain('href="01-rationales.html"');
  expect(html).toContain('href="claims.html#a"');
  expect(html).toContain('<code>code</code>');
  expect(html).toContain('href="https://x.org"');
});

test('a link that leads nowhere is named, with its page', () => {
  const pages = join(folder, 'pages');
  mkdirSync(pages);
  writeFileSync(
    join(pages, 'a.html'),
    '<a href="b.html">b</a> <a href="#x">x</a> <a href="#y" id="y">y</a> <a href="https://x.org">far</a>',
  );
  expect(brokenLinks(pages)).toEqual(['a.html: b.html', 'a.html: #x']);
});

test('a folder that is no site is left alone', async () => {
  const mine = join(folder, 'mine');
  mkdirSync(mine);
  writeFileSync(join(mine, 'thesis.txt'), 'mine');
  await expect(build('--no-models', '--out', mine)).rejects.toThrow('is there, and is no site');
  expect(readFileSync(join(mine, 'thesis.txt'), 'utf8')).toBe('mine');
});

describe.skipIf(CHROMIUM === undefined)('the site, in a real browser', () => {
  let errors: string[];
  let server: { url: string; close(): void };
  let browser: Browser;
  let page: Page;
  let loaded = 0;

  beforeAll(async () => {
    await build('--no-models', '--out', site);
    // Below an address of its own, as on a host with several sites.
    server = await serveFolder(folder);
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    errors = errorsOf(page);
    page.on('response', async response => {
      loaded += (await response.body().catch(() => Buffer.alloc(0))).length;
    });
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  const open = (name: string) => page.goto(`${server.url}site/${name}`);

  test('begins with a light page that shows each notebook', async () => {
    await open('');
    await page.waitForLoadState('networkidle');
    expect(await page.locator('.card').count()).toBe(10);
    expect(loaded).toBeGreaterThan(5000);
    expect(loaded).toBeLessThan(300_000);
  });

  test('finds words in all pages', async () => {
    await page.fill('#query', 'tug of war');
    await page.waitForSelector('#found a');
    expect(await page.locator('#found a').first().getAttribute('href')).toBe('07-anatomy-of-forgetting.html');
    await page.fill('#query', 'zzzz');
    await page.waitForFunction(() => document.getElementById('found')?.textContent === 'Nothing found.');
  });

  test('draws the figures of a notebook, and its slider moves', async () => {
    await open('03-loss-weight.html');
    const figure = page.locator('.figure', { has: page.locator('.slider-container') });
    await page.locator('.figure').first().locator('.main-svg').first().waitFor();
    await page.mouse.wheel(0, 1500);
    await figure.first().waitFor();
    await figure.first().scrollIntoViewIfNeeded();
    const title = () => figure.first().locator('.gtitle').textContent();
    const before = await title();
    const grip = (await figure.first().locator('.slider-grip-rect').boundingBox()) as {
      x: number;
      y: number;
      width: number;
      height: number;
    };
    await page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2);
    await page.mouse.down();
    await page.mouse.move(grip.x + 250, grip.y + grip.height / 2, { steps: 6 });
    await page.mouse.up();
    await page.waitForTimeout(300);
    expect(await title()).not.toBe(before);
  });

  test('lets the base speak in the browser', async () => {
    await open('chat.html');
    await page.waitForSelector('body[data-ready=yes]', { timeout: 120_000 });
    await page.fill('#message', 'What does a bear eat?');
    await page.press('#message', 'Enter');
    await page.waitForFunction(
      () => document.querySelector('.answer p')?.textContent === 'A bear eats honey.',
      undefined,
      {
        timeout: 60_000,
      },
    );
  });

  test.each(['light', 'dark'] as const)('has contrast and names in %s', async colorScheme => {
    await page.emulateMedia({ colorScheme });
    for (const name of ['', '01-rationales.html', 'methods.html', 'claims.html', 'chat.html']) {
      await open(name);
      // The outputs of notebooks are pictures and tables that the notebook made.
      expect(await barriers(page, ['.figure', '.html']), name).toEqual([]);
    }
  });

  test('writes no error into the console', () => {
    expect(errors).toEqual([]);
  });
});
