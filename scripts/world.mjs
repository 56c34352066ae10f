// npm run world: prints lines of the small world to read.
import { join } from 'node:path';
import { ensure, fail, options, root, say } from './lib/ensure.mjs';
import { plainText } from './lib/plain-text.mjs';

const HELP = `Usage: npm run world -- [options]

Prints translations:
  --domain NAME     of this domain (default everyday)
  --language CODE   into this language (default de)
  --from CODE       out of this one (default en; de into English)
  --explain VOICE   with an explanation: own (as TinyChat is trained to give) or other (of a second teacher)
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
  domain: { type: 'string' },
  language: { type: 'string' },
  from: { type: 'string' },
  explain: { type: 'string' },
  ability: { type: 'string' },
  split: { type: 'string' },
  difficulty: { type: 'string' },
  sample: { type: 'string', default: '10' },
  seed: { type: 'string', default: '1' },
  ask: { type: 'boolean', default: false },
});
const { ability, ask } = values;
const of = { translation: ['domain', 'language', 'from', 'explain'], ability: ['split', 'difficulty'] };
const other = ability === undefined ? 'ability' : 'translation';
const stray = of[other].find(name => values[name] !== undefined);
if (stray)
  fail(
    `--${stray} belongs to ${other === 'ability' ? 'items of an ability: name one' : 'translations: leave it out'}.`,
  );
const { domain = 'everyday', language = 'de', split = 'test', difficulty = '1', seed } = values;
const count = Number(values.sample);
const MOST = 100_000;
if (!(Number.isInteger(count) && count > 0 && count <= MOST))
  fail(`--sample is ${values.sample}: give a number from 1 to ${MOST}.`);
if (!['1', '2', '3'].includes(difficulty)) fail(`--difficulty is "${difficulty}": choose 1, 2 or 3.`);
if (![undefined, 'own', 'other'].includes(values.explain))
  fail(`--explain is "${values.explain}": choose own or other.`);
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
    say(`${ask ? 'expected' : 'assistant'}: ${item.answer}`);
    if (ask) {
      const { correct } = world.scoreAnswer(item, answers[i]);
      right += Number(correct);
      say(`TinyChat, ${correct ? 'right' : 'wrong'}: ${plainText(answers[i])}`);
    }
    say('');
  });
  if (ask) say(`TinyChat: ${share(right, count)} right (${ability}, ${split}, difficulty ${difficulty})`);
}

async function translations() {
  const from = values.from ?? (language === 'en' ? 'de' : 'en');
  const query = { domain, from, to: language, count, seed };
  if (ask && ![from, language].every(code => ['en', 'de', 'zh'].includes(code)))
    fail('TinyChat speaks English, German and Chinese: ask for --language de, zh or en.');
  const items = world.sampleTranslations(ask ? { ...query, split: 'test' } : query);
  const answers = ask ? await tinyChat(items.map(item => world.translationPrompt(item))) : [];
  const explanation = explanations(values.explain);
  items.forEach((item, i) => {
    const lines = [
      item.source,
      item.reference,
      ...explanation(item),
      ...(ask ? [`TinyChat: ${plainText(answers[i])}`] : []),
    ];
    say(`${lines.join('\n')}\n`);
  });
  if (ask) report(items, answers);
}

/** What says, in a voice, what a base is trained to say after a translation; nothing without a voice. */
function explanations(voice) {
  if (voice === undefined) return () => [];
  const random = built('random').createRandom(`explanations/${seed}`);
  return item => [world.explain(item, random, { voice })];
}

/** What TinyChat's translations and explanations are worth, in numbers. */
function report(items, answers) {
  const references = items.map(({ reference }) => reference);
  const scores = built('evaluate').scoreTranslations(answers, references);
  say(`TinyChat: BLEU ${scores.bleu.toFixed(1)}, ${scores.exact.toFixed(0)}% to the letter (${domain}, ${language})`);
  say(`explained unasked: ${scores.explained.toFixed(0)}%`);
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
