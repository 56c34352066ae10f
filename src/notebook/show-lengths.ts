import { cutNames, rationaleTokens, type Study } from '../analysis';
import { heading, plotlyText, showFigure } from './figure';
import { colours } from './palette';
import { counted } from './words';

/** How a family of settings is drawn. */
interface Line {
  name: string;
  settings: readonly string[];
  color: string;
  symbol: string;
  joined: boolean;
}

/**
 * Shows what less of rationales does: left general ability by how many tokens of rationale a text has, right by translation. Cuts by kind stand beside random cuts
 * of the same length, whole rationales with other weights, and rationales on a part of the texts.
 */
export async function showLengths(study: Study): Promise<void> {
  const rate = study.rates().at(-1) as number;
  const there = (names: readonly string[]) => names.filter(name => study.names.includes(name));
  const ends = (names: readonly string[]) => there(['vanilla fine-tuning', ...names, 'whole rationales']);
  const lines: Line[] = [
    {
      ...{ name: 'a random part of the statements', color: '#888888', symbol: 'circle', joined: true },
      settings: ends(['any 24 %', 'any 35 %', 'any 65 %']),
    },
    {
      ...{ name: 'another weight λ', color: colours.RaDis as string, symbol: 'circle', joined: true },
      settings: [...ends(['whole, λ = 0.25', 'whole, λ = 0.5']), ...there(['whole, λ = 2'])],
    },
    {
      ...{ name: 'a part of the texts', color: '#E69F00', symbol: 'circle', joined: true },
      settings: ends(['on 25 % of the texts', 'on 50 % of the texts', 'on 75 % of the texts']),
    },
    {
      ...{ name: 'one kind left out, or alone', color: '#CC6677', symbol: 'diamond', joined: false },
      settings: cutNames(study),
    },
  ].filter(({ settings }) => settings.length > 0);
  const traceOf = ({ name, settings, color, symbol, joined }: Line, panel: 'tokens' | 'bleu') => {
    const general = settings.map(setting => study.mean(setting, rate, 'general'));
    const x = settings.map(setting =>
      panel === 'tokens' ? rationaleTokens(study, setting) : study.mean(setting, rate, 'bleu').mean,
    );
    return {
      x,
      y: general.map(({ mean }) => mean),
      error_y: { type: 'data', array: general.map(({ margin }) => margin || 0), color, thickness: 1, width: 2 },
      mode: joined ? 'lines+markers' : 'markers',
      ...{ line: { color }, marker: { size: 9, color, symbol } },
      name: plotlyText(name),
      text: settings.map(plotlyText),
      hovertemplate: '%{text}: %{x:.1f}, %{y:.1f}<extra></extra>',
      ...(panel === 'bleu' && { xaxis: 'x2', yaxis: 'y2', showlegend: false }),
    };
  };
  // Weights and shares of texts have whole rationales: by length they would stand one above the other.
  const byLength = lines.filter(({ name }) => !/weight|texts/.test(name));
  const [vanilla, whole] = ['vanilla fine-tuning', 'whole rationales'].map(
    name => study.mean(name, rate, 'general').mean,
  );
  await showFigure({
    data: [...lines.map(line => traceOf(line, 'bleu')), ...byLength.map(line => traceOf(line, 'tokens'))].map(
      (trace, i) => ({ ...trace, showlegend: i < lines.length }),
    ),
    layout: {
      title: heading(
        `Rationales keep ${((whole as number) - (vanilla as number)).toFixed(0)} points more at this learning rate: the longer they are, the more`,
        `learning rate ${rate}; means of ${counted(study.seeds.length, 'seed')} with 95% intervals`,
      ),
      height: 520,
      xaxis: { domain: [0, 0.45], title: { text: 'tokens of rationale a text' } },
      yaxis: { title: { text: 'general ability (%)' } },
      xaxis2: { domain: [0.55, 1], anchor: 'y2', title: { text: 'translation (BLEU)' } },
      yaxis2: { anchor: 'x2', matches: 'y' },
      legend: { orientation: 'h', y: -0.2 },
    },
  });
}
