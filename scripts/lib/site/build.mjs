import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { textOf } from '../notebook.mjs';
import { chatPage } from './chat-page.mjs';
import { brokenLinks } from './links.mjs';
import { documentPage, indexPage, methodsPage, notebookPage, readNotebooks, searchIndex } from './pages.mjs';

const require = createRequire(import.meta.url);
const assets = join(dirname(fileURLToPath(import.meta.url)), 'assets');

/**
 * Writes the site into a folder.
 *
 * @param models the folders of the models that the chat has, each with its name, title, method and λ; the base first
 * @throws Error naming each link that leads nowhere
 */
export function buildSite({ radis, root, folder, models }) {
  const notebooks = readNotebooks(join(root, 'notebooks'));
  const documents = readdirSync(join(root, 'docs'))
    .filter(name => name.endsWith('.md'))
    .map(name => {
      const markdown = readFileSync(join(root, 'docs', name), 'utf8');
      return { name: basename(name, '.md'), title: /^# (.+)/.exec(markdown)?.[1] ?? name, markdown };
    });
  const environment = readFileSync(join(root, 'environment.md'), 'utf8');
  documents.push({ name: 'environment', title: 'Environment', markdown: environment });
  const write = (name, text) => writeFileSync(join(folder, name), text);
  for (const name of ['pictures', 'models', 'ort']) mkdirSync(join(folder, name), { recursive: true });
  for (const one of notebooks) {
    write(`${one.name}.html`, notebookPage(one));
    if (one.picture) write(join('pictures', `${one.number}.svg`), textOf(one.picture));
  }
  for (const { name, title, markdown } of documents) write(`${name}.html`, documentPage(title, markdown));
  const list = documents.map(({ name, title }) => `- [${title}](${name}.md)`).join('\n');
  write('docs.html', documentPage('Docs', `# Docs\n\n${list}`));
  write('index.html', indexPage(notebooks));
  write('methods.html', methodsPage(radis, root));
  write('chat.html', chatPage());
  write('search.json', JSON.stringify(searchIndex(notebooks, documents)));
  cpSync(assets, folder, { recursive: true });
  cpSync(require.resolve('plotly.js-dist/plotly.js'), join(folder, 'plotly.js'));
  copyRuntime(folder);
  for (const { name, source } of models) copyModel(source, join(folder, 'models', name));
  write(join('models', 'models.json'), JSON.stringify(models.map(({ source: _, ...model }) => model)));
  const broken = brokenLinks(folder);
  if (broken.length > 0) throw new Error(`links that lead nowhere:\n${broken.join('\n')}`);
}

/** transformers.js, and the part of onnxruntime that it loads. */
function copyRuntime(folder) {
  const transformers = join(root('@huggingface/transformers'), 'dist', 'transformers.min.js');
  cpSync(transformers, join(folder, 'transformers.js'));
  const runtime = join(root('onnxruntime-web'), 'dist');
  // What it asks for by name.
  const names = new Set(readFileSync(transformers, 'utf8').match(/ort-wasm-simd-threaded\.[a-z]*\.?(?:mjs|wasm)/g));
  for (const name of names) cpSync(join(runtime, name), join(folder, 'ort', name));
}

/** The folder of an installed package. */
function root(name) {
  for (const folder of require.resolve.paths(name) ?? []) {
    const path = join(folder, name);
    try {
      readFileSync(join(path, 'package.json'));
      return path;
    } catch {
      // Not in this one.
    }
  }
  throw new Error(`the package ${name} is not installed`);
}

function copyModel(source, target) {
  const names = ['config.json', 'generation_config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx'];
  for (const name of names) cpSync(join(source, name), join(target, name), { recursive: true });
}
