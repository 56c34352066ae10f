import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import katex from 'katex';
import { Marked } from 'marked';
import { ansiHtml } from './ansi.mjs';
import { built } from './built.mjs';
import { textOf as text } from './notebook.mjs';

const require = createRequire(import.meta.url);
const PLOTLY = 'application/vnd.plotly.v1+json';

const { escapeHtml } = built('notebook/html');

/** An executed notebook as one page that needs nothing else: prose, code, outputs, interactive figures. */
export function notebookHtml(notebook, title) {
  let figures = 0;
  const output = ({ output_type, data, text: stream, name, traceback = [], evalue = '' }) => {
    if (output_type === 'stream')
      return `<pre class="${name === 'stderr' ? 'stderr' : 'stream'}">${ansiHtml(text(stream))}</pre>`;
    if (output_type === 'error') return `<pre class="stderr">${ansiHtml(traceback.join('\n') || evalue)}</pre>`;
    if (data[PLOTLY]) {
      const id = `figure-${figures++}`;
      // A closing tag inside the figure's texts must not end the script.
      const { data: traces, layout } = data[PLOTLY];
      const figure = JSON.stringify([traces, layout]).replaceAll('<', '\\u003c');
      const still = data['image/svg+xml'] ? `<noscript>${text(data['image/svg+xml'])}</noscript>` : '';
      return `<div id="${id}" class="figure"></div>${still}<script>Plotly.newPlot(${JSON.stringify(id)}, ...${figure}, {responsive: true});</script>`;
    }
    return shown(data);
  };
  const body = notebook.cells.map(cell => {
    if (cell.cell_type === 'markdown')
      return `<section class="prose">${markdown(attached(text(cell.source), cell.attachments))}</section>`;
    if (cell.cell_type !== 'code') return '';
    const code = `<details class="code" open><summary>code</summary><pre><code>${escapeHtml(text(cell.source))}</code></pre></details>`;
    return `<section>${code}${(cell.outputs ?? []).map(output).join('')}</section>`;
  });
  const plotly =
    figures > 0
      ? `<script>${readFileSync(require.resolve('plotly.js-dist/plotly.js'), 'utf8').replaceAll('</script', '<\\/script')}</script>`
      : '';
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${style}</style>${plotly}</head>
<body><main>${body.join('\n')}</main></body></html>
`;
}

const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** An output in the richest of its forms that a page can show: in the order that Jupyter has. */
function shown(data = {}) {
  if (data['text/html']) return `<div class="html">${text(data['text/html'])}</div>`;
  if (data['text/markdown']) return `<div class="prose">${markdown(text(data['text/markdown']))}</div>`;
  if (data['image/svg+xml']) return text(data['image/svg+xml']);
  const picture = PICTURES.find(type => data[type]);
  if (picture)
    return `<img alt="${escapeHtml(text(data['text/plain'] ?? ''))}" src="${dataAddress(picture, data[picture])}">`;
  if (data['text/latex']) return `<div class="prose">${markdown(text(data['text/latex']))}</div>`;
  if (data['application/json'] !== undefined)
    return `<pre>${escapeHtml(JSON.stringify(data['application/json'], null, 2))}</pre>`;
  return `<pre>${ansiHtml(text(data['text/plain'] ?? ''))}</pre>`;
}

/** A picture as an address that holds it; what is no base64 is none. */
function dataAddress(type, content) {
  const base64 = text(content).replace(/\s/g, '');
  return /^[A-Za-z0-9+/=]*$/.test(base64) ? `data:${type};base64,${base64}` : '';
}

/** Markdown with the pictures that were pasted into its cell. */
function attached(source, attachments = {}) {
  return Object.entries(attachments ?? {}).reduce((result, [name, forms]) => {
    const type = PICTURES.find(one => forms?.[one]);
    if (!type) return result;
    const address = dataAddress(type, forms[type]);
    return [name, encodeURI(name)].reduce((all, one) => all.replaceAll(`attachment:${one}`, address), result);
  }, source);
}

/**
 * Markdown with formulas between dollar signs, which become MathML: browsers draw it without any font or script. Dollar signs in code,
 * and those with a space or a digit where a formula would start or end, are dollar signs.
 */
function markdown(source) {
  const formulas = [];
  const keep = (tex, displayMode) => {
    formulas.push(katex.renderToString(tex, { displayMode, output: 'mathml', throwOnError: false }));
    return `\uE000${formulas.length - 1}\uE001`;
  };
  const code = /(```[\s\S]*?```|`[^`\n]*`)/;
  const masked = source
    .split(code)
    .map((part, i) =>
      i % 2 === 1
        ? part
        : part
            .replace(/\$\$([\s\S]+?)\$\$/g, (_, tex) => keep(tex, true))
            .replace(/(?<!\\)\$(?!\s)([^$\n]*?[^\s$\\])\$(?!\d)/g, (_, tex) => keep(tex, false)),
    )
    .join('');
  return new Marked().parse(masked).replace(/\uE000(\d+)\uE001/g, (_, i) => formulas[i]);
}

const style = `
body { font: 16px/1.6 system-ui, 'DejaVu Sans', sans-serif; color: #222; background: #fff; margin: 0 }
main { max-width: 860px; margin: 0 auto; padding: 32px 16px }
h1, h2, h3 { line-height: 1.25 }
section { margin: 12px 0 }
pre { overflow-x: auto; font: 13px/1.5 'DejaVu Sans Mono', Consolas, monospace; margin: 0 }
.code { background: #f6f7f9; border-left: 3px solid #c9d3df; padding: 8px 12px; border-radius: 3px }
.code summary { color: #777; font-size: 12px; cursor: pointer }
.stream, .stderr { padding: 8px 12px } .stderr { background: #fdecea }
.html { overflow-x: auto; padding: 8px 0 }
.prose table, .prose td, .prose th { border-collapse: collapse; border-bottom: 1px solid #ddd; padding: 4px 12px; text-align: left }
math { font-size: 1.1em }
img { max-width: 100% }
`;
