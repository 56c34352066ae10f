// The lock file names packages and hashes, never where they were downloaded from, and the packages of all systems.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { report, root } from './guard.mjs';
import { lockProblems } from './lock-problems.mjs';

report(lockProblems(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages));
