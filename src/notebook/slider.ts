import type { Figure } from './figure';

/** What a figure shows at one position of its slider. */
export interface SliderStep {
  /** What stands at the position. */
  label: string;
  /** Traces that are there at this position only. */
  data: object[];
  /** Of the layout, such as the title, in the place of what the figure has. */
  layout?: object;
}

/**
 * A figure with a slider under it, which works wherever Plotly does, without a kernel. A picture of it shows the position of the start.
 *
 * @param figure what is there at every position
 * @param options.prefix stands before the label of the position, such as `λ = `
 * @param options.start the index of the first position
 * @throws Error when there is no such position
 */
export function sliderFigure(
  figure: Figure,
  steps: readonly SliderStep[],
  { prefix = '', start = 0 }: { prefix?: string; start?: number } = {},
): Figure {
  if (steps[start] === undefined)
    throw new Error(`the slider starts at ${start}: give one of its ${steps.length} positions, counted from 0`);
  const owner = steps.flatMap(({ data }, i) => data.map(() => i));
  const fixed = figure.data.map(trace => (trace as { visible?: unknown }).visible ?? true);
  const visibleAt = (step: number) => [...fixed, ...owner.map(own => own === step)];
  return {
    data: [...figure.data, ...steps.flatMap(({ data }, i) => data.map(trace => ({ ...trace, visible: i === start })))],
    layout: {
      ...figure.layout,
      ...steps[start]?.layout,
      sliders: [
        {
          active: start,
          currentvalue: { prefix },
          pad: { t: 60 },
          steps: steps.map(({ label, layout = {} }, i) => ({
            label,
            method: 'update',
            args: [{ visible: visibleAt(i) }, layout],
          })),
        },
      ],
    },
  };
}
