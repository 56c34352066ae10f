// For large.mjs: opens a model folder and saves it elsewhere, and says how long each took and how much memory the process had at most.
import { createRequire } from 'node:module';

const { loadModelFolder, saveModelFolder } = createRequire(import.meta.url)('../dist/model');
const [folder, to, options] = process.argv.slice(2).map(arg => JSON.parse(arg));
const peak = () => process.resourceUsage().maxRSS * 1024;
const seconds = work => {
  const started = performance.now();
  const value = work();
  return { value, seconds: (performance.now() - started) / 1000 };
};
const { value: model, seconds: opening } = seconds(() => loadModelFolder(folder));
const opened = peak();
const { seconds: saving } = seconds(() => saveModelFolder(to, model, options));
process.stdout.write(JSON.stringify({ opening, opened, saving, saved: peak() }));
process.exit();
