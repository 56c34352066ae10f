import { describe, expect, it } from 'vitest';
import { bleuTokenizer, corpusBleu, pairedBootstrap, scoreTranslations } from '../../src/evaluate';

// The scores are sacreBLEU 2.6's, with the tokenizer that is named.
const corpora = [
  { what: 'Chinese', answer: '我喜欢猫和狗。', reference: '我喜欢狗和猫。', tokenizer: 'zh', bleu: 30.2137539736 },
  {
    what: 'Chinese with Western names and numbers',
    answer: '他在2023年买了一部iPhone手机，很高兴。',
    reference: '他于2023年买了一部iPhone手机，非常高兴。',
    tokenizer: 'zh',
    bleu: 64.4913183543,
  },
  {
    what: 'Chinese in traditional signs',
    answer: '我今天在圖書館讀了一本書。',
    reference: '今天我在圖書館看了一本書。',
    tokenizer: 'zh',
    bleu: 53.822182207,
  },
  {
    what: 'Japanese',
    answer: '私は昨日図書館で本を読みました。',
    reference: '昨日、私は図書館で本を読みました。',
    tokenizer: 'char',
    bleu: 76.0085414059,
  },
  {
    what: 'Japanese, mostly foreign words',
    answer: 'コーヒーとケーキが大好きです。',
    reference: 'コーヒーとケーキが好きです。',
    tokenizer: 'char',
    bleu: 80.0320320385,
  },
  {
    what: 'Korean',
    answer: '나는 고양이와 개를 좋아합니다.',
    reference: '나는 개와 고양이를 좋아합니다.',
    tokenizer: 'char',
    bleu: 59.5640359272,
  },
  { what: 'Thai', answer: 'ฉันชอบแมวและสุนัข', reference: 'ฉันชอบสุนัขและแมว', tokenizer: 'char', bleu: 64.5957800633 },
  {
    what: 'English with a Chinese word',
    answer: 'He said 你好 to his old friend, twice.',
    reference: 'He said 你好 to his friend twice.',
    tokenizer: '13a',
    bleu: 46.7137977728,
  },
];

describe('translations into a language without spaces', () => {
  it.each(corpora)('$what: BLEU counts by $tokenizer, and says so', ({ answer, reference, tokenizer, bleu }) => {
    const scores = scoreTranslations([answer], [reference]);
    expect(scores.bleu).toBeCloseTo(bleu, 8);
    expect(scores.strictBleu).toBeCloseTo(bleu, 8);
    expect(scores.signature).toBe(`nrefs:1|case:mixed|eff:no|tok:${tokenizer}|smooth:exp`);
  });

  it('are counted as asked where one asks', () => {
    const { answer, reference } = corpora[0]!;
    const signature = (options: object) => scoreTranslations([answer], [reference], options).signature;
    expect(signature({ tokenize: '13a' })).toContain('tok:13a');
    expect(signature({ tokenize: '13a', target: 'zh' })).toContain('tok:13a');
    expect(signature({ target: 'ja' })).toContain('tok:char');
    expect(scoreTranslations([answer], [reference], { tokenize: '13a' }).bleu).toBe(0);
  });

  it('what the model adds, in whatever language, does not decide', () => {
    const { answer, reference, bleu } = corpora[0]!;
    const scores = scoreTranslations([`${answer}\n\nThe order of the two animals does not matter much.`], [reference]);
    expect(scores.bleu).toBeCloseTo(bleu, 8);
    expect(scores.signature).toContain('tok:zh');
  });

  it('beside as many into English count by zh, which cuts English as 13a does', () => {
    const english = ['I like cats and dogs.', 'I like cats and dogs, too.'] as const;
    const { answer, reference } = corpora[0]!;
    expect(scoreTranslations([answer, english[0]], [reference, english[1]]).bleu).toBeCloseTo(43.9857969436, 8);
    expect(corpusBleu([english[0]], [english[1]], { tokenize: 'zh' }).score).toBe(
      corpusBleu([english[0]], [english[1]]).score,
    );
  });

  it('are compared by the same words', () => {
    const { answer, reference, bleu } = corpora[0]!;
    const options = { draws: [[0]] };
    const { baseline, systems } = pairedBootstrap([answer], [[reference]], [[reference, 'x']], options);
    expect(baseline.score).toBeCloseTo(bleu, 8);
    expect(systems[0]!.score).toBeCloseTo(100, 8);
    expect(pairedBootstrap([answer], [], [reference], { ...options, tokenize: '13a' }).baseline.score).toBe(0);
    expect(pairedBootstrap([answer], [], [reference], { ...options, metric: 'chrf' }).baseline.score).toBeGreaterThan(
      0,
    );
  });
});

describe('the tokenizer of a language', () => {
  it.each([
    ['zh', 'zh zh-CN zh_TW ZH zho_Hans cmn yue-HK'],
    ['char', 'ja ja-JP jpn_Jpan ko kor_Hang th tha lo km my bo'],
    ['13a', 'en de cs ru is uk hi ar vi deu_Latn'],
  ])('is %s for %s', (tokenizer, codes) => {
    for (const code of codes.split(' ')) expect(bleuTokenizer(['?'], code), code).toBe(tokenizer);
  });

  it.each([
    ['Русский язык.', '13a'],
    ['Ελληνικά', '13a'],
    ['मुझे बिल्लियाँ पसंद हैं।', '13a'],
    ['أحب القطط', '13a'],
    ['Tôi thích mèo', '13a'],
    ['12:30', '13a'],
    ['', '13a'],
    ['ຂ້ອຍມັກແມວ', 'char'],
    ['ខ្ញុំចូលចិត្តឆ្មា', 'char'],
    ['ကျွန်တော် ကြောင်ကြိုက်တယ်', 'char'],
    ['東京で日本経済新聞を読む。', 'char'],
    ['ｺｰﾋｰ', 'char'],
    ['优の良品在香港开了很多家新的分店。', 'zh'],
  ])('shows in its letters: %o', (text, tokenizer) => {
    expect(bleuTokenizer([text])).toBe(tokenizer);
  });

  it('is that of most texts, of all references of each', () => {
    expect(bleuTokenizer(['Ja.', 'Nein.', '你好'])).toBe('13a');
    expect(bleuTokenizer(['12', '你好', '100 %'])).toBe('zh');
    expect(bleuTokenizer([['你好', '您好'], 'Hello'])).toBe('zh');
    expect(bleuTokenizer(['東京都', '私は本を読む', '猫がいる'])).toBe('char');
    expect(bleuTokenizer(['?', '?'], ['de', 'zh'])).toBe('zh');
    expect(bleuTokenizer([])).toBe('13a');
  });
});
