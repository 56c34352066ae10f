// For open.mjs: opens a model folder, and says how long it took and how much memory the process had at most.
import { createRequire } from 'node:module';

const { loadModelFolder } = createRequire(import.meta.url)('../dist/model');
const started = performance.now();
loadModelFolder(JSON.parse(process.argv[2]));
const seconds = (performance.now() - started) / 1000;
process.stdout.write(JSON.stringify({ seconds, peak: process.resourceUsage().maxRSS * 1024 }));
process.exit();
