// npm run world: prints lines of the small world to read.
import { join } from 'node:path';
import { ensure, fail, options, root, say } from './lib/ensure.mjs';

const HELP = `Usage: npm run world -- [options]

Prints translations:
  --domain NAME     of this domain (default everyday)
  --language CODE   into this language (default de)
  --from CODE       out of this one (default en; de into English)
or items of an ability:
  --ability NAME    reasoning, knowledge, instructions, conversation or safety
  --split NAME      train, test (default) or paraphrase
  --difficulty N    1 (default), 2 or 3
and, of either:
  --sample N        how many (default 10)
  --seed SEED       which ones (default 1)
  --ask             let TinyChat answer, and count what is right
  --help            this text`;

const values = options(HELP, {
  domain: { type: 'string', default: 'everyday' },
  language: { type: 'string', default: 'de' },
  from: { type: 'string' },
  ability: { type: 'string' },
  split: { type: 'string', default: 'test' },
  difficulty: { type: 'string', default: '1' },
  sample: { type: 'string', default: '10' },
  seed: { type: 'string', default: '1' },
  ask: { type: 'boolean', default: false },
});
const { domain, language, ability, split, difficulty, seed, ask } = values;
const count = Number(values.sample);
if (!(Number.isInteger(count) && count > 0)) fail(`--sample is ${values.sample}: give a number of 1 or more.`);
ensure();
const { built } = await import('./lib/built.mjs');
const world = built('world');
try {
  await (ability ? abilityItems() : translations());
} catch (error) {
  fail(error.message);
}

async function abilityItems() {
  const items = world.abilityItems({ ability, split, difficulty: Number(difficulty), count, seed });
  const answers = ask ? await tinyChat(items.map(({ prompt }) => prompt)) : [];
  let right = 0;
  items.forEach((item, i) => {
    for (const { role, content } of item.prompt) say(`${role}: ${content}`);
    say(`assistant: ${item.answer}`);
    if (ask) {
      const { correct } = world.scoreAnswer(item, answers[i]);
      right += Number(correct);
      say(`TinyChat, ${correct ? 'right' : 'wrong'}: ${answers[i]}`);
    }
    say('');
  });
  if (ask) say(`TinyChat: ${share(right, count)} right (${ability}, ${split}, difficulty ${difficulty})`);
}

async function translations() {
  const from = values.from ?? (language === 'en' ? 'de' : 'en');
  const query = { domain, from, to: language, count, seed };
  const items = world.sampleTranslations(ask ? { ...query, split: 'test' } : query);
  const answers = ask ? await tinyChat(items.map(item => world.translationPrompt(item))) : [];
  items.forEach(({ source, reference }, i) => {
    say(`${source}\n${reference}${ask ? `\nTinyChat: ${answers[i]}` : ''}\n`);
  });
  if (ask) report(items, answers);
}

/** What TinyChat's translations and explanations are worth, in numbers. */
function report(items, answers) {
  const { scoreTranslations } = built('evaluate');
  const scores = scoreTranslations(
    answers,
    items.map(({ reference }) => reference),
    language === 'zh' ? { tokenize: 'zh' } : {},
  );
  say(`TinyChat: BLEU ${scores.bleu.toFixed(1)}, ${scores.exact.toFixed(0)}% to the letter (${domain}, ${language})`);
  say(`explained unasked: ${scores.explained.toFixed(0)}%`);
  const spoken = ['en', 'de'];
  if (!spoken.includes(language) || !spoken.includes(items[0].from)) return;
  const explanations = answers.map(answer => answer.split(built('types').separator).slice(1).join('\n'));
  const sum = (list, key) => list.reduce((total, counts) => total + counts[key], 0);
  const said = explanations.map((text, i) => world.statementsOf(text, items[i]));
  const quoted = explanations.map((text, i) => world.groundingOf(text, items[i]));
  const [right, wrong, other] = ['right', 'wrong', 'other'].map(key => sum(said, key));
  say(`statements that are true: ${share(right, right + wrong)}; in other words: ${other}`);
  say(`quoted words that are about the text: ${share(sum(quoted, 'grounded'), sum(quoted, 'quoted'))}`);
}

/** `3 of 4, 75%` */
function share(part, whole) {
  return `${part} of ${whole}${whole > 0 ? `, ${((100 * part) / whole).toFixed(0)}%` : ''}`;
}

async function tinyChat(prompts) {
  const model = built('model').loadModelFolder(join(root, 'data', 'models', 'tinychat'));
  return (await built('generate').answer(model, prompts, { maxNewTokens: 128 })).map(({ text }) => text);
}
