import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { built } from './built.mjs';
import { textOf as text } from './notebook.mjs';
import { outputHtml } from './outputs.mjs';
import { markdownHtml } from './prose.mjs';

const require = createRequire(import.meta.url);
const PLOTLY = 'application/vnd.plotly.v1+json';

const { escapeHtml } = built('notebook/html');

/** An executed notebook as one page that needs nothing else: prose, code, outputs, interactive figures. */
export function notebookHtml(notebook, title) {
  const { body, figures } = notebookBody(notebook, figureHtml);
  const plotly =
    figures > 0
      ? `<script>${readFileSync(require.resolve('plotly.js-dist/plotly.js'), 'utf8').replaceAll('</script', '<\\/script')}</script>`
      : '';
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${style}</style>${plotly}</head>
<body><main>${body}</main></body></html>
`;
}

/**
 * The cells of a notebook as HTML, and how many figures are among them.
 *
 * @param drawn makes the HTML of a figure from its name, what Plotly is given, and a picture of it
 */
export function notebookBody(notebook, drawn) {
  let figures = 0;
  const output = one => {
    const figure = one.data?.[PLOTLY];
    return figure ? drawn(`figure-${++figures}`, figure, one.data['image/svg+xml']) : outputHtml(one);
  };
  const body = (notebook.cells ?? []).map(cell => cellHtml(cell, output)).join('\n');
  return { body, figures };
}

/** A cell; a raw one is for a page where it says that it is HTML. */
function cellHtml({ cell_type, source, attachments, outputs, metadata }, output) {
  if (cell_type === 'markdown') return `<section class="prose">${markdownHtml(text(source), attachments)}</section>`;
  if (cell_type === 'raw')
    return (metadata?.raw_mimetype ?? metadata?.format) === 'text/html' ? `<section>${text(source)}</section>` : '';
  if (cell_type !== 'code') return '';
  const code = `<details class="code" open><summary>code</summary><pre><code>${escapeHtml(text(source))}</code></pre></details>`;
  return `<section>${code}${(outputs ?? []).map(output).join('')}</section>`;
}

/** A figure that Plotly draws in its place, and a picture of it where no script runs. */
function figureHtml(id, { data = [], layout = {}, config, frames }, picture) {
  // A closing tag inside the figure's texts must not end the script.
  const given = value => JSON.stringify(value).replaceAll('<', '\\u003c');
  const settings = given({ ...config, responsive: true });
  const moves = frames?.length > 0 ? `.then(figure => Plotly.addFrames(figure, ${given(frames)}))` : '';
  const still = picture ? `<noscript>${text(picture)}</noscript>` : '';
  return `<div id="${id}" class="figure"></div>${still}<script>Plotly.newPlot(${given(id)}, ${given(data)}, ${given(layout)}, ${settings})${moves};</script>`;
}

/** How prose, code and outputs look. */
export const style = `
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
