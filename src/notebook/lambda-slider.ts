import { type Study, sampleAnswers } from '../analysis';
import { type Figure, heading, plotlyText, showFigure } from './figure';
import { colourOf } from './palette';
import { lossTraces } from './show-losses';
import { sliderFigure } from './slider';
import { folded } from './words';

/** Questions whose answers stand under the plots, and the letters of a line of them. */
const [QUESTIONS, LINE] = [5, 86];

/** Of them, in pixels. */
const LINE_HEIGHT = 16;

/**
 * Shows one model after the other along λ, at one learning rate: where it stands on the plane, how its losses fell, and what it answers to the same questions.
 * The slider needs no kernel; a picture of the figure shows one position.
 *
 * @param options.rate the learning rate; those settings are shown that have it
 * @param options.start the name of the first position; default: the reference
 */
export async function lambdaSlider(
  study: Study,
  { rate, names = study.names, start = study.reference }: { rate: number; names?: readonly string[]; start?: string },
): Promise<void> {
  const seed = study.seeds[0] as number;
  const shown = names.filter(name => study.rates(name).includes(rate));
  const answers = sampleAnswers(study, { rate, seed, names: shown }).filter(
    ({ kind }) => !/everyday|paraphrased|validation/.test(kind),
  );
  const asked = answers
    .filter(({ kind }, i) => answers.findIndex(other => other.kind === kind) === i)
    .slice(0, QUESTIONS);
  const models = shown.map(name => ({
    name,
    score: study.runsOf(name, rate).find(({ run }) => run.seed === seed)!.score,
  }));
  const path = {
    x: models.map(({ score }) => score.domain.bleu),
    y: models.map(({ score }) => score.general),
    text: models.map(({ name }) => plotlyText(name)),
    mode: 'lines+markers',
    line: { color: '#bbb' },
    marker: { size: 7, color: '#999' },
    hovertemplate: '%{text}: %{x:.1f}, %{y:.1f}<extra></extra>',
    showlegend: false,
  };
  const steps = models.map(({ name, score }) => ({
    label: String(study.settings[name]?.lambda ?? 0),
    layout: {
      title: heading(
        `${name}: BLEU ${score.domain.bleu.toFixed(1)}, general ability ${score.general.toFixed(1)} %`,
        `learning rate ${rate}, seed ${seed}; right: losses while training, translation solid, rationale dotted`,
      ),
      annotations: answerNotes(asked.map(({ prompt, answers }) => [prompt, answers[name] ?? ''])),
    },
    data: [
      {
        x: [score.domain.bleu],
        y: [score.general],
        mode: 'markers',
        marker: { size: 16, color: colourOf(name), line: { color: '#222', width: 2 } },
        showlegend: false,
      },
      ...lossTraces(study, name, rate, seed).map(trace => ({ ...trace, xaxis: 'x2', yaxis: 'y2', showlegend: false })),
    ],
  }));
  const at = Math.max(0, shown.indexOf(start));
  await showFigure(sliderFigure({ data: [path], layout: canvas }, steps, { prefix: 'λ = ', start: at }));
}

/** Each question in bold with its answer, one below the other, under the plots. */
function answerNotes(asked: readonly [question: string, answer: string][]): object[] {
  const blocks = asked.map(([question, answer]) =>
    [linesOf(question).map(line => `<b>${line}</b>`), linesOf(answer)].flat(),
  );
  return blocks.map((lines, i) => ({
    text: lines.join('<br>'),
    ...{ x: 0, xref: 'paper', xanchor: 'left', y: 0.42, yref: 'paper', yanchor: 'top' },
    yshift: -LINE_HEIGHT * blocks.slice(0, i).reduce((sum, before) => sum + before.length + 0.5, 0),
    ...{ align: 'left', showarrow: false, font: { size: 12 } },
  }));
}

const linesOf = (text: string) => folded(plotlyText(text.replace(/\s+/g, ' ')), LINE);

const canvas: Figure['layout'] = {
  height: 740,
  xaxis: { domain: [0, 0.44], title: { text: 'translation (BLEU)' } },
  yaxis: { domain: [0.55, 1], title: { text: 'general ability (%)' } },
  xaxis2: { domain: [0.56, 1], anchor: 'y2', title: { text: 'step' } },
  yaxis2: { domain: [0.55, 1], anchor: 'x2', rangemode: 'tozero', title: { text: 'loss (nats per token)' } },
};
