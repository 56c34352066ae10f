// Full-text search: the sections that hold all words, those in headings first.
/* global document, fetch */
const [query, found] = ['query', 'found'].map(id => document.getElementById(id));
let sections;

const fold = text => text.toLowerCase();

async function search() {
  const words = fold(query.value).split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    found.replaceChildren();
    return;
  }
  sections ??= await (await fetch('search.json')).json();
  const score = ({ title, heading, text }) => {
    const [inHeading, inText] = [fold(`${title} ${heading}`), fold(text)];
    if (!words.every(word => inHeading.includes(word) || inText.includes(word))) return 0;
    return words.reduce((sum, word) => sum + (inHeading.includes(word) ? 10 : 0) + inText.split(word).length - 1, 0);
  };
  const hits = sections
    .map(section => ({ section, points: score(section) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points)
    .slice(0, 12);
  found.replaceChildren(...hits.map(({ section }) => hitOf(section, words[0])));
  if (hits.length === 0) found.textContent = 'Nothing found.';
}

function hitOf({ page, title, heading, text }, word) {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = page;
  link.textContent = heading && heading !== title ? `${title}: ${heading}` : title;
  const at = Math.max(0, fold(text).indexOf(word) - 60);
  item.append(link, ` ${at > 0 ? '… ' : ''}${text.slice(at, at + 160)} …`);
  return item;
}

query.addEventListener('input', search);
query.form.addEventListener('submit', event => event.preventDefault());
