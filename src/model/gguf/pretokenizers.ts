type Json = Record<string, unknown>;

const contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
const split = (pattern: string): Json => ({
  type: 'Split',
  pattern: { Regex: pattern },
  behavior: 'Isolated',
  invert: false,
});
const bytes = (own: boolean): Json => ({
  type: 'ByteLevel',
  add_prefix_space: false,
  trim_offsets: true,
  use_regex: own,
});
const sequence = (...pretokenizers: Json[]): Json => ({ type: 'Sequence', pretokenizers });
const digits: Json = { type: 'Digits', individual_digits: true };

/** Words with the mark before them, numbers of so many digits, marks with the line ends behind them. */
const words = (numbers: string) =>
  `${contractions}|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|${numbers}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`;
/** Words cut where a capital follows a small letter. */
const [upper, lower] = ['\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}', '\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}'];
const cased = (ending: string, numbers: string) =>
  `[^\\r\\n\\p{L}\\p{N}]?[${upper}]*[${lower}]+${ending}|[^\\r\\n\\p{L}\\p{N}]?[${upper}]+[${lower}]*${ending}|${numbers}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`;

const gpt2 = bytes(true);
const oneByOne = sequence(digits, gpt2);
const llama3 = sequence(split(words('\\p{N}{1,3}')), bytes(false));
const qwen2 = sequence(split(words('\\p{N}')), bytes(false));

/** How a text is cut before pairs are merged. */
export interface PreTokenizer {
  preTokenizer: Json;
  normalizer?: Json;
  /** Whether a word that is in the vocabulary is taken as it is, whatever its merges. */
  wholeWords?: boolean;
}

/**
 * How byte-level vocabularies cut texts, by `tokenizer.ggml.pre`, as the tokenizer.json of the models has it.
 *
 * Source: the table of llama.cpp (src/llama-vocab.cpp), which has the same cuts as expressions of its own.
 */
export const preTokenizers: Record<string, PreTokenizer> = {
  ...Object.fromEntries(
    ['gpt-2', 'mpt', 'olmo', 'jais', 'trillion', 'granite-docling', 'phi-2'].map(name => [
      name,
      { preTokenizer: gpt2 },
    ]),
  ),
  ...Object.fromEntries(
    ['smollm', 'starcoder', 'refact', 'command-r', 'codeshell', 'exaone', 'minerva-7b'].map(name => [
      name,
      { preTokenizer: oneByOne },
    ]),
  ),
  ...Object.fromEntries(
    ['llama-bpe', 'llama3', 'llama-v3', 'falcon3', 'pixtral', 'smaug-bpe', 'dbrx'].map(name => [
      name,
      { preTokenizer: llama3, wholeWords: name !== 'dbrx' },
    ]),
  ),
  ...Object.fromEntries(
    ['qwen2', 'deepseek-r1-qwen', 'megrez', 'hunyuan'].map(name => [
      name,
      { preTokenizer: qwen2, normalizer: { type: 'NFC' } },
    ]),
  ),
  stablelm2: { preTokenizer: qwen2 },
  'deepseek-coder': {
    preTokenizer: sequence(
      ...['[\\r\\n]', '\\s?\\p{L}+', '\\s?\\p{P}+', '[一-龥ࠀ-一가-퟿]+'].map(split),
      digits,
      bytes(false),
    ),
  },
  'deepseek-v3': {
    preTokenizer: sequence(
      split('\\p{N}{1,3}'),
      split('[一-龥぀-ゟ゠-ヿ]+'),
      split(
        '[!"#$%&\'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+',
      ),
      bytes(false),
    ),
  },
  tekken: { preTokenizer: sequence(split(cased('', '\\p{N}')), bytes(false)), wholeWords: true },
  'gpt-4o': { preTokenizer: sequence(split(cased(`${contractions}?`, '\\p{N}{1,3}')), bytes(false)) },
};
