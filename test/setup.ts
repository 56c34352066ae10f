import { format } from 'node:util';
import { afterAll, afterEach } from 'vitest';

/** A line on the console fails the test that wrote it: the package is silent, in notebooks as in terminals. */
const written: string[] = [];
for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
  console[method] = (...values: unknown[]) => {
    written.push(`console.${method}: ${format(...values)}`);
  };
}

function expectSilence() {
  const lines = written.splice(0);
  if (lines.length > 0) throw new Error(`nothing may be written to the console, but there was\n${lines.join('\n')}`);
}

afterEach(expectSilence);
// What an import wrote, in a file whose tests are all skipped, or after the last test.
afterAll(expectSilence);
