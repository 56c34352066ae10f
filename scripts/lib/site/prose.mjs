import { basename } from 'node:path';
import { markdownHtml } from '../prose.mjs';

/** An address within a page, made of a heading. */
export const slug = text =>
  text
    .toLowerCase()
    .replace(/<[^>]+>|&[a-z#\d]+;/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');

/** HTML whose headings can be linked to. */
export const withAnchors = html => {
  const seen = new Map();
  return html.replace(/<h([1-4])>([\s\S]*?)<\/h\1>/g, (_, level, text) => {
    const name = slug(text);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return `<h${level} id="${count > 1 ? `${name}-${count}` : name}">${text}</h${level}>`;
  });
};

/**
 * HTML whose links lead to pages of the site: those to notebooks and documents to their pages, those to files of the repository, which the site does
 * not have, to nowhere.
 */
export const withSiteLinks = html =>
  html.replace(/<a href="([^"]*)"([^>]*)>([\s\S]*?)<\/a>/g, (link, href, rest, text) => {
    if (/^(https?:|#)/.test(href)) return link;
    const [path, place] = href.split('#');
    const name = basename(path);
    const to = /\.(ipynb|md)$/.test(name)
      ? name.replace(/\.(ipynb|md)$/, '.html').replace(/^README\.html$/, 'index.html')
      : undefined;
    return to ? `<a href="${to}${place ? `#${place}` : ''}"${rest}>${text}</a>` : `<code>${text}</code>`;
  });

/** A document as HTML of the site. */
export const documentHtml = markdown => withAnchors(withSiteLinks(markdownHtml(markdown)));
