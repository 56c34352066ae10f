import type { AnnotatedToken } from '../analysis';
import { largest } from '../extremes';
import { type Normalisation, tokenWeights } from '../train';
import { heading, showFigure } from './figure';
import { barCanvas, tokenBars } from './show-costs';
import { sliderFigure } from './slider';

const numbers = { prompt: 0, translation: 1, rationale: 2 } as const;

/** The terms of the loss of one example. */
interface Terms {
  translation: number;
  rationale: number;
}

/**
 * Shows how λ weighs the tokens of one example: the bars are the weights, the title tells what share of them the translation has, and the terms of the loss
 * by token and by segment.
 *
 * @param lambdas the positions of the slider
 * @param options.start the first position; default 1
 */
export async function weightSlider(
  tokens: readonly AnnotatedToken[],
  lambdas: readonly number[] = [0, 0.1, 0.25, 0.5, 1, 2, 4],
  { start = 1 }: { start?: number } = {},
): Promise<void> {
  const segments = Uint8Array.from(tokens.slice(1), ({ segment }) => numbers[segment]);
  const weightsAt = (lambda: number, normalisation: Normalisation = 'token') => [
    0,
    ...tokenWeights(segments, { lambda, normalisation }),
  ];
  const termsAt = (lambda: number, normalisation: Normalisation): Terms => {
    const weights = weightsAt(lambda, normalisation);
    const sum = (wanted: string) =>
      tokens.reduce((total, { segment, nll }, t) => total + (segment === wanted ? (weights[t] as number) * nll : 0), 0);
    return { translation: sum('translation'), rationale: sum('rationale') };
  };
  const said = ({ translation, rationale }: Terms) =>
    `${translation.toFixed(2)} + ${rationale.toFixed(2)} = ${(translation + rationale).toFixed(2)}`;
  const steps = lambdas.map(lambda => {
    const weights = weightsAt(lambda);
    const share = tokens.reduce(
      (total, { segment }, t) => total + (segment === 'translation' ? (weights[t] as number) : 0),
      0,
    );
    const under = `loss, translation + rationale: by token ${said(termsAt(lambda, 'token'))}, by segment ${said(termsAt(lambda, 'segment'))}`;
    return {
      label: String(lambda),
      layout: {
        title: heading(`λ = ${lambda}: the translation makes up ${(100 * share).toFixed(0)} % of the weight`, under),
      },
      data: tokenBars(tokens, (_, t) => weights[t] as number),
    };
  });
  const top = largest(lambdas.flatMap(lambda => weightsAt(lambda)));
  const canvas = {
    ...barCanvas,
    height: 520,
    legend: { x: 1, xanchor: 'right', y: 1 },
    yaxis: { title: { text: 'weight in the loss (by token)' }, range: [0, 1.05 * top] },
  };
  const at = Math.max(0, lambdas.indexOf(start));
  await showFigure(sliderFigure({ data: [], layout: canvas }, steps, { prefix: 'λ = ', start: at }));
}
