/** How text is cut into words before BLEU counts them. */
export type BleuTokenizer = '13a' | 'zh' | 'char' | 'none';

/** White space as Python's `str.split()` sees it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: Python counts the separators U+001C to U+001F as white space
const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/u;

/** The words of a text, as Python's `str.split()` gives them. */
export function words(text: string): string[] {
  return text.split(SPACE).filter(word => word !== '');
}

/** Rules of mteval-v13a for Western text: marks stand apart, and so do full stop and comma unless inside a number. */
const westernRules: [RegExp, string][] = [
  [/([{-~[-` -&(-+:-@/])/gu, ' $1 '],
  [/([^0-9])([.,])/gu, '$1 $2 '],
  [/([.,])([^0-9])/gu, ' $1 $2'],
  [/([0-9])(-)/gu, '$1 $2 '],
];

function western(text: string): string {
  return words(westernRules.reduce((line, [pattern, replacement]) => line.replace(pattern, replacement), text)).join(
    ' ',
  );
}

function mteval13a(text: string): string {
  let line = text.replaceAll('<skipped>', '').replaceAll('-\n', '').replaceAll('\n', ' ');
  if (line.includes('&')) {
    line = line.replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>');
  }
  return western(` ${line} `);
}

/**
 * Code points that the Chinese tokenizer sets apart. Two ranges look odd: sacreBLEU writes U+20000 as "\u20000", which Python reads as
 * U+2000 and a zero, so that its scores are those of U+2001 to U+2A6D and of U+2F81 to U+2FA1. Equal scores need the same ranges.
 */
const chineseRanges: [number, number][] = [
  [0x3400, 0x4db5],
  [0x4e00, 0x9fa5],
  [0x9fa6, 0x9fbb],
  [0xf900, 0xfa2d],
  [0xfa30, 0xfa6a],
  [0xfa70, 0xfad9],
  [0x2001, 0x2a6d],
  [0x2f81, 0x2fa1],
  [0xff00, 0xffef],
  [0x2e80, 0x2eff],
  [0x3000, 0x303f],
  [0x31c0, 0x31ef],
  [0x2f00, 0x2fdf],
  [0x2ff0, 0x2fff],
  [0x3100, 0x312f],
  [0x31a0, 0x31bf],
  [0xfe10, 0xfe1f],
  [0xfe30, 0xfe4f],
  [0x2600, 0x26ff],
  [0x2700, 0x27bf],
  [0x3200, 0x32ff],
  [0x3300, 0x33ff],
];

function chinese(text: string): string {
  const apart = Array.from(text.trim(), char => {
    const code = char.codePointAt(0) as number;
    return chineseRanges.some(([from, to]) => code >= from && code <= to) ? ` ${char} ` : char;
  });
  return western(apart.join(''));
}

const tokenizers: Record<BleuTokenizer, (text: string) => string> = {
  '13a': mteval13a,
  zh: chinese,
  char: text => Array.from(text).join(' '),
  none: text => text,
};

/**
 * The words of a text as BLEU counts them.
 *
 * @throws Error naming an unknown tokenizer
 * Source: sacreBLEU 2.6, tokenizers 13a, zh, char and none.
 */
export function bleuWords(text: string, tokenizer: BleuTokenizer): string[] {
  const tokenize = tokenizers[tokenizer];
  if (tokenize === undefined)
    throw new Error(`unknown tokenizer ${tokenizer}: choose one of ${Object.keys(tokenizers).join(', ')}`);
  return words(tokenize(text.trimEnd()));
}
