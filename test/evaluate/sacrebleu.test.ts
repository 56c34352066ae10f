import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { corpusBleu, corpusChrf, sentenceBleu, sentenceChrf } from '../../src/evaluate';
import { packageRoot } from '../../src/paths';

/** WMT22 system outputs and the scores that sacreBLEU 2.6.0 gives them; beside the checkout where it is available. */
const data = join(packageRoot, '..', 'shared', 'data', 'wmt22');

const lines = (path: string) => readFileSync(path, 'utf8').replace(/\n$/, '').split('\n');

describe.skipIf(!existsSync(data))('scores of real WMT22 systems equal sacreBLEU’s to 1e-6', () => {
  const expected = existsSync(data) ? JSON.parse(readFileSync(join(data, 'sacrebleu-scores.json'), 'utf8')) : {};
  it.each(Object.keys(expected))('%s', key => {
    const [system, pair] = key.split('/') as [string, string];
    const target = pair.split('-')[1] as string;
    const hypotheses = lines(join(data, 'systems', system, `${pair}.${target}`));
    const references = lines(join(data, 'references', `${pair}.ref.${target}`));
    const scores = expected[key];
    const tokenize = target === 'zh' ? 'zh' : '13a';
    const bleu = corpusBleu(hypotheses, references, { tokenize });
    expect(bleu.score).toBeCloseTo(scores.bleu, 6);
    expect(bleu.brevityPenalty).toBeCloseTo(scores.bp, 6);
    expect([bleu.systemLength, bleu.referenceLength]).toEqual([scores.sys_len, scores.ref_len]);
    bleu.precisions.forEach((precision, n) => {
      expect(precision).toBeCloseTo(scores.precisions[n], 6);
    });
    expect(corpusBleu(hypotheses, references, { tokenize: 'char' }).score).toBeCloseTo(scores.bleu_char, 6);
    expect(corpusChrf(hypotheses, references)).toBeCloseTo(scores.chrf2, 6);
    expect(corpusChrf(hypotheses, references, { wordOrder: 2 })).toBeCloseTo(scores.chrf2pp, 6);
    scores.sentence_bleu_first5.forEach((score: number, i: number) => {
      expect(sentenceBleu(hypotheses[i] as string, references[i] as string, { tokenize }).score).toBeCloseTo(score, 6);
    });
    scores.sentence_chrf_first5.forEach((score: number, i: number) => {
      expect(sentenceChrf(hypotheses[i] as string, references[i] as string)).toBeCloseTo(score, 6);
    });
  });
});

describe('scores of awkward sentences equal sacreBLEU’s (test/fixtures/make-sacrebleu.py)', () => {
  const cases = JSON.parse(readFileSync(join(__dirname, '..', 'fixtures', 'sacrebleu.json'), 'utf8'));
  it.each(cases as { name: string }[])('$name', item => {
    const { hypotheses, references, tokenize, smooth, lowercase, bleu, chrf, chrfpp, sentences } =
      item as never as Record<string, never>;
    const options = { tokenize, smooth, lowercase };
    expect(corpusBleu(hypotheses, references, options).score).toBeCloseTo(bleu, 6);
    expect(corpusChrf(hypotheses, references)).toBeCloseTo(chrf, 6);
    expect(corpusChrf(hypotheses, references, { wordOrder: 2 })).toBeCloseTo(chrfpp, 6);
    (sentences as number[]).forEach((score, i) => {
      expect(sentenceBleu(hypotheses[i] as string, references[i] as string, options).score).toBeCloseTo(score, 6);
    });
  });
});

describe('a corpus that cannot be scored is refused', () => {
  it('empty', () => {
    expect(() => corpusBleu([], [])).toThrow('the corpus is empty');
    expect(() => corpusChrf([], [])).toThrow('the corpus is empty');
  });
  it('mismatched', () => {
    expect(() => corpusBleu(['a', 'b'], ['a'])).toThrow('2 hypotheses but 1 references');
  });
});
