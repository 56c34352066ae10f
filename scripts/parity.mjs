// npm run parity: random models of all families, computed here and by PyTorch, and how far the two are apart.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { ensure, fail, options, root, say } from './lib/ensure.mjs';

const BOUND = 1e-4;
const HELP = `Usage: npm run parity -- [options] [CASE ...]

Makes small random models of every family and form of rotary positions with the
Python at RADIS_PYTHON (torch, transformers, peft, safetensors), computes them
here as well, and prints the largest relative deviations: "exported" is that of
the logits of transformers.js, "saved" of PyTorch's once it has opened what is
saved here. Ends with code 1 where
one is above ${BOUND}, or a greedy answer differs.

  --seed N    of the random models; default 2
  --help      this text`;

const { positionals, seed } = options(HELP, { seed: { type: 'string', default: '2' } }, { allowPositionals: true });
const python = process.env.RADIS_PYTHON;
if (!python)
  fail('RADIS_PYTHON is not set: let it name a Python that has torch, transformers 4.57, peft and safetensors.');
if (!/^\d+$/.test(seed)) fail(`--seed is ${seed}: give a whole number.`);
ensure();
const { built } = await import('./lib/built.mjs');
const parity = await import('./lib/parity.mjs');
const modules = {
  model: built('model'),
  compile: built('compile'),
  gradients: built('train/gradients'),
  generate: built('generate'),
  transformers: await import('@huggingface/transformers'),
};

const folder = mkdtempSync(join(tmpdir(), 'radis-parity-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const [made, saved] = ['made', 'saved'].map(name => join(folder, name));
say('making random models with PyTorch …');
inPython('--out', made, '--seed', seed, ...positionals);

const columns = [
  'model',
  'logits',
  'loss',
  'gradients',
  'LoRA step',
  'exported',
  'saved',
  'generation',
  'transformers.js',
];
const rows = [];
for (const name of readdirSync(made)) {
  const given = parity.openCase(modules, join(made, name));
  const logits = await parity.logitsDeviation(modules, given);
  const { loss, gradient } = await parity.trainingDeviation(modules, given);
  const lora = await parity.loraDeviation(modules, given);
  const answers = await parity.generationAgreement(modules, given);
  save(given, join(saved, name));
  const exported = await parity.exportedDeviation(modules, exportedFolder(given), given);
  rows.push({ name, numbers: [logits, loss, gradient, lora, exported.logits], answers: [answers, exported.answers] });
  say(`${name} is computed`);
}
const reopened = JSON.parse(inPython('--out', made, '--saved', saved));
for (const { name, numbers } of rows) numbers.push(reopened[name]);
const cells = rows.map(({ name, numbers, answers }) => [
  name,
  ...numbers.map(value => value.toExponential(1)),
  ...answers.map(({ same, total }) => `${same} of ${total}`),
]);
const widths = columns.map((title, i) => Math.max(title.length, ...cells.map(row => row[i].length)));
const line = row => row.map((cell, i) => cell.padEnd(widths[i])).join('  ');
say(`\n${[columns, ...cells].map(line).join('\n')}\n`);
const missed = rows.filter(
  ({ numbers, answers }) => numbers.some(value => !(value <= BOUND)) || answers.some(({ same, total }) => same < total),
);
if (missed.length > 0) fail(`apart from PyTorch: ${missed.map(({ name }) => name).join(', ')}.`);
say(`all within ${BOUND} of PyTorch, and all answers the same.`);

/** Runs test/fixtures/families.py, and gives what it prints. */
function inPython(...given) {
  const script = join(root, 'test', 'fixtures', 'families.py');
  const { error, status, stdout, stderr } = spawnSync(python, [script, ...given], { encoding: 'utf8' });
  if (error) fail(`RADIS_PYTHON is ${python}, which cannot be started: ${error.message}`);
  const lacking = /ModuleNotFoundError: No module named '(\w+)'/.exec(stderr)?.[1];
  if (lacking) fail(`${python} lacks ${lacking}: install torch, transformers 4.57, peft and safetensors for it.`);
  if (status !== 0) fail(`${script} failed:\n${stderr.trim().split('\n').slice(-5).join('\n')}`);
  return stdout;
}

/** The model as this package writes it, for PyTorch. */
function save({ config, parameters }, to) {
  mkdirSync(to, { recursive: true });
  const { toHuggingFaceConfig, writeSafetensors } = modules.model;
  const { keptJson } = built('model/kept-json');
  writeFileSync(join(to, 'config.json'), keptJson(toHuggingFaceConfig(config, { endId: 1, padId: 0 })));
  writeSafetensors(join(to, 'model.safetensors'), parameters, 'F32');
}

/** A folder that transformers.js opens: what PyTorch wrote, with the graph that this package exports. */
function exportedFolder({ folder, config, parameters }) {
  const to = join(dirname(dirname(folder)), 'exported', basename(folder));
  mkdirSync(join(to, 'onnx'), { recursive: true });
  cpSync(join(folder, 'config.json'), join(to, 'config.json'));
  writeFileSync(join(to, 'onnx', 'model.onnx'), modules.model.exportedGraph(config, parameters, { dtype: 'float32' }));
  return to;
}
