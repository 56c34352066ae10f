import type { AnswerChange } from '../analysis';
import { barsFigure } from './bars';
import { showFigure } from './figure';

/** Shows how answers have changed beside those of the base: their length, their likeness to the base's, and the translations. */
export async function showAnswerChange(changes: readonly AnswerChange[], subtitle?: string): Promise<void> {
  const said = changes.map(({ model, words }) => `${words.toFixed(0)} (${model})`);
  const exact = (mean: number) => ({ mean, margin: 0 });
  const bars = changes.map(({ model, words, likeness, translation }) => [
    model,
    {
      'words an answer': exact(words),
      'likeness to the base (chrF)': exact(likeness),
      'translation (chrF)': exact(translation),
    },
  ]);
  await showFigure(
    barsFigure({
      title: `Words an answer: ${said.join(', ')}`,
      subtitle,
      y: 'words, or chrF',
      values: Object.fromEntries(bars),
    }),
  );
}
