import { atEqualRate, besideNearest, cutSettings, differenceOf } from '../analysis';
import { type Exercise, right, wrong } from './exercise';
import { publishedStudy } from './published';

const results = () => publishedStudy('kinds', cutSettings);

/** Of the far end of an interval, in points, by reading a table. */
const NEAR = 0.15;

const CUT = 'without glossary';

export const hiddenEffect: Exercise = {
  notebook: '06',
  title: 'Not seen is not none',
  minutes: 4,
  level: 2,
  ask: `"${CUT}" is open. How many points of general ability could that cut still cost, at most, by its 95% interval? Give a number of points.`,
  check(answer) {
    const { mean, margin } = differenceOf(besideNearest(results()), { name: CUT, score: 'general' });
    const most = margin - mean;
    const given = Math.abs(Number(answer));
    const said = `${mean.toFixed(1)} ± ${margin.toFixed(1)}: from ${(mean - margin).toFixed(1)} to ${(mean + margin).toFixed(1)} points`;
    if (Math.abs(given - most) <= NEAR)
      return right(
        `${said}. A loss of up to ${most.toFixed(1)} points could hide here: "open" says no more than that.`,
      );
    if (given === 0) return wrong(`${said}. That nothing is seen does not say that nothing is there.`);
    if (Math.abs(given - Math.abs(mean)) <= NEAR) return wrong(`${said}. You gave the mean: take the far end.`);
    if (Math.abs(given - margin) <= NEAR)
      return wrong(`${said}. You gave the margin: it goes around the mean, not around 0.`);
    return wrong(`${said}. The interval goes from the mean minus the margin to the mean plus the margin.`);
  },
};

export const shortenOrLighten: Exercise = {
  notebook: '06',
  title: 'Shorten, or lighten?',
  minutes: 3,
  level: 2,
  ask: "You want rationales to cost less translation. Do you cut them to a third of their statements, or give the whole ones λ = 0.25? Answer 'shorten', 'lighten' or 'the same'.",
  check(answer) {
    const study = results();
    const [light, short] = ['whole, λ = 0.25', 'any 35 %'];
    const compared = atEqualRate(study, { names: [light], against: short });
    const [bleu, general] = (['bleu', 'general'] as const).map(score => differenceOf(compared, { score }));
    const said = `λ = 0.25 minus a third of the statements: ${text(bleu)} BLEU (${bleu?.certainty}), ${text(general)} points of general ability (${general?.certainty})`;
    if (answer === 'lighten') return right(`${said}. It translates better, and no loss is seen.`);
    if (answer === 'shorten')
      return wrong(
        `${said}. The shorter ones keep no more, and translate worse: they still weigh as much, token by token.`,
      );
    if (answer === 'the same') return wrong(`${said}. Look at the translation.`);
    return wrong("answer 'shorten', 'lighten' or 'the same'.");
  },
};

const text = (difference?: { mean: number; margin: number }) =>
  `${difference?.mean.toFixed(1)} ± ${difference?.margin.toFixed(1)}`;
