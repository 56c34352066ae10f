import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Debian's Chromium; undefined where there is none, and tests in a browser are left out. */
export const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(path => existsSync(path));

/** Opens it without a window, and without asking anybody outside. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

/** What the page has written into the console as an error, from now on. */
export function errorsOf(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', error => errors.push(error.message));
  page.on('console', message => message.type() === 'error' && errors.push(message.text()));
  return errors;
}

type Violation = { id: string; impact: string; nodes: { html: string }[] };

/**
 * What axe-core finds serious or critical: contrast, names, keyboard.
 *
 * @param exclude selectors of what is not looked at
 */
export async function barriers(page: Page, exclude: readonly string[] = []): Promise<string[]> {
  // The pages let no other program in: the browser's own means hand it over.
  await page.evaluate((require('axe-core') as { source: string }).source);
  return page.evaluate(async exclude => {
    const { axe } = window as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } };
    const { violations } = await axe.run({ include: ['html'], exclude });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  }, exclude);
}
