// node bench/gguf.mjs FILE.gguf …: each tensor beside what Python's gguf makes of it, bit for bit, and how long opening takes.
// RADIS_PYTHON names a Python that has the packages gguf and numpy.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { basename } from 'node:path';
import { built } from '../scripts/lib/built.mjs';
import { ensure, fail, say } from '../scripts/lib/ensure.mjs';

ensure();
const { readHeader } = built('model/gguf/header');
const { readTensor } = built('model/gguf/tensors');
const { loadModel } = built('index');

const ORACLE = `
import hashlib, json, sys
import numpy as np
from gguf import GGUFReader
from gguf.quants import dequantize
for t in GGUFReader(sys.argv[1]).tensors:
    x = np.ascontiguousarray(dequantize(t.data, t.tensor_type), dtype=np.float32)
    print(json.dumps([t.name, list(x.shape), hashlib.sha256(x.tobytes()).hexdigest()]))
`;

const files = process.argv.slice(2);
if (files.length === 0) fail('name GGUF files: node bench/gguf.mjs FILE.gguf');
for (const path of files) {
  await compare(path);
  const started = performance.now();
  const model = await loadModel(path);
  const seconds = (performance.now() - started) / 1000;
  const numbers = [...model.parameters.values()].reduce((sum, { data }) => sum + data.length, 0);
  say(
    `${basename(path)}: ${model.source.quantised}, ${(numbers / 1e6).toFixed(1)}M numbers, opened in ${seconds.toFixed(1)} s, peak ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
  );
}

/** Whether each tensor is the same as Python's. */
async function compare(path) {
  if (!process.env.RADIS_PYTHON) {
    say('RADIS_PYTHON is not set: not compared');
    return;
  }
  const lines = execFileSync(process.env.RADIS_PYTHON, ['-c', ORACLE, path], { encoding: 'utf8', maxBuffer: 1e8 });
  const expected = lines
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  const { tensors } = await readHeader(path);
  const handle = openSync(path, 'r');
  const other = expected.filter(([name, shape, hash]) => {
    const tensor = tensors.find(one => one.name === name);
    if (tensor === undefined || tensor.shape.join() !== shape.join()) return true;
    const { data } = readTensor(handle, tensor, path);
    return createHash('sha256').update(new Uint8Array(data.buffer)).digest('hex') !== hash;
  });
  closeSync(handle);
  say(
    `${expected.length - other.length} of ${expected.length} tensors bit-equal to Python's gguf, of ${tensors.length} here`,
  );
  if (other.length > 0 || tensors.length !== expected.length) process.exitCode = 1;
}
