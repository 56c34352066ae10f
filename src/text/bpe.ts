/** Bytes as printable characters, as GPT-2 writes them: byte-level BPE works on these, so that every text can be encoded. */
export const byteAlphabet: string[] = (() => {
  const printable = (byte: number) => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : next++));
})();

/**
 * How text is cut before pairs are merged, much as Llama 3 does it: words with the space before them, single digits, runs of marks,
 * line ends, spaces. Unlike there, a mark does not take the line ends behind it along: a translation that is cut off before the blank
 * line, and goes on from there, is then the same tokens as the whole.
 */
export const pretokenPattern =
  '[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+';

/** A learned vocabulary: tokens by id, and the merges in the order in which they were learned. */
export interface BpeModel {
  tokens: string[];
  merges: [string, string][];
}

/**
 * Learns a byte-level BPE vocabulary: starting from the 256 bytes, the pair of tokens that stands side by side most often is merged,
 * again and again, until the vocabulary has `size` entries or no pair comes twice. Ties go to the pair that sorts first.
 *
 * @param texts the corpus
 * @param size entries of the vocabulary, bytes included
 * @throws Error when the corpus is empty or the size is below 256
 * Source: Sennrich et al. 2016 (1508.07909); bytes as in GPT-2.
 */
export function learnBpe(texts: Iterable<string>, size: number): BpeModel {
  if (size < 256) throw new Error(`a byte-level vocabulary needs at least 256 entries, not ${size}`);
  const words = countWords(texts);
  if (words.length === 0) throw new Error('cannot learn a vocabulary: the corpus is empty');
  const tokens = [...byteAlphabet];
  const merges: [string, string][] = [];
  const pairs = new PairCounts(words);
  while (tokens.length < size) {
    const best = pairs.best();
    if (best === undefined) break;
    merges.push(best);
    tokens.push(best[0] + best[1]);
    pairs.merge(best);
  }
  return { tokens, merges };
}

interface Word {
  symbols: string[];
  count: number;
}

function countWords(texts: Iterable<string>): Word[] {
  const pattern = new RegExp(pretokenPattern, 'gu');
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const [piece] of text.matchAll(pattern)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  }
  const encoder = new TextEncoder();
  return [...counts].map(([piece, count]) => ({
    symbols: Array.from(encoder.encode(piece), byte => byteAlphabet[byte] as string),
    count,
  }));
}

/** How often each pair stands in the corpus, kept up to date while pairs are merged. */
class PairCounts {
  private readonly counts = new Map<string, number>();
  private readonly where = new Map<string, Set<Word>>();

  constructor(words: readonly Word[]) {
    for (const word of words) this.add(word, 1);
  }

  /** The most frequent pair that comes at least twice. */
  best(): [string, string] | undefined {
    let best: string | undefined;
    let most = 1;
    for (const [pair, count] of this.counts) {
      if (count > most || (count === most && best !== undefined && pair < best)) {
        best = pair;
        most = count;
      }
    }
    return best?.split(' ') as [string, string] | undefined;
  }

  /** Replaces the pair by one symbol wherever it stands. */
  merge([left, right]: [string, string]): void {
    for (const word of this.where.get(`${left} ${right}`) ?? []) {
      this.add(word, -1);
      const { symbols } = word;
      for (let i = 0; i + 1 < symbols.length; i++) {
        if (symbols[i] === left && symbols[i + 1] === right) symbols.splice(i, 2, left + right);
      }
      this.add(word, 1);
    }
  }

  private add(word: Word, sign: 1 | -1): void {
    for (let i = 0; i + 1 < word.symbols.length; i++) {
      const pair = `${word.symbols[i]} ${word.symbols[i + 1]}`;
      const count = (this.counts.get(pair) ?? 0) + sign * word.count;
      if (count > 0) this.counts.set(pair, count);
      else this.counts.delete(pair);
      let words = this.where.get(pair);
      if (words === undefined) {
        words = new Set();
        this.where.set(pair, words);
      }
      // A word without the pair may stay listed: merging it again changes nothing.
      if (sign === 1) words.add(word);
    }
  }
}
