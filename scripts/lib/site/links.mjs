import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whether a link leads to another site, or to something that it holds itself. */
const isElsewhere = link => /^(https?:|mailto:|data:|blob:)/.test(link);

/** The links of the pages of a folder that lead nowhere, each with its page: to a file that is not there, or to no place in it. */
export function brokenLinks(folder) {
  const pages = readdirSync(folder).filter(name => name.endsWith('.html'));
  const texts = new Map(pages.map(name => [name, readFileSync(join(folder, name), 'utf8')]));
  return pages.flatMap(name =>
    [...texts.get(name).matchAll(/\s(?:href|src)="([^"]*)"/g)]
      .map(([, link]) => link.replaceAll('&amp;', '&'))
      .filter(link => link !== '' && !isElsewhere(link))
      .filter(link => {
        const [path, place] = link.split('#');
        const target = path === '' ? name : decodeURI(path);
        if (!existsSync(join(folder, target))) return true;
        return Boolean(place) && texts.has(target) && !texts.get(target).includes(`id="${decodeURI(place)}"`);
      })
      .map(link => `${name}: ${link}`),
  );
}
