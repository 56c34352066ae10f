import { built } from './built.mjs';
import { plainText } from './plain-text.mjs';

const { escapeHtml } = built('notebook/html');

/** The eight colours of terminals and their bright kin, dark enough for a white page. */
const colours = ['#222', '#b42318', '#1a7f37', '#8a6100', '#1f5fbf', '#8e3a9d', '#12757e', '#666'];
const bright = ['#555', '#d1382b', '#2b9a4b', '#a87900', '#3b7de0', '#a953b8', '#1c939d', '#888'];

/** A text of a terminal as HTML: its colours and weights as styles, other control sequences left out, and all else as text. */
export function ansiHtml(text) {
  let style = {};
  let html = '';
  let read = 0;
  const add = part => {
    const shown = escapeHtml(plainText(part));
    const css = Object.values(style).join(';');
    html += css === '' || shown === '' ? shown : `<span style="${css}">${shown}</span>`;
  };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one
  for (const match of text.matchAll(/\x1b\[([\d;]*)m/g)) {
    add(text.slice(read, match.index));
    read = match.index + match[0].length;
    style = styled(style, match[1].split(';').map(Number));
  }
  add(text.slice(read));
  return html;
}

function styled(before, codes) {
  let style = { ...before };
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i];
    if (code === 0) style = {};
    else if (code === 1) style.weight = 'font-weight:bold';
    else if (code === 3) style.slant = 'font-style:italic';
    else if (code === 4) style.line = 'text-decoration:underline';
    else if (code === 22) delete style.weight;
    else if (code === 23) delete style.slant;
    else if (code === 24) delete style.line;
    else if (code >= 30 && code <= 37) style.colour = `color:${colours[code - 30]}`;
    else if (code >= 90 && code <= 97) style.colour = `color:${bright[code - 90]}`;
    else if (code >= 40 && code <= 47) style.ground = `background:${bright[code - 40]}33`;
    else if (code === 39) delete style.colour;
    else if (code === 49) delete style.ground;
    // Of 256 and of all colours: the numbers behind it belong to it.
    else if (code === 38 || code === 48) {
      const rgb = codes[i + 1] === 2 ? codes.slice(i + 2, i + 5) : [];
      if (rgb.length === 3 && rgb.every(one => one >= 0 && one <= 255))
        style[code === 38 ? 'colour' : 'ground'] = `${code === 38 ? 'color' : 'background'}:rgb(${rgb.join()})`;
      i += codes[i + 1] === 2 ? 4 : 2;
    }
  }
  return style;
}
