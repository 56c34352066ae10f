/**
 * The results of an experiment in lines of at most `width` characters: title, BLEU in the domain, general ability. A longer title goes on
 * in the next line.
 */
export function resultsTable(rows, width = 79) {
  const numbers = '  domain BLEU  general'.length;
  const room = width - numbers;
  const titles = rows.map(({ title }) => folded(title, room));
  const column = Math.max(3, ...titles.flat().map(line => line.length));
  return [
    `${'run'.padEnd(column)}  domain BLEU  general`,
    ...rows.flatMap(({ bleu, general }, i) => {
      const [first, ...others] = titles[i];
      return [
        `${first.padEnd(column)}  ${bleu.toFixed(1).padStart(11)}  ${general.toFixed(1).padStart(6)}%`,
        ...others,
      ];
    }),
  ].join('\n');
}

/** A text in lines, cut at spaces; what goes on is indented. */
export function folded(text, width = 79) {
  const lines = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(last === undefined ? word : `  ${word}`);
  }
  return lines;
}
