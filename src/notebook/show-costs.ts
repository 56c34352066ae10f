import type { AnnotatedToken } from '../analysis';
import { mean } from '../evaluate';
import { type Figure, heading, plotlyText, showFigure } from './figure';

/** The parts of an example that are trained on, as figures have them. */
export const trainedParts = [
  { segment: 'translation', name: 'translation (the reference)', color: '#4c9f70' },
  { segment: 'rationale', name: 'rationale (its own words)', color: '#0072B2' },
] as const;

/** Bars for the tokens that are trained on, by their places in the example. */
export function tokenBars(
  tokens: readonly AnnotatedToken[],
  heightOf: (token: AnnotatedToken, at: number) => number,
): object[] {
  const placed = tokens.map((token, at) => ({ token, at }));
  return trainedParts.map(({ segment, name, color }) => {
    const mine = placed.filter(({ token }) => token.segment === segment);
    return {
      type: 'bar',
      name,
      x: mine.map(({ at }) => at),
      y: mine.map(({ token, at }) => heightOf(token, at)),
      text: mine.map(({ token }) => plotlyText(token.text.replaceAll('\n', '⏎'))),
      textposition: 'none',
      hovertemplate: '%{text}: %{y:.3f}<extra></extra>',
      marker: { color },
    };
  });
}

/** What bars over tokens have in common. */
export const barCanvas: Figure['layout'] = {
  xaxis: { title: { text: 'token of the example' } },
  bargap: 0.1,
  legend: { orientation: 'h', y: -0.22 },
};

/** Shows what each token of a training example costs the model, −log p in nats: the reference beside the model's own words. */
export async function showTokenCosts(tokens: readonly AnnotatedToken[]): Promise<void> {
  const costOf = (wanted: string) => mean(tokens.filter(({ segment }) => segment === wanted).map(({ nll }) => nll));
  const [reference, own] = [costOf('translation'), costOf('rationale')];
  const finding =
    reference > own
      ? 'The reference is what is new to the model'
      : 'The model finds its own words no likelier than the reference';
  await showFigure({
    data: tokenBars(tokens, ({ nll }) => nll),
    layout: {
      ...barCanvas,
      title: heading(
        finding,
        `mean loss of a token: ${reference.toFixed(2)} nats in the translation, ${own.toFixed(2)} in the rationale`,
      ),
      yaxis: { title: { text: 'loss, −log p (nats)' } },
    },
  });
}
