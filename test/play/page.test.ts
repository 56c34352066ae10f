import { spawn } from 'node:child_process';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectPath } from '../../src/paths';
import { barriers, CHROMIUM, errorsOf, openBrowser } from '../browser';

describe.skipIf(CHROMIUM === undefined)('the page to play with λ, in a real browser', () => {
  let errors: string[];
  let server: ReturnType<typeof spawn>;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    server = spawn(process.execPath, [projectPath('scripts', 'play.mjs'), '--no-open'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const url = await new Promise<string>((resolve, reject) => {
      let text = '';
      server.stdout?.on('data', part => {
        text += part;
        const found = /http:\S+/.exec(text);
        if (found) resolve(found[0]);
      });
      server.once('exit', code => reject(new Error(`npm run play ended with ${code}: ${text}`)));
    });
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 1280, height: 720 }, colorScheme: 'light' });
    errors = errorsOf(page);
    await page.goto(url);
    await page.waitForSelector('body[data-ready=yes]');
  });
  afterAll(async () => {
    await browser?.close();
    server?.kill('SIGTERM');
  });

  const textOf = (selector: string) => page.locator(selector).textContent();
  const slide = (id: string, value: number) =>
    page.locator(`#${id}`).evaluate((slider: HTMLInputElement, to) => {
      slider.value = String(to);
      slider.dispatchEvent(new Event('input', { bubbles: true }));
    }, value);

  test('shows the published runs, and fits on a projector without scrolling sideways', async () => {
    expect(await page.locator('#plane .scatterlayer .trace').count()).toBeGreaterThanOrEqual(4);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280);
    const size = await page.evaluate(() => Number.parseFloat(getComputedStyle(document.body).fontSize));
    expect(size).toBeGreaterThanOrEqual(16);
  });

  test('moving λ says its value, and trains nothing', async () => {
    await page.locator('#lambda').focus();
    const before = await textOf('#lambda-value');
    await page.keyboard.press('ArrowRight');
    expect(Number(await textOf('#lambda-value'))).toBeGreaterThan(Number(before));
    // With the mouse, to the right end.
    const box = (await page.locator('#lambda').boundingBox()) as {
      x: number;
      y: number;
      width: number;
      height: number;
    };
    await page.mouse.click(box.x + box.width - 2, box.y + box.height / 2);
    expect(await textOf('#lambda-value')).toBe('8');
    expect(await page.locator('#train').isEnabled()).toBe(true);
  });

  test('the base answers what is typed', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('What does a bear eat?');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('.answer p')?.textContent === 'A bear eats honey.');
    await page.check('input[value=probability]');
    // Its tokens come when it has ended.
    await page.waitForFunction(() => document.querySelectorAll('.answer p span').length > 2);
  });

  test('trains with the keyboard alone, tells loss and answers, can be stopped, and goes on', async () => {
    await slide('pairs', 1);
    await slide('epochs', 1);
    await page.locator('#train').focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => !(document.getElementById('stop') as HTMLButtonElement).disabled);
    await page.keyboard.press('s');
    await page.waitForFunction(() => /Stopped|trained in/.test(document.getElementById('status')?.textContent ?? ''));
    await page.waitForFunction(() => !(document.getElementById('train') as HTMLButtonElement).disabled);
    await page.keyboard.press('t');
    await page.waitForFunction(
      () => /trained in/.test(document.getElementById('status')?.textContent ?? ''),
      undefined,
      {
        timeout: 120_000,
      },
    );
    expect(await textOf('#place')).toMatch(/BLEU \d+, general ability \d+ %/);
    expect(await page.locator('#losses .scatterlayer .trace').count()).toBe(2);
    expect((await page.locator('#watched tbody td:nth-child(3)').allInnerTexts()).every(text => text !== '')).toBe(
      true,
    );
    // Two models answer now.
    await page.click('#ask button');
    await page.waitForFunction(
      () => [...document.querySelectorAll('.answer p')].filter(p => p.querySelector('span')).length === 2,
    );
  });

  test.each(['light', 'dark'])('has contrast and names in %s', async theme => {
    const is = await page.evaluate(() => document.documentElement.dataset.theme);
    if (is !== theme) await page.click('#theme');
    await page.waitForTimeout(200);
    expect(await barriers(page)).toEqual([]);
  });

  test('writes no error into the console', () => {
    expect(errors).toEqual([]);
  });
});
