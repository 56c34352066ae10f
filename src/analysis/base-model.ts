import { binomialInterval, mean, scoreTranslations } from '../evaluate';
import { answer } from '../generate';
import type { ChatModel } from '../model';
import { separator } from '../types';
import {
  abilityItems,
  abilityNames,
  baseDomains,
  type Difficulty,
  fineTuningDomains,
  type Split,
  sampleTranslations,
  scoreAnswer,
  translationPrompt,
} from '../world';
import { groundedOf, judgeExplanations, truthOf } from './explanations';
import type { StudyTable } from './table';

/** What long questions are given: progress, and how they are stopped. */
export interface AskingHooks {
  signal?: AbortSignal;
  onProgress?(progress: { done: number; total: number; note?: string }): void;
}

const levels: readonly Difficulty[] = [1, 2, 3];
const splits: readonly Split[] = ['test', 'paraphrase'];

/** Right answers of a model by ability, wording and level, in percent. */
export interface AbilityShares extends StudyTable {
  /** The mean over the abilities. */
  mean(split: Split, level: Difficulty): number;
}

/**
 * Asks a model for each ability, at each level of difficulty, in wordings of the training (`test`) and in wordings that no training uses (`paraphrase`).
 *
 * @param count questions of each
 */
export async function askAbilities(
  model: ChatModel,
  count: number,
  { signal, onProgress }: AskingHooks = {},
): Promise<AbilityShares> {
  const asked = abilityNames.flatMap(ability =>
    splits.flatMap(split => levels.map(level => ({ ability, split, level, right: 0 }))),
  );
  for (const [i, cell] of asked.entries()) {
    const { ability, split, level } = cell;
    const items = abilityItems({ ability, split, difficulty: level, count, seed: 7 });
    const given = await answer(
      model,
      items.map(({ prompt }) => prompt),
      { maxNewTokens: 96, signal },
    );
    cell.right = items.filter((item, at) => scoreAnswer(item, (given[at] as { text: string }).text).correct).length;
    onProgress?.({ done: i + 1, total: asked.length, note: `${ability}, ${split}, level ${level}` });
  }
  const percent = (right: number) => (100 * right) / count;
  const widest = Math.max(
    ...asked.map(({ right }) => {
      const { low, high } = binomialInterval(right, count);
      return Math.max(percent(right) - low, high - percent(right));
    }),
  );
  const rows = abilityNames.map(ability => ({
    ability,
    ...Object.fromEntries(
      asked
        .filter(cell => cell.ability === ability)
        .map(({ split, level, right }) => [`${split} ${level}`, percent(right).toFixed(0)]),
    ),
  }));
  return {
    rows,
    caption: `Right answers in percent, of ${count} questions each; exact 95% intervals reach ${widest.toFixed(0)} points at most to a side`,
    mean: (split, level) =>
      mean(asked.filter(cell => cell.split === split && cell.level === level).map(({ right }) => percent(right))),
  };
}

const directions = [
  ['en', 'de'],
  ['de', 'en'],
  ['en', 'zh'],
  ['zh', 'en'],
] as const;

/**
 * Lets a model translate held-out texts of each domain and direction, and judges the explanations that follow: a row for each, in percent but for BLEU.
 *
 * @param count texts of each
 */
export async function askTranslations(
  model: ChatModel,
  count: number,
  { signal, onProgress }: AskingHooks = {},
): Promise<StudyTable> {
  const wanted = [...baseDomains, ...fineTuningDomains].flatMap(domain =>
    directions.map(([from, to]) => ({ domain, from, to })),
  );
  const rows: Record<string, string>[] = [];
  for (const { domain, from, to } of wanted) {
    const items = sampleTranslations({ domain, from, to, count, seed: 7, split: 'test' });
    const prompts = items.map(item => translationPrompt(item));
    const texts = (await answer(model, prompts, { maxNewTokens: 160, signal })).map(({ text }) => text);
    const references = items.map(({ reference }) => reference);
    const scores = scoreTranslations(texts, references, { tokenize: to === 'zh' ? 'zh' : '13a' });
    const added = texts.map(text => text.split(separator).slice(1).join('\n'));
    const explained = judgeExplanations(items, added);
    const whole = (value: number) => (Number.isFinite(value) ? value.toFixed(0) : '–');
    rows.push({
      ...{ domain, direction: `${from} → ${to}`, BLEU: scores.bleu.toFixed(1), exact: whole(scores.exact) },
      ...{
        explained: whole(scores.explained),
        true: whole(truthOf(explained).mean),
        quotes: whole(groundedOf(explained)),
      },
    });
    onProgress?.({ done: rows.length, total: wanted.length, note: `${domain}, ${from} → ${to}` });
  }
  return {
    rows,
    caption: `${count} held-out texts each; beside BLEU percent: exact, explained unasked, true statements, quotes that are about the text`,
  };
}
