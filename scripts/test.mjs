// npm test: installs what is missing, builds, and runs the whole test suite. Arguments go to vitest.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensure, root } from './lib/ensure.mjs';

ensure();
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const child = spawn(process.execPath, [vitest, 'run', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
// The terminal sends Ctrl-C to the child as well: wait for it, then end as it did.
process.on('SIGINT', () => {});
child.on('exit', (code, signal) => process.exit(signal ? 130 : code));
