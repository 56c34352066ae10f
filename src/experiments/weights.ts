import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const known = new Map<string, string>();

/** A name for what decides the answers of the model in a folder: the bytes of its weights, its tokenizer and its configuration. */
export function weightsId(folder: string): string {
  const files = readdirSync(folder)
    .filter(name => /\.(json|safetensors|jinja)$/.test(name) && name !== 'training.json')
    .sort();
  const stamps = files.map(name => [name, statSync(join(folder, name)).mtimeMs, statSync(join(folder, name)).size]);
  // Read again only when a file has changed.
  const state = JSON.stringify([folder, stamps]);
  const before = known.get(state);
  if (before !== undefined) return before;
  const hash = createHash('sha256');
  for (const name of files) hash.update(name).update(readFileSync(join(folder, name)));
  const id = hash.digest('hex').slice(0, 16);
  known.set(state, id);
  return id;
}
