// How long a model of a billion numbers takes to open and to save, and the memory of it: the shape of TinyLlama, random, in bfloat16.
// Not part of `npm run bench`: it takes 7 GB of disk and 5 GB of memory.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensure, say } from '../scripts/lib/ensure.mjs';
import { heading, row } from './report.mjs';

ensure();
const { countParameters } = createRequire(import.meta.url)('../dist/model');
const { writeRandomFolder } = await import('./random-folder.mjs');

const config = {
  family: 'llama',
  vocabSize: 32_000,
  hiddenSize: 2048,
  intermediateSize: 5632,
  layers: 22,
  heads: 32,
  kvHeads: 4,
  headDim: 64,
  ropeTheta: 10_000,
  rmsNormEps: 1e-5,
  contextLength: 2048,
  tieWordEmbeddings: false,
};
const GIB = 2 ** 30;
const script = join(dirname(fileURLToPath(import.meta.url)), 'save-folder.mjs');
const inProcess = (...args) =>
  JSON.parse(execFileSync(process.execPath, [script, ...args.map(arg => JSON.stringify(arg))], { encoding: 'utf8' }));

const parent = mkdtempSync(join(tmpdir(), 'radis large '));
try {
  const folder = join(parent, 'random');
  writeRandomFolder(folder, config);
  const billions = (countParameters(config) / 1e9).toFixed(2);
  const size = ((4 * countParameters(config)) / GIB).toFixed(2);
  heading(
    `a model of ${billions} billion numbers in bfloat16, ${size} GiB in memory, each once in a process of its own`,
  );
  const unit = name => ({ peerName: 'none', unit: name, digits: 2 });
  for (const [how, options] of Object.entries({ 'with its ONNX graph': {}, 'without one': { onnx: false } })) {
    const to = join(parent, how);
    const { opening, opened, saving, saved } = inProcess(folder, to, options);
    row({ name: 'opening', ours: opening, ...unit('s') });
    row({ name: 'peak memory of opening', ours: opened / GIB, ...unit('GiB') });
    row({ name: `saving ${how}`, ours: saving, ...unit('s') });
    row({ name: 'peak memory of both', ours: saved / GIB, ...unit('GiB') });
    for (const name of readdirSync(to, { recursive: true })) {
      const { size } = statSync(join(to, name));
      if (size > 1e6) say(`    ${name}: ${(size / 1e9).toFixed(2)} GB`);
    }
    if (process.env.RADIS_KEEP === undefined) rmSync(to, { recursive: true });
  }
} finally {
  if (process.env.RADIS_KEEP === undefined) rmSync(parent, { recursive: true, force: true });
  else say(`kept in ${parent}`);
}
