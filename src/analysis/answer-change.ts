import { corpusChrf, mean } from '../evaluate';
import type { StudyTable } from './table';

/** What a model said: answers to questions, and translations, in the same order for all models. */
export interface Spoken {
  answers: readonly string[];
  translations: readonly string[];
}

/** How a model's answers differ from those of the base, and how it translates. */
export interface AnswerChange {
  model: string;
  /** Mean words an answer. */
  words: number;
  /** chrF of its answers against the base's, 0 to 100: how much it still talks like the base. */
  likeness: number;
  /** chrF of its translations against the references, 0 to 100. */
  translation: number;
}

/**
 * Where forgetting is seen first in a real model: answers become short, and unlike what the model said before.
 *
 * @param models by their names, the base first
 * @param references of the translations
 * @throws Error when there is no model
 */
export function answerChange(models: Record<string, Spoken>, references: readonly string[]): AnswerChange[] {
  const [base] = Object.values(models);
  if (base === undefined) throw new Error('there is no model: give the base first, and then what became of it');
  const words = (text: string) => text.split(/\s+/).filter(Boolean).length;
  return Object.entries(models).map(([model, { answers, translations }]) => ({
    model,
    words: mean(answers.map(words)),
    likeness: corpusChrf([...answers], [...base.answers]),
    translation: corpusChrf([...translations], [...references]),
  }));
}

/** What {@link answerChange} gives, as a table. */
export const answerChangeTable = (changes: readonly AnswerChange[]): StudyTable => ({
  rows: changes.map(({ model, words, likeness, translation }) => ({
    model,
    'words an answer': words.toFixed(0),
    'likeness to the base (chrF)': likeness.toFixed(0),
    'translation (chrF)': translation.toFixed(0),
  })),
  caption: 'One model each, one seed, few questions: a demonstration, no measurement',
});
