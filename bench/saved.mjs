// Whether what is saved says the same elsewhere: random models that transformers saved are opened and saved by this package, and then
// continued by PyTorch transformers and by transformers.js, beside what PyTorch says of the original. RADIS_PYTHON names the Python.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { AutoModelForCausalLM, env, Tensor } from '@huggingface/transformers';
import { ensure, fail, say } from '../scripts/lib/ensure.mjs';
import { pythonWith } from './report.mjs';

ensure();
const load = createRequire(import.meta.url);
const { describeSafetensors, loadModelFolder, readSafetensors, saveModelFolder } = load('../dist/model');
const { projectPath } = load('../dist/paths');
const { createRandom } = load('../dist/random');

const python = process.env.RADIS_PYTHON ?? pythonWith('transformers');
if (!python) fail('no Python with torch and transformers: name one with RADIS_PYTHON');
const script = join(dirname(fileURLToPath(import.meta.url)), 'saved_torch.py');
const inPython = (...args) => JSON.parse(execFileSync(python, [script, ...args], { encoding: 'utf8' }));

const [PROMPTS, TOKENS] = [8, 64];
const random = createRandom('saved');
const prompts = Array.from({ length: PROMPTS }, (_, i) =>
  Array.from({ length: 3 + 2 * i }, () => 5 + Math.floor(random() * 3000)),
);

/** What transformers.js continues the prompts with: it is told nothing but the folder. */
async function inJavaScript(folder) {
  Object.assign(env, { allowRemoteModels: false, localModelPath: `${dirname(folder)}/` });
  const model = await AutoModelForCausalLM.from_pretrained(folder.slice(dirname(folder).length + 1), { device: 'cpu' });
  const answers = [];
  for (const ids of prompts) {
    const row = values => new Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
    const inputs = { input_ids: row(ids), attention_mask: row(ids.map(() => 1)) };
    const found = await model.generate({ ...inputs, max_new_tokens: TOKENS, do_sample: false });
    answers.push([...found.data].map(Number).slice(ids.length));
  }
  await model.dispose();
  return answers;
}

const bytes = (...path) => readFileSync(join(...path));
const json = (...path) => JSON.parse(bytes(...path));

/** All tensors of a folder, with their kinds. */
function tensors(folder) {
  const files = readdirSync(folder).filter(name => name.endsWith('.safetensors'));
  const of = read => new Map(files.flatMap(name => [...read(join(folder, name))]).sort());
  return { kinds: of(path => describeSafetensors(path).tensors), numbers: of(readSafetensors) };
}

/** What of the files is not as it was: nothing, it is hoped. */
function differences(from, to) {
  const { 'transformers.js_config': _, ...config } = json(to, 'config.json');
  const kept = readdirSync(from).filter(name => !/safetensors|^config\.json$/.test(name));
  return [
    ...(isDeepStrictEqual(config, json(from, 'config.json')) ? [] : ['config.json']),
    ...kept.filter(name => !bytes(from, name).equals(bytes(to, name))),
    ...(isDeepStrictEqual(tensors(from), tensors(to)) ? [] : ['weights']),
  ];
}

const equal = (a, b) => a.filter((ids, i) => isDeepStrictEqual(ids, b[i])).length;
const row = cells => say(`| ${cells.join(' | ')} |`);

const folder = mkdtempSync(join(tmpdir(), 'radis saved '));
let failures = 0;
try {
  const originals = join(folder, 'originals');
  const names = inPython('make', originals, projectPath('data', 'models', 'tinychat'));
  const wanted = inPython('continue', JSON.stringify(prompts), ...names.map(name => join(originals, name)));
  row(['model', 'saved', 'files and weights', 'PyTorch', 'transformers.js', 'tokens each']);
  row(Array(6).fill('---'));
  for (const [how, options] of Object.entries({ whole: {}, 'in parts': { fileBytes: 100_000 } })) {
    const saved = names.map(name => join(folder, how, name));
    names.forEach((name, i) => {
      saveModelFolder(saved[i], loadModelFolder(join(originals, name)), options);
    });
    const torch = inPython('continue', JSON.stringify(prompts), ...saved);
    for (const [i, name] of names.entries()) {
      const different = differences(join(originals, name), saved[i]);
      const counts = [torch[i], await inJavaScript(saved[i])].map(answers => equal(answers, wanted[i]));
      const lengths = wanted[i].map(ids => ids.length);
      const files = readdirSync(saved[i]).filter(file => file.endsWith('.safetensors')).length;
      const range = [...new Set([Math.min(...lengths), Math.max(...lengths)])].join(' to ');
      row([
        name,
        `${how}, ${files} of weights`,
        different.length > 0 ? `DIFFER: ${different.join(', ')}` : 'the same',
        ...counts.map(count => `${count} of ${PROMPTS}`),
        range,
      ]);
      if (different.length > 0 || counts.some(count => count < PROMPTS)) failures++;
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (failures > 0) fail(`${failures} models do not say the same elsewhere`);
