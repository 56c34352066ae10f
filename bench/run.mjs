// npm run bench: every measurement of speed, each beside a peer in the same run; with `-- --json` one JSON object a line.
import { options } from '../scripts/lib/ensure.mjs';

const HELP = `Usage: npm run bench -- [options]

  --only NAME       train, generate, open or world (default all)
  --json            one JSON object a line: name, ours, peer, peerName, unit, ratio
  --help            this text

Peers run where a Python with torch and transformers is found, and are reported
as not measured elsewhere. Leave the machine alone meanwhile.`;

const { only } = options(HELP, { only: { type: 'string' }, json: { type: 'boolean', default: false } });
for (const name of ['train', 'generate', 'open', 'world'])
  if (only === undefined || only === name) await import(`./${name}.mjs`);
