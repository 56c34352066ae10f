import {
  bleuTokenizer,
  type MetricOptions,
  mean,
  packCounts,
  scoreTranslations,
  sentenceCounts,
  type TranslationScores,
  translationOf,
} from '../evaluate';
import { answer, type DecodingOptions } from '../generate';
import type { ChatModel } from '../model';
import type { Message } from '../types';
import {
  type Ability,
  type AbilityItem,
  abilityItems,
  abilityNames,
  type Difficulty,
  type Split,
  sampleTranslations,
  scoreAnswer,
  type TranslationItem,
  type TranslationSplit,
  translationPrompt,
} from '../world';

/** What a model is measured on. */
export interface MeasureConfig {
  /** The domain whose translation was trained. */
  domain: string;
  /** Test texts in each direction. */
  translations: number;
  /** Test items of each ability. */
  itemsPerAbility: number;
  /** How hard these items are; of several levels as many each. Default 1. */
  difficulty?: Difficulty | Difficulty[];
  /** Test items of each ability in wordings that training never uses; none by default. */
  paraphrases?: number;
  /** Texts of the validation split in each direction, to choose settings by; none by default. */
  validation?: number;
  /** Which test items: the same for all models that are compared. */
  seed: number;
}

/** One answer, to look at. */
export interface Sample {
  kind: string;
  prompt: string;
  reference: string;
  answer: string;
}

/** How a model does. Shares and scores are 0 to 100. */
export interface Measurement {
  /** Right answers of each ability, in percent. */
  abilities: Record<Ability, number>;
  /** Mean over the abilities. */
  general: number;
  /** The same shares where the questions are in wordings that training never uses. */
  paraphrased?: Record<Ability, number>;
  /** Shares of the parts of scores: refusing with the right reason, refusing what is harmless, explaining unasked. */
  parts: Record<string, number>;
  /** Translation in the domain, both directions together. */
  domain: TranslationScores;
  /** Everyday translation, both directions together. */
  everyday: TranslationScores;
  /** Translation in the domain, of texts that are not those of the test: to choose settings by. */
  validation?: TranslationScores;
  /** Mean length in words of the answers of each kind, and of the reference answers. */
  lengths: Record<string, { answer: number; reference: number }>;
  /**
   * For paired tests: a 1 for each right answer of a kind and a 0 for each other, in the order of the items. A translation is right when
   * it is the reference to the letter.
   */
  correct: Record<string, string>;
  /**
   * For paired bootstrap: what BLEU and chrF need to know of each translation in the domain, in the order of the items, as `packCounts`
   * writes it. Absent of older measurements.
   */
  counts?: { bleu: string; chrf: string };
  samples: Sample[];
}

/** Translation is trained and measured both ways. */
export const directions = [
  { from: 'en', to: 'de' },
  { from: 'de', to: 'en' },
];

/** Questions of one kind. */
export interface Group {
  kind: string;
  prompts: Message[][];
  references: string[];
  /** Of translations: the language of each reference. */
  targets?: string[];
  /** Of an ability: its items, with what their scorers need. */
  asked?: { ability: Ability; items: AbilityItem[]; split: Split };
}

/** Samples kept of each kind. */
const KEPT = 12;

/**
 * Measures a model on held-out translations and abilities, by its most likely answers.
 *
 * @throws Error when the domain is the everyday one, which is measured beside it, or a count is not a positive number
 */
