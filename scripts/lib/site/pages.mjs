import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { notebookBody } from '../html.mjs';
import { textOf } from '../notebook.mjs';
import { openProse } from '../readable.mjs';
import { documentHtml, withAnchors, withSiteLinks } from './prose.mjs';
import { escapeHtml, page } from './shell.mjs';

const SVG = 'image/svg+xml';

/** The notebooks of a folder: what each is called, asks, takes and shows. */
export function readNotebooks(folder) {
  const names = readdirSync(folder).filter(name => name.endsWith('.ipynb'));
  return names.sort().map(file => {
    const notebook = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const opening = textOf(notebook.cells[0]?.source);
    const outputs = notebook.cells.flatMap(({ outputs = [] }) => outputs);
    return {
      notebook,
      name: basename(file, '.ipynb'),
      number: file.slice(0, 2),
      title: /^# (.+)/.exec(opening)?.[1] ?? file,
      question: /\*\*Question\.\*\* (.+)/.exec(opening)?.[1]?.replaceAll('*', '') ?? '',
      minutes: notebook.metadata.radis?.minutes,
      picture: outputs.map(({ data }) => data?.[SVG]).find(Boolean),
    };
  });
}

/** A figure that the one copy of Plotly draws when it comes into view, and a picture of it where no program runs. */
const figure = (id, given, picture) =>
  `<div id="${id}" class="figure"></div><script type="application/json" data-figure="${id}">${JSON.stringify(given).replaceAll('<', '\\u003c')}</script>${
    picture ? `<noscript>${textOf(picture)}</noscript>` : ''
  }`;

export function notebookPage({ notebook, title }) {
  const { body } = notebookBody(notebook, figure);
  return page({
    title,
    body: withAnchors(withSiteLinks(body)),
    scripts: [
      ['plotly.js', 'defer'],
      ['figures.js', 'defer'],
    ],
  });
}

export const documentPage = (title, markdown) => page({ title, body: documentHtml(markdown) });

export function indexPage(notebooks) {
  const card = ({ name, number, title, question, minutes, picture }) => `<li class="card">
<a href="${name}.html">${picture ? `<img src="pictures/${number}.svg" alt="" loading="lazy" width="380" height="230">` : ''}<h2>${number} ${escapeHtml(title)}</h2></a>
<p>${escapeHtml(question)}</p><p class="quiet">${minutes} minutes</p></li>`;
  return page({
    title: 'Notebooks',
    wide: true,
    scripts: [['search.js', 'defer']],
    body: `<h1>RaDis workbench</h1>
<p>Teach a chat model to translate, and it forgets much of what else it could. Here you can watch that, and try a way to forget less: training on the model’s own words as well. Begin with <a href="00-tour.html">the tour</a>, or <a href="chat.html">talk to the models</a>.</p>
<form role="search" class="search"><label for="query">Search all pages</label> <input id="query" type="search" autocomplete="off"></form>
<ol id="found" class="found" aria-live="polite"></ol>
<ul class="cards">${notebooks.map(card).join('\n')}</ul>`,
  });
}

/** The methods by the place where they act: what each needs, what it keeps, and its file. */
export function methodsPage(radis, root) {
  const results = radis.readResults(radis.openExperiment(radis.readExperiment('methods', 'full')));
  const methods = radis.methodStudy(results);
  const gains = radis.atEqualQuality(methods);
  const [middle, high] = [methods.qualities[2], methods.qualities[3]];
  const text = (name, at) => {
    const { mean, margin, certainty } = radis.differenceOf(gains, { name, at });
    return Number.isFinite(mean)
      ? `${mean.toFixed(1).replace('-', '−')} ± ${margin.toFixed(1)}, ${certainty}`
      : 'not reached';
  };
  const folder = join(root, 'src', 'methods');
  const files = readdirSync(folder).map(file => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
  const sourceOf = ({ name }) =>
    files.find(({ text }) => ["'", '"'].some(quote => text.includes(`name: ${quote}${name}${quote}`)));
  const row = ({ name, needs, cite, setting }) => {
    const found = sourceOf(radis.methods[setting.method]);
    const source = found
      ? `<details><summary>${found.file}</summary><pre tabindex="0"><code>${escapeHtml(found.text)}</code></pre></details>`
      : '';
    return `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(needs)}</td><td>${text(name, middle)}</td><td>${text(name, high)}</td><td>${escapeHtml(cite)}${source}</td></tr>`;
  };
  const places = [...new Set(radis.methodVariants.map(({ place }) => place))].filter(place => place !== '–');
  const table = place =>
    `<h2>${escapeHtml(place)}</h2><div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(place)}"><table><thead><tr><th>method</th><th>needs</th><th>points at BLEU ${middle}</th><th>at BLEU ${high}</th><th>from</th></tr></thead><tbody>${radis.methodVariants
      .filter(one => one.place === place && methods.names.includes(one.name))
      .map(row)
      .join('')}</tbody></table></div>`;
  return page({
    title: 'The map of methods',
    wide: true,
    body: `<h1>The map of methods</h1><p>A method against forgetting acts on the data, on the loss, or on the weights. Beside each: what it needs beyond the model and the parallel text, and how many points of general ability it keeps beyond vanilla fine-tuning at equal translation quality, with a word for how sure that is (<a href="claims.html">claims</a>; how to read it: <a href="04-methods.html">04</a>).</p>${places.map(table).join('')}`,
  });
}

/** What the search finds: a line for each section of a page. */
export function searchIndex(notebooks, documents) {
  const sections = (file, title, markdown) =>
    markdown
      .replace(/```[\s\S]*?```/g, ' ')
      .split(/\n(?=#{1,3} )/)
      .map(part => ({
        page: file,
        title,
        heading: /^#{1,3} (.+)/.exec(part)?.[1] ?? '',
        text: part
          .replace(/^#+ .+/, '')
          .replace(/<[^>]+>|[*`|$]|\]\([^)]*\)|\[/g, ' ')
          .replace(/\s+/g, ' ')
          .trim()
          .slice(0, 1200),
      }));
  return [
    ...notebooks.flatMap(({ name, title, notebook }) => sections(`${name}.html`, title, openProse(notebook))),
    ...documents.flatMap(({ name, title, markdown }) => sections(`${name}.html`, title, markdown)),
  ].filter(({ text }) => text !== '');
}
