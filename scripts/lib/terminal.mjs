import { built } from './built.mjs';
import { plainText } from './plain-text.mjs';

const { seconds: duration } = built('notebook/progress');

/** Shows how a notebook run goes: one live line in a terminal, a line for each heading elsewhere. */
export function createReporter(stream = process.stdout) {
  const live = stream.isTTY;
  const width = Math.min(stream.columns ?? 80, 100) - 1;
  const started = Date.now();
  let heading;
  let lastNote = 0;
  // A line is one line, whatever a notebook or a model wrote into it.
  const line = text => plainText(text).replaceAll('\n', ' ').slice(0, width);
  return event => {
    const elapsed = duration((Date.now() - started) / 1000);
    const place = `[${String(event.at + 1).padStart(2)}/${event.total}]`;
    if (event.type === 'cell' && event.heading !== heading) {
      heading = event.heading;
      if (live) stream.write('\r\x1b[K');
      stream.write(`${line(`${place} ${elapsed.padStart(10)}  ${heading}`)}\n`);
    }
    if (event.type === 'progress') {
      if (live) stream.write(`\r\x1b[K${line(`${' '.repeat(8)}${elapsed.padStart(10)}  ${event.text}`)}`);
      else if (Date.now() - lastNote > 20_000) {
        lastNote = Date.now();
        stream.write(`${line(`${' '.repeat(8)}${elapsed.padStart(10)}  ${event.text}`)}\n`);
      }
    }
    if (event.type === 'done' && live) stream.write('\r\x1b[K');
  };
}
