// npm run world: prints lines of the small world to read.
import { ensure, fail, options, say } from './lib/ensure.mjs';

const HELP = `Usage: npm run world -- [options]

  --sample N        how many (default 10)
  --language CODE   translations into this language (default de)
  --domain NAME     of this domain (default everyday)
  --ability NAME    items of an ability instead
  --split NAME      of it: train, test (default) or paraphrase
  --difficulty N    of it: 1 (default), 2 or 3
  --seed SEED       which ones (default 1)
  --help            this text`;

const { sample, language, domain, ability, split, difficulty, seed } = options(HELP, {
  sample: { type: 'string', default: '10' },
  language: { type: 'string', default: 'de' },
  domain: { type: 'string', default: 'everyday' },
  ability: { type: 'string' },
  split: { type: 'string', default: 'test' },
  difficulty: { type: 'string', default: '1' },
  seed: { type: 'string', default: '1' },
});
const count = Number(sample);
if (!(Number.isInteger(count) && count > 0)) fail(`--sample is ${sample}: give a number of 1 or more.`);
ensure();
const { built } = await import('./lib/built.mjs');
const world = built('world');
try {
  if (ability) {
    for (const { prompt, answer } of world.abilityItems({
      ability,
      split,
      difficulty: Number(difficulty),
      count,
      seed,
    })) {
      for (const { role, content } of prompt) say(`${role}: ${content}`);
      say(`assistant: ${answer}\n`);
    }
  } else {
    const from = language === 'en' ? 'de' : 'en';
    for (const { source, reference } of world.sampleTranslations({ domain, from, to: language, count, seed }))
      say(`${source}\n${reference}\n`);
  }
} catch (error) {
  fail(error.message);
}
