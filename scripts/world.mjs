// npm run world -- --sample 20 --language de: prints lines of the small world to read.
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { ensure, say } from './lib/ensure.mjs';

const { values } = parseArgs({
  options: {
    sample: { type: 'string', default: '10' },
    language: { type: 'string', default: 'de' },
    domain: { type: 'string', default: 'everyday' },
    ability: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
ensure();
const world = createRequire(import.meta.url)('radis-workbench');
const { seed, domain, ability } = values;
const count = Number(values.sample);
if (ability) {
  for (const { prompt, answer } of world.abilityItems({ ability, split: 'test', count, seed })) {
    for (const { role, content } of prompt) say(`${role}: ${content}`);
    say(`assistant: ${answer}\n`);
  }
} else {
  const [from, to] = values.language === 'en' ? ['de', 'en'] : ['en', values.language];
  for (const { source, reference } of world.sampleTranslations({ domain, from, to, count, seed }))
    say(`${source}\n${reference}\n`);
}
