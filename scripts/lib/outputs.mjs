import { ansiHtml } from './ansi.mjs';
import { built } from './built.mjs';
import { textOf as text } from './notebook.mjs';
import { dataAddress, PICTURES } from './pictures.mjs';
import { latexHtml, markdownHtml } from './prose.mjs';

const { escapeHtml } = built('notebook/html');

/** An output of a cell as HTML; nothing for kinds that nbformat 4 does not have. */
export function outputHtml({ output_type, data, metadata, text: stream, name, traceback, ename, evalue }) {
  if (output_type === 'stream')
    return `<pre class="${name === 'stderr' ? 'stderr' : 'stream'}">${ansiHtml(text(stream))}</pre>`;
  if (output_type === 'error') {
    const said = [ename, evalue].filter(Boolean).join(': ');
    return `<pre class="stderr">${ansiHtml([traceback ?? []].flat().join('\n') || said)}</pre>`;
  }
  return output_type === 'display_data' || output_type === 'execute_result' ? shown(data ?? {}, metadata ?? {}) : '';
}

const draw = {
  'text/html': content => `<div class="html">${text(content)}</div>`,
  'text/markdown': content => `<div class="prose">${markdownHtml(text(content))}</div>`,
  'text/latex': content => `<div class="prose">${latexHtml(text(content))}</div>`,
  'application/json': json,
};

/** Forms by their richness: the order of nbconvert, whose page this is like, with JSON before text. */
const [DRAWING, ...PHOTOS] = PICTURES;
const ORDER = ['text/html', 'text/markdown', DRAWING, 'text/latex', ...PHOTOS, 'application/json'];

/** An output in the richest of its forms that a page can show; one of which it knows none as the text that there is. */
function shown(data, metadata) {
  const has = type => data[type] !== undefined && (/json$/.test(type) || text(data[type]) !== '');
  const type = ORDER.find(has);
  if (type === DRAWING && /^\s*</.test(text(data[type]))) return text(data[type]);
  if (PICTURES.includes(type)) return picture(type, data, metadata);
  if (type) return draw[type](data[type]);
  const other = ['text/plain', ...Object.keys(data).filter(key => /^text\/|json$|javascript$/.test(key))].find(has);
  if (other === undefined) return '';
  return typeof data[other] === 'string' || Array.isArray(data[other])
    ? `<pre>${ansiHtml(text(data[other]))}</pre>`
    : json(data[other]);
}

function json(content) {
  return `<pre>${escapeHtml(JSON.stringify(content, null, 2))}</pre>`;
}

/** A picture, in the size that its metadata gives. */
function picture(type, data, metadata) {
  const size = ['width', 'height']
    .map(side => [side, Number((metadata[type] ?? metadata)[side])])
    .filter(([, pixels]) => pixels > 0 && Number.isFinite(pixels))
    .map(([side, pixels]) => ` ${side}="${pixels}"`);
  return `<img alt="${escapeHtml(text(data['text/plain']))}"${size.join('')} src="${dataAddress(type, data[type])}">`;
}