export async function measure(
  model: ChatModel,
  config: MeasureConfig,
  options: Pick<DecodingOptions, 'signal' | 'onProgress'> = {},
): Promise<Measurement> {
  const groups = measuredGroups(config);
  const all = await answer(
    model,
    groups.flatMap(group => group.prompts),
    { maxNewTokens: 128, ...options },
  );
  const result = { abilities: {}, parts: {}, samples: [], lengths: {}, correct: {} } as unknown as Measurement;
  let from = 0;
  for (const group of groups) {
    const answers = all.slice(from, from + group.prompts.length).map(({ text }) => text);
    from += answers.length;
    for (let i = 0; i < KEPT && i < answers.length; i++) {
      const prompt = group.prompts[i]!.filter(turn => turn.role === 'user').map(turn => turn.content);
      result.samples.push({
        kind: group.kind,
        prompt: prompt.join('\n'),
        reference: group.references[i] as string,
        answer: answers[i] as string,
      });
    }
    const words = (texts: string[]) => mean(texts.map(text => text.split(/\s+/).filter(Boolean).length));
    result.lengths[group.kind] = { answer: words(answers), reference: words(group.references) };
    if (group.asked === undefined) {
      const kind = group.kind === config.domain ? 'domain' : (group.kind as 'everyday' | 'validation');
      const tokenize = bleuTokenizer(group.references, group.targets);
      const { signature: _, ...scores } = scoreTranslations(answers, group.references, { tokenize });
      result[kind] = scores;
      const cut = answers.map(answer => translationOf(answer));
      if (kind === 'domain') {
        const packed = (options: MetricOptions) => packCounts(sentenceCounts(cut, group.references, options));
        result.counts = { bleu: packed({ tokenize }), chrf: packed({ metric: 'chrf' }) };
      }
      result.correct[group.kind] = flags(cut.map((text, i) => text === group.references[i]));
      continue;
    }
    const { ability, items, split } = group.asked;
    const scores = items.map((item, i) => scoreAnswer(item, answers[i] as string));
    const correct = scores.map(score => score.correct);
    const right = percent(correct);
    result.correct[group.kind] = flags(correct);
    if (split === 'test') result.abilities[ability] = right;
    else result.paraphrased = { ...result.paraphrased, [ability]: right } as Record<Ability, number>;
    for (const part of new Set(scores.flatMap(score => Object.keys(score.parts)))) {
      result.parts[`${group.kind} ${part}`] = percent(
        scores.flatMap(score => (part in score.parts ? [score.parts[part] as boolean] : [])),
      );
    }
  }
  result.general = mean(Object.values(result.abilities));
  return result;
}

/**
 * The questions of a measurement, by kind.
 *
 * @throws Error naming what of the configuration is impossible
 */
export function measuredGroups(config: MeasureConfig): Group[] {
  const { domain, translations, itemsPerAbility, difficulty = 1, paraphrases, validation, seed } = config;
  if (domain === 'everyday') throw new Error('the domain is everyday: give the one that was fine-tuned on');
  const counts = { translations, itemsPerAbility, validation: validation ?? 1, paraphrases: paraphrases ?? 1 };
  for (const [name, count] of Object.entries(counts)) {
    if (!(Number.isInteger(count) && count > 0)) throw new Error(`${name} is ${count}: give a number of 1 or more`);
  }
  const levels = [difficulty].flat();
  if (levels.length === 0 || new Set(levels).size < levels.length)
    throw new Error(`difficulty is ${JSON.stringify(difficulty)}: give a level, or a list of different ones`);
  if (Math.min(itemsPerAbility, paraphrases ?? itemsPerAbility) < levels.length)
    throw new Error(`difficulty has ${levels.length} levels: ask as many questions at least`);
  const texts = (name: string, split: TranslationSplit, count: number) =>
    directions.flatMap(direction => sampleTranslations({ domain: name, ...direction, count, seed, split }));
  const ofTranslations = (kind: string, items: TranslationItem[]): Group => ({
    kind,
    prompts: items.map(item => translationPrompt(item)),
    references: items.map(item => item.reference),
    targets: items.map(item => item.to),
  });
  const ofAbility = (ability: Ability, split: Split, count: number): Group => {
    const items = levels.flatMap((level, i) =>
      abilityItems({ ability, split, difficulty: level, count: part(count, levels.length, i), seed }),
    );
    return {
      kind: split === 'test' ? ability : `${ability}, paraphrased`,
      asked: { ability, items, split },
      prompts: items.map(item => item.prompt),
      references: items.map(item => item.answer),
    };
  };
  return [
    ...[domain, 'everyday'].map(name => ofTranslations(name, texts(name, 'test', translations))),
    ...(validation ? [ofTranslations('validation', texts(domain, 'valid', validation))] : []),
    ...abilityNames.map(ability => ofAbility(ability, 'test', itemsPerAbility)),
    ...(paraphrases ? abilityNames.map(ability => ofAbility(ability, 'paraphrase', paraphrases)) : []),
  ];
}

/** The size of part `i` of a whole that is divided as evenly as can be. */
const part = (whole: number, parts: number, i: number) => Math.floor((whole + parts - 1 - i) / parts);
const percent = (flags: boolean[]) => 100 * mean(flags.map(Number));
const flags = (values: boolean[]) => values.map(Number).join('');
