// A Hugging Face folder of any shape, for what opens and saves it.
import { closeSync, copyFileSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const load = createRequire(import.meta.url);
const { parameterShapes, toHuggingFaceConfig } = load('../dist/model');
const { projectPath } = load('../dist/paths');

/** A Hugging Face folder of the shape with random weights in bf16. */
export function writeRandomFolder(folder, config) {
  mkdirSync(folder, { recursive: true });
  const header = {};
  let end = 0;
  for (const [name, shape] of parameterShapes(config)) {
    const bytes = shape.reduce((product, size) => product * size, 2);
    header[name] = { dtype: 'BF16', shape, data_offsets: [end, end + bytes] };
    end += bytes;
  }
  const text = Buffer.from(JSON.stringify(header));
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(text.length));
  const file = openSync(join(folder, 'model.safetensors'), 'w');
  for (const bytes of [prefix, text]) writeSync(file, bytes);
  // The upper halves of small float32 numbers.
  const chunk = Uint16Array.from({ length: 2 ** 20 }, (_, i) => 0x3c00 + (i % 97));
  for (let left = end; left > 0; left -= chunk.byteLength) writeSync(file, chunk, 0, Math.min(left, chunk.byteLength));
  closeSync(file);
  writeFileSync(join(folder, 'config.json'), JSON.stringify(toHuggingFaceConfig(config, { endId: 1, padId: 0 })));
  for (const name of ['tokenizer.json', 'tokenizer_config.json']) {
    copyFileSync(projectPath('data', 'models', 'tinychat', name), join(folder, name));
  }
}
