import { asList, type References } from './corpus';
import type { BleuTokenizer } from './tokenizers';

const CHINESE = ['zh', 'zho', 'chi', 'cmn', 'yue', 'wuu', 'nan', 'hak', 'lzh'];
/** Spaces part none of their words, or phrases only; particles hang on those of Korean. */
const UNPARTED = 'ja jpn ko kor th tha lo lao km khm my mya bur bo bod tib dz dzo'.split(' ');

const HAN = /(?=\p{L})[\p{scx=Han}\p{scx=Bopomofo}]/gu;
const KANA = /(?=\p{L})[\p{scx=Hiragana}\p{scx=Katakana}]/gu;
const OTHERS = /(?=\p{L})[\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Tibetan}]/gu;
const WORD = /\p{L}[\p{L}\p{M}]*/gu;

/** From this share of kana among kana and Chinese signs on a text is Japanese: names in Chinese text have few. */
const JAPANESE = 0.1;

/**
 * The tokenizer that BLEU is to count with, as sacreBLEU chooses by the language of the references: `zh` for Chinese, and `13a` for all but
 * those that it cuts to no use: `char` for Japanese and Korean (sacreBLEU has MeCab for them, which is not here), Thai, Lao, Khmer, Burmese
 * and Tibetan. Of a corpus of several languages half the references decide: `zh` cuts Western text as `13a` does.
 *
 * @param target the language of the references, such as `zh`, `zh-TW` or `zho_Hans`, or that of each; when it is not given their letters tell
 */
export function bleuTokenizer(references: References, target?: string | readonly string[]): BleuTokenizer {
  const wanted =
    target === undefined
      ? references.flatMap(asList).flatMap(text => tokenizerOfText(text) ?? [])
      : [target].flat().map(tokenizerOfLanguage);
  const count = (name: BleuTokenizer) => wanted.filter(one => one === name).length;
  const [zh, char] = [count('zh'), count('char')];
  if (zh + char === 0 || zh + char < count('13a')) return '13a';
  return zh > char ? 'zh' : 'char';
}

function tokenizerOfLanguage(code: string): BleuTokenizer {
  const [language] = code.toLowerCase().split(/[-_]/) as [string];
  return CHINESE.includes(language) ? 'zh' : UNPARTED.includes(language) ? 'char' : '13a';
}

/** Undefined where there are no letters to go by. A sign of the East weighs as much as a word of the West. */
function tokenizerOfText(text: string): BleuTokenizer | undefined {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  const [han, kana, others] = [count(HAN), count(KANA), count(OTHERS)];
  const signs = han + kana;
  const western = text.replace(HAN, ' ').replace(KANA, ' ').replace(OTHERS, ' ').match(WORD)?.length ?? 0;
  if (signs + others + western === 0) return undefined;
  if (signs + others < western) return '13a';
  return others > signs || kana >= JAPANESE * signs ? 'char' : 'zh';
}
