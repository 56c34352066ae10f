// How long 10,000 parallel texts take to make, of each domain and between each two languages.
import { createRequire } from 'node:module';
import { ensure } from '../scripts/lib/ensure.mjs';
import { heading, median, row } from './report.mjs';

ensure();
const { domains, languages, sampleTranslations } = createRequire(import.meta.url)('../dist/world');
const [COUNT, ROUNDS] = [10_000, 3];

heading(`making ${COUNT.toLocaleString('en')} parallel texts, medians of ${ROUNDS}`);
for (const domain of domains) {
  for (const from of languages) {
    for (const to of languages.filter(language => language !== from)) {
      const times = Array.from({ length: ROUNDS }, (_, seed) => {
        const started = performance.now();
        sampleTranslations({ domain, from, to, count: COUNT, seed });
        return (performance.now() - started) / 1000;
      });
      row({
        name: `${domain}, ${from}-${to}`,
        ours: median(times),
        peerName: 'none',
        unit: 's',
        digits: 2,
        less: true,
      });
    }
  }
}
