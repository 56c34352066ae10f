import { binomialInterval, bootstrapInterval, type Interval, mean } from '../evaluate';
import { generateRationales, type Speaker } from '../generate';
import {
  groundingOf,
  judgedStatements,
  type Statement,
  type TranslationItem,
  translationPrompt,
  type Voice,
} from '../world';
import type { StudyTable } from './table';

/** What a model says beside a translation, held beside what the world knows. */
export interface Explanation {
  item: TranslationItem;
  text: string;
  /** Its sentences, each with its kind and its verdict. */
  statements: Statement[];
  /** Words that it quotes, and those of them that are about the text at hand. */
  quoted: number;
  grounded: number;
}

/**
 * Judges explanations of translations, sentence by sentence.
 *
 * @param texts an explanation of each item; empty: it said nothing
 * @param options.voice in whose wordings they are: TinyChat's own (default), or `other`
 * @throws Error when an item has no text
 *
 * @example
 * ```ts
 * const [item] = radis.sampleTranslations({ domain: 'everyday', from: 'en', to: 'de', count: 1, seed: 1 });
 * const judged = radis.judgeExplanations([item], ['The moon is made of cheese.']);
 * console.log(judged[0].statements.map(({ verdict }) => verdict));
 * // [ 'other' ]
 * ```
 */
export function judgeExplanations(
  items: readonly TranslationItem[],
  texts: readonly string[],
  options: { voice?: Voice } = {},
): Explanation[] {
  return items.map((item, i) => {
    const text = texts[i];
    if (text === undefined) throw new Error(`item ${i + 1} has no explanation: give a text for each, or an empty one`);
    return { item, text, statements: judgedStatements(text, item, options), ...groundingOf(text, item) };
  });
}

/**
 * Lets a model continue after the references of some items, and judges what it says.
 *
 * @param options.seed of the draws
 * @param options.voice in whose wordings the model speaks: TinyChat's own (default), or `other`
 */
export async function explainTexts(
  model: Speaker,
  items: readonly TranslationItem[],
  { seed, voice }: { seed?: number | string; voice?: Voice } = {},
): Promise<Explanation[]> {
  const pairs = items.map(item => ({ prompt: translationPrompt(item), reference: item.reference }));
  return judgeExplanations(items, await generateRationales(model, pairs, { seed }), { voice });
}

/** A share of a whole in percent. */
export interface Share extends Interval {
  part: number;
  whole: number;
}

/**
 * Of the statements that can be judged, how many are true, in percent. Statements about one text go together, so that for the 95% interval texts are drawn
 * again, not statements.
 */
export function truthOf(explanations: readonly Explanation[]): Share {
  const judged = explanations
    .map(({ statements }) => statements.filter(({ verdict }) => verdict !== 'other'))
    .filter(list => list.length > 0);
  const isTrue = ({ verdict }: Statement) => verdict === 'right';
  const percent = (lists: readonly Statement[][]) => percentOf(lists.flat().filter(isTrue).length, lists.flat().length);
  const [low, high] = judged.length > 0 ? bootstrapInterval(judged, percent) : [Number.NaN, Number.NaN];
  const all = judged.flat();
  const [part, whole] = [all.filter(isTrue).length, all.length];
  return { mean: percent(judged), margin: (high - low) / 2, count: judged.length, part, whole };
}

/** Of the words that explanations quote, how many are about the text at hand, in percent. */
export function groundedOf(explanations: readonly Explanation[]): number {
  const sum = (key: 'quoted' | 'grounded') => explanations.reduce((total, one) => total + one[key], 0);
  return percentOf(sum('grounded'), sum('quoted'));
}

/** Mean words of those that say something. */
export const wordsOf = (explanations: readonly Explanation[]): number =>
  mean(explanations.map(({ text }) => text.split(/\s+/).filter(Boolean).length).filter(count => count > 0));

/** What statements are good for, in plain words. */
const kinds: Record<string, string> = {
  glossary: 'what a word means',
  structure: 'how the sentence is built',
  fact: 'facts about what is named',
  usage: 'usage and tone',
  number: 'numbers',
  caution: 'a warning',
};

/** A row for each kind of statement: of each set of explanations its share, and how much of it is true, in percent. */
export function statementTable(sets: Record<string, readonly Explanation[]>): StudyTable {
  const row = (kind: string, is: (statement: Statement) => boolean) => {
    const cells = Object.entries(sets).flatMap(([set, explanations]) => {
      const all = explanations.flatMap(({ statements }) => statements);
      const mine = all.filter(is);
      const judged = mine.filter(({ verdict }) => verdict !== 'other');
      const right = judged.filter(({ verdict }) => verdict === 'right');
      return [
        [`${set}: share (%)`, wholePercent(mine.length, all.length)],
        [`${set}: true (%)`, wholePercent(right.length, judged.length)],
      ];
    });
    return { kind, ...Object.fromEntries(cells) };
  };
  const rows = Object.entries(kinds).map(([group, kind]) => row(kind, statement => statement.group === group));
  const counts = Object.entries(sets).map(([set, list]) => `${list.flatMap(one => one.statements).length} (${set})`);
  return {
    rows: [...rows, row('in words that are not judged', ({ group }) => group === undefined)],
    caption: `Statements of explanations by kind: ${counts.join(', ')}`,
  };
}

/** An answer taken apart: the translation, and what the model adds. */
export interface Added {
  item: TranslationItem;
  translation: string;
  added: string;
}

/** How often a model explains its translations unasked, by domain and direction, with the exact 95% interval of a share. */
export function unaskedTable(answers: readonly (Added & { domain: string })[]): StudyTable {
  const groupOf = ({ domain, item }: Added & { domain: string }) => `${domain}\t${item.from} → ${item.to}`;
  const rows = [...new Set(answers.map(groupOf))].map(group => {
    const mine = answers.filter(answer => groupOf(answer) === group);
    const explained = mine.filter(({ added }) => added !== '');
    const { low, high } = binomialInterval(explained.length, mine.length);
    const [domain = '', direction = ''] = group.split('\t');
    return {
      domain,
      direction,
      'explained unasked (%)': `${wholePercent(explained.length, mine.length)} (${low.toFixed(0)} to ${high.toFixed(0)})`,
    };
  });
  return { rows, caption: 'Answers that go on behind the translation, with exact 95% intervals' };
}

const percentOf = (part: number, whole: number): number => (whole > 0 ? (100 * part) / whole : Number.NaN);

const wholePercent = (part: number, whole: number): string => (whole > 0 ? percentOf(part, whole).toFixed(0) : '–');
