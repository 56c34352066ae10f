// node bench/import.mjs: how long a notebook waits for its first `import * as radis from 'radis-workbench'`, in a fresh tslab kernel.
import { join } from 'node:path';
import { ensure, root, say } from '../scripts/lib/ensure.mjs';
import { Kernel } from '../scripts/lib/kernel.mjs';

ensure();
const times = [];
for (let round = 0; round < 3; round++) {
  const kernel = await Kernel.start(join(root, 'notebooks'));
  const started = performance.now();
  const reply = await kernel.execute("import * as radis from 'radis-workbench';\nradis.abilityNames.length;", () => {});
  times.push(performance.now() - started);
  if (reply.status !== 'ok') throw new Error(`the import failed: ${reply.status}`);
  await kernel.stop();
}
say(`first import: ${times.map(time => `${(time / 1000).toFixed(2)} s`).join(', ')}`);
