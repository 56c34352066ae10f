// How long a model folder takes to open and a step to be built, and the memory of it; each in a process of its own.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensure } from '../scripts/lib/ensure.mjs';
import { heading, median, pythonWith, row } from './report.mjs';

ensure();
const load = createRequire(import.meta.url);
const { countParameters } = load('../dist/model');
const { writeRandomFolder } = await import('./random-folder.mjs');
const { smol, tinyChat } = await import('./shapes.mjs');

const here = dirname(fileURLToPath(import.meta.url));
const ROUNDS = 3;
const GIB = 2 ** 30;

/** Runs a file of this folder in a process of its own; gives the JSON that it prints. */
const inProcess = (file, ...args) =>
  JSON.parse(
    execFileSync(process.execPath, [join(here, file), ...args.map(arg => JSON.stringify(arg))], { encoding: 'utf8' }),
  );

const folder = mkdtempSync(join(tmpdir(), 'radis bench '));
try {
  writeRandomFolder(folder, smol.config);
  const python = pythonWith('transformers');
  const code = `import json, resource, sys, time, torch, transformers
start = time.perf_counter()
transformers.AutoModelForCausalLM.from_pretrained(sys.argv[1], dtype=torch.float32)
print(json.dumps(dict(seconds=time.perf_counter() - start, peak=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)))`;
  const theirs = () =>
    JSON.parse(execFileSync(python, ['-c', code, folder], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  const [mine, peers] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    mine.push(inProcess('open-folder.mjs', folder));
    if (python) peers.push(theirs());
  }
  const of = (list, key) => median(list.map(result => result[key]));
  const size = (4 * countParameters(smol.config)) / GIB;
  heading(
    `opening a folder of the 135M shape in bf16, ready to train in fp32 (${size.toFixed(2)} GiB), medians of ${ROUNDS}`,
  );
  const peer = key => (python ? of(peers, key) : undefined);
  row({
    name: 'time',
    ours: of(mine, 'seconds'),
    peer: peer('seconds'),
    peerName: 'transformers',
    unit: 's',
    digits: 2,
    less: true,
  });
  row({
    name: 'peak memory',
    ours: of(mine, 'peak') / GIB,
    peer: python && peer('peak') / GIB,
    peerName: 'transformers',
    unit: 'GiB',
    digits: 2,
    less: true,
  });

  heading(`tracing and building a training step, medians of ${ROUNDS}`);
  const seconds = { peerName: 'none', unit: 's', digits: 2, less: true };
  const gibibytes = { ...seconds, unit: 'GiB' };
  const full = { ...tinyChat, shape: `${tinyChat.name}, 16 x 128`, batchSize: 16, time: 128 };
  const adapted = { ...smol, shape: `${smol.name}, LoRA r 16, 4 x 128`, batchSize: 4, time: 128, lora: { rank: 16 } };
  for (const { shape, ...run } of [full, adapted]) {
    const rounds = Array.from({ length: ROUNDS }, () => inProcess('build-step.mjs', run));
    row({ name: shape, ours: of(rounds, 'seconds'), ...seconds });
    row({ name: `${shape}, to the end of step 1`, ours: of(rounds, 'first'), ...seconds });
    row({ name: `${shape}, peak memory`, ours: of(rounds, 'peak') / GIB, ...gibibytes });
  }

  heading('a row of 2,048 tokens, the last 512 of them learned, with gradient checkpointing; once');
  const long = { ...smol, batchSize: 1, time: 2048, asked: 0.25, lora: { rank: 16 } };
  const [plain, checkpointed] = [false, true].map(gradientCheckpointing =>
    inProcess('build-step.mjs', { ...long, gradientCheckpointing }),
  );
  const shape = `${smol.name}, LoRA r 16, 1 x 2,048`;
  const beside = (what, key, scale, unit) =>
    row({
      ...unit,
      name: `${shape}, ${what}`,
      ours: checkpointed[key] / scale,
      peer: plain[key] / scale,
      peerName: 'without it',
    });
  beside('peak memory', 'peak', GIB, gibibytes);
  beside('a step', 'step', 1, seconds);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
