/** A number with its noun: `1 seed`, `3 seeds`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** A difference with its sign: `+1.5`, `−2.0`. */
export function signed(value: number, digits = 1): string {
  const size = Math.abs(value).toFixed(digits);
  return `${value < 0 && Number(size) !== 0 ? '−' : '+'}${size}`;
}

/** A text in lines of at most `width` characters, cut at spaces, and a longer word anywhere. */
export function folded(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) as string;
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= width) lines[lines.length - 1] = longer;
    else {
      const pieces = word.match(new RegExp(`.{1,${Math.max(1, width)}}`, 'gu')) ?? [''];
      if (line === '') lines.pop();
      for (const piece of pieces) lines.push(piece);
    }
  }
  return lines;
}
