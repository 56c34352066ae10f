import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { say } from '../scripts/lib/ensure.mjs';

/** A Python that has a module, or undefined. */
export const pythonWith = module =>
  ['python3', 'python'].find(name => spawnSync(name, ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0);

export const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const json = process.argv.includes('--json');

/** What is measured, above its rows. */
export function heading(text) {
  if (!json) say(`\n${text}; ${cpus().length} x ${cpus()[0].model}`);
}

/** One measurement. The ratio is ours over the peer's, or the other way round where `less` is better: above 1 we are ahead. */
export function row({ name, ours, peer, peerName, unit, digits = 0, less = false }) {
  const ratio = peer === undefined ? undefined : less ? peer / ours : ours / peer;
  if (json) return say(JSON.stringify({ name, ours, peer: peer ?? null, peerName, unit, ratio: ratio ?? null }));
  const peerText =
    peerName === 'none'
      ? ''
      : peer === undefined
        ? `; ${peerName} not measured`
        : `; ${peerName} ${peer.toFixed(digits)}, ratio ${ratio.toFixed(2)}`;
  say(`  ${name.padEnd(46)} ${ours.toFixed(digits)} ${unit}${peerText}`);
}
