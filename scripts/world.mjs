// npm run world: prints lines of the small world to read.
import { join } from 'node:path';
import { ensure, fail, options, root, say } from './lib/ensure.mjs';

const HELP = `Usage: npm run world -- [options]

  --sample N        how many (default 10)
  --language CODE   translations into this language (default de)
  --domain NAME     of this domain (default everyday)
  --ability NAME    items of an ability instead
  --split NAME      of it: train, test (default) or paraphrase
  --difficulty N    of it: 1 (default), 2 or 3
  --ask             let TinyChat answer them, and count what is right
  --seed SEED       which ones (default 1)
  --help            this text`;

const { sample, language, domain, ability, split, difficulty, ask, seed } = options(HELP, {
  sample: { type: 'string', default: '10' },
  language: { type: 'string', default: 'de' },
  domain: { type: 'string', default: 'everyday' },
  ability: { type: 'string' },
  split: { type: 'string', default: 'test' },
  difficulty: { type: 'string', default: '1' },
  ask: { type: 'boolean', default: false },
  seed: { type: 'string', default: '1' },
});
if (ask && !ability) fail('--ask asks items of an ability: name one with --ability.');
const count = Number(sample);
if (!(Number.isInteger(count) && count > 0)) fail(`--sample is ${sample}: give a number of 1 or more.`);
ensure();
const { built } = await import('./lib/built.mjs');
const world = built('world');
try {
  if (ability) {
    const items = world.abilityItems({ ability, split, difficulty: Number(difficulty), count, seed });
    const answers = ask ? await tinyChatAnswers(items) : [];
    let right = 0;
    items.forEach((item, i) => {
      for (const { role, content } of item.prompt) say(`${role}: ${content}`);
      say(`assistant: ${item.answer}`);
      if (ask) {
        const { correct } = world.scoreAnswer(item, answers[i].text);
        right += Number(correct);
        say(`TinyChat, ${correct ? 'right' : 'wrong'}: ${answers[i].text}`);
      }
      say('');
    });
    if (ask) {
      const share = ((100 * right) / count).toFixed(0);
      say(`TinyChat: ${right} of ${count} right, ${share}% (${ability}, ${split}, difficulty ${difficulty})`);
    }
  } else {
    const from = language === 'en' ? 'de' : 'en';
    for (const { source, reference } of world.sampleTranslations({ domain, from, to: language, count, seed }))
      say(`${source}\n${reference}\n`);
  }
} catch (error) {
  fail(error.message);
}

async function tinyChatAnswers(items) {
  const model = built('model').loadModelFolder(join(root, 'data', 'models', 'tinychat'));
  const prompts = items.map(({ prompt }) => prompt);
  return built('generate').answer(model, prompts, { maxNewTokens: 96 });
}
