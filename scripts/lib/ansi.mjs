import { built } from './built.mjs';
import { plainText } from './plain-text.mjs';

const { escapeHtml } = built('notebook/html');

/** The eight colours of terminals and their bright kin, dark enough for a white page. */
const colours = ['#222', '#b42318', '#1a7f37', '#8a6100', '#1f5fbf', '#8e3a9d', '#12757e', '#666'];
const bright = ['#555', '#d1382b', '#2b9a4b', '#a87900', '#3b7de0', '#a953b8', '#1c939d', '#888'];

/** The colours of the page, which swap when a terminal inverts them. */
const [INK, PAPER] = ['#222', '#fff'];

/** The six steps of a part of a colour in the palette of 256. */
const STEPS = [0, 95, 135, 175, 215, 255];

/** A text of a terminal as HTML: its colours and weights as styles, other control sequences left out, and all else as text. */
export function ansiHtml(text) {
  const seen = overwritten(text);
  let style = {};
  let html = '';
  let read = 0;
  const add = part => {
    const shown = escapeHtml(plainText(part));
    const css = cssOf(style);
    html += css === '' || shown === '' ? shown : `<span style="${css}">${shown}</span>`;
  };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one
  for (const match of seen.matchAll(/\x1b\[([\d;:]*)m/g)) {
    add(seen.slice(read, match.index));
    read = match.index + match[0].length;
    style = styled(style, match[1].split(/[;:]/).map(Number));
  }
  add(seen.slice(read));
  return html;
}

/** What is left on the screen of lines that were written over, such as bars that grow: what stands behind the last carriage return. */
const overwritten = text => text.split('\n').map(lastWritten).join('\n');

function lastWritten(line) {
  let end = line.length;
  while (line[end - 1] === '\r') end--;
  return line.slice(0, end).split('\r').at(-1);
}

function cssOf({ colour, ground, inverse, ...others }) {
  const [front, back] = inverse ? [ground ?? PAPER, colour ?? INK] : [colour, ground];
  return [...Object.values(others), front && `color:${front}`, back && `background:${back}`].filter(Boolean).join(';');
}

/** What codes of "select graphic rendition" make of a style. Source: ECMA-48, 8.3.117; xterm for 90 to 107 and the 256 colours. */
function styled(before, codes) {
  let style = { ...before };
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i];
    if (code === 0) style = {};
    else if (code === 1) style.weight = 'font-weight:bold';
    else if (code === 3) style.slant = 'font-style:italic';
    else if (code === 4) style.line = 'text-decoration:underline';
    else if (code === 7) style.inverse = true;
    else if (code === 22) delete style.weight;
    else if (code === 23) delete style.slant;
    else if (code === 24) delete style.line;
    else if (code === 27) delete style.inverse;
    else if (code >= 30 && code <= 37) style.colour = colours[code - 30];
    else if (code >= 90 && code <= 97) style.colour = bright[code - 90];
    else if (code >= 40 && code <= 47) style.ground = `${bright[code - 40]}33`;
    else if (code >= 100 && code <= 107) style.ground = `${bright[code - 100]}55`;
    else if (code === 39) delete style.colour;
    else if (code === 49) delete style.ground;
    // Of 256 and of all colours: the numbers behind it belong to it.
    else if (code === 38 || code === 48) {
      const [kind, ...numbers] = codes.slice(i + 1, i + 5);
      const colour = kind === 2 ? rgb(numbers) : kind === 5 ? ofPalette(numbers[0]) : undefined;
      if (colour) style[code === 38 ? 'colour' : 'ground'] = colour;
      i += kind === 2 ? 4 : 2;
    }
  }
  return style;
}

const rgb = parts =>
  parts.length === 3 && parts.every(part => part >= 0 && part <= 255) ? `rgb(${parts.join()})` : undefined;

/** A colour of the palette of 256: 16 of terminals, a cube of 6³, and 24 greys. */
function ofPalette(number) {
  if (!(number >= 0 && number <= 255)) return undefined;
  if (number < 16) return [...colours, ...bright][number];
  if (number >= 232) return rgb(Array(3).fill(8 + 10 * (number - 232)));
  const place = number - 16;
  return rgb([Math.floor(place / 36), Math.floor(place / 6) % 6, place % 6].map(step => STEPS[step]));
}
