import katex from 'katex';
import { Marked } from 'marked';
import { built } from './built.mjs';
import { attachedAddress } from './pictures.mjs';

const { escapeHtml } = built('notebook/html');

const code = /(```[\s\S]*?```|`[^`\n]*`)/;

/** Formulas as Jupyter finds them in prose: on lines of their own, in environments, and in the line. */
const IN_PROSE = [
  /\$\$(?<block>[\s\S]+?)\$\$/,
  /\\\\\[(?<bracket>[\s\S]+?)\\\\\]/,
  /(?<environment>\\begin\{(?<kind>[a-z]+\*?)\}[\s\S]+?\\end\{\k<kind>\})/,
  /(?<!\\)\$(?!\s)(?<line>[^$\n]*?[^\s$\\])\$(?!\d)/,
  /\\\\\((?<paren>[\s\S]+?)\\\\\)/,
];

/** And in text that is LaTeX, where nothing but LaTeX reads a backslash. */
const IN_LATEX = [IN_PROSE[0], /\\\[(?<bracket>[\s\S]+?)\\\]/, ...IN_PROSE.slice(2, 4), /\\\((?<paren>[\s\S]+?)\\\)/];

/**
 * Markdown with formulas between dollar signs or in environments, which become MathML: browsers draw it without any font or script. Dollar
 * signs in code, and those with a space or a digit where a formula would start or end, are dollar signs.
 *
 * @param attachments the pictures that were pasted into the cell, by their names
 */
export function markdownHtml(source, attachments) {
  const kept = keeper(IN_PROSE);
  const masked = source
    .split(code)
    .map((part, i) => (i % 2 === 1 ? part : kept.mask(part)))
    .join('');
  const marked = new Marked({ walkTokens: token => embed(token, attachments) });
  return kept.fill(marked.parse(masked));
}

/** Text with formulas, as `text/latex` is: what is outside of them is text. */
export function latexHtml(source) {
  const kept = keeper(IN_LATEX);
  return kept.fill(escapeHtml(kept.mask(source)));
}

/** Puts formulas aside, where nothing of a text's form touches them, and back. The first that begins is one; what is in it is its own. */
function keeper(kinds) {
  const drawn = [];
  const pattern = new RegExp(kinds.map(({ source }) => source).join('|'), 'g');
  const keep = (...found) => {
    const { block, bracket, environment, line, paren } = found.at(-1);
    const displayed = block ?? bracket ?? environment;
    const settings = { displayMode: displayed !== undefined, output: 'mathml', throwOnError: false };
    drawn.push(katex.renderToString(displayed ?? line ?? paren, settings));
    return `\uE000${drawn.length - 1}\uE001`;
  };
  return {
    mask: text => text.replace(pattern, keep),
    fill: html => html.replace(/\uE000(\d+)\uE001/g, (mark, i) => drawn[i] ?? mark),
  };
}

/** Gives pictures of the cell the address that holds them. */
function embed(token, attachments) {
  if (token.type === 'image' || token.type === 'link')
    token.href = attachedAddress(token.href, attachments) ?? token.href;
  if (token.type === 'html')
    token.text = token.text.replace(
      /(\ssrc\s*=\s*)(?:"(attachment:[^"]*)"|'(attachment:[^']*)')/gi,
      (tag, before, one, other) => {
        const address = attachedAddress(one ?? other, attachments);
        return address === undefined ? tag : `${before}"${address}"`;
      },
    );
}
