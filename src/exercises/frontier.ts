import { atEqualQuality } from '../analysis';
import { close, type Exercise, explain, right, wrong } from './exercise';
import { mainSettings, publishedStudy } from './published';

const results = () => publishedStudy('frontier', mainSettings);
const [VANILLA, RADIS] = ['vanilla fine-tuning', 'RaDis, λ = 1'];

/** The learning rate at which RaDis stands in the exercises. */
const RATE = 8e-4;

/** BLEU at which the plane is read by eye. */
const READ_AT = 40;

export const won: Exercise = {
  notebook: '02',
  title: 'Who has won?',
  minutes: 3,
  level: 2,
  ask: "Two models, trained at the same learning rate: one keeps more general ability, and translates worse. Has its method won? Answer 'yes', 'no' or 'cannot tell'.",
  check(answer) {
    const study = results();
    const gentler = study
      .rates(VANILLA)
      .filter(rate => rate < RATE)
      .at(-1) as number;
    const [ours, theirs, gentle] = [
      study.mean(RADIS, RATE, 'general'),
      study.mean(VANILLA, RATE, 'general'),
      study.mean(VANILLA, gentler, 'general'),
    ];
    const shown = `At ${RATE} RaDis keeps ${ours.mean.toFixed(0)} % and vanilla ${theirs.mean.toFixed(0)} %. Vanilla at ${gentler} keeps ${gentle.mean.toFixed(0)} %`;
    if (answer === 'cannot tell')
      return right(
        `${shown}: a gentler rate alone keeps more, too. So both must be read at the same translation quality.`,
      );
    if (answer === 'yes')
      return wrong(
        `${shown}, and translates worse, too: whoever learns less forgets less. Equal rates are no equal footing.`,
      );
    if (answer === 'no')
      return wrong(
        `it keeps more, and that may be worth its price. ${shown}: what does each keep for the same translation quality?`,
      );
    return wrong("answer 'yes', 'no' or 'cannot tell'.");
  },
};

export const readPlane: Exercise = {
  notebook: '02',
  title: 'Read the plane',
  minutes: 3,
  level: 1,
  ask: `By eye: what share of general ability does vanilla fine-tuning keep at BLEU ${READ_AT}, in percent?`,
  check(answer) {
    const given = Number(answer);
    const study = results();
    const kept = study.kept(VANILLA, READ_AT);
    if (Math.abs(given - kept.mean) <= 3) return right(`the curve says ${kept.mean.toFixed(1)} %.`);
    const at = study
      .curve(VANILLA)
      .reduce((best, point) => (Math.abs(point.y.mean - READ_AT) < Math.abs(best.y.mean - READ_AT) ? point : best));
    return explain(
      given,
      [
        { is: value => value > 0 && value < 1, says: 'give percent, not a share.' },
        {
          is: value => Math.abs(value - at.x.mean) <= 6,
          says: 'you read the other axis: BLEU goes to the right, general ability up.',
        },
        { is: value => Math.abs(value - study.base.general) <= 2, says: 'that is the base, the star at the left.' },
      ],
      `find ${READ_AT} on the horizontal axis, and go up to the orange curve.`,
    );
  },
};

export const matchingRate: Exercise = {
  notebook: '02',
  title: 'The rate that matches RaDis',
  minutes: 8,
  level: 3,
  ask: `RaDis (λ = 1) at learning rate ${RATE} keeps more than vanilla fine-tuning at that rate. At which learning rate does vanilla keep as much?`,
  check(answer) {
    const rate = Number(answer);
    const study = results();
    const points = study.curve(VANILLA);
    const [first, last] = [points[0]?.rate as number, points.at(-1)?.rate as number];
    if (!(rate >= first && rate <= last)) return wrong(`give a rate between ${first} and ${last}.`);
    const wanted = study.mean(RADIS, RATE, 'general').mean;
    const [kept, bleu] = (['y', 'x'] as const).map(key =>
      between(
        points.map(point => [point.rate, point[key].mean]),
        rate,
      ),
    ) as [number, number];
    const ours = study.mean(RADIS, RATE, 'bleu').mean;
    if (Math.abs(kept - wanted) <= 2)
      return right(
        `there vanilla keeps ${kept.toFixed(0)} % at BLEU ${bleu.toFixed(0)}; RaDis keeps ${wanted.toFixed(0)} % at BLEU ${ours.toFixed(0)}. A gentler rate does nearly the same.`,
      );
    if (close(rate, RATE)) return wrong(`that is RaDis's own rate: there vanilla keeps only ${kept.toFixed(0)} %.`);
    return wrong(
      kept > wanted
        ? `there vanilla keeps ${kept.toFixed(0)} %, more than ${wanted.toFixed(0)} %: it may be harsher.`
        : `there vanilla keeps ${kept.toFixed(0)} %, less than ${wanted.toFixed(0)} %: it must be gentler.`,
    );
  },
};

/** A value between points, straight over the logarithm of the rate. */
function between(points: readonly (readonly number[])[], rate: number): number {
  const above = points.findIndex(([at]) => (at as number) >= rate);
  const [[x1, y1], [x0, y0]] = [points[above], points[Math.max(0, above - 1)]] as [number[], number[]];
  const share = x1 === x0 ? 0 : Math.log(rate / (x0 as number)) / Math.log((x1 as number) / (x0 as number));
  return (y0 as number) + share * ((y1 as number) - (y0 as number));
}

export const zeroOut: Exercise = {
  notebook: '02',
  title: 'Which are shown?',
  minutes: 3,
  level: 2,
  ask: 'Of the gains of λ = 1 at equal translation quality, which have an interval without 0? Give the list of their BLEU.',
  check(answer) {
    if (!Array.isArray(answer)) return wrong('give a list of BLEU, such as [23, 33].');
    const study = results();
    const tested = atEqualQuality(study, { names: [RADIS] }).differences;
    const without = tested.filter(({ mean, margin }) => Math.abs(mean) > margin).map(({ at }) => at);
    const given = answer.map(Number);
    const missing = without.filter(at => !given.includes(at));
    const surplus = given.filter(at => !without.includes(at));
    if (missing.length + surplus.length === 0)
      return right('an interval without 0 says: with other seeds, texts and questions the sign would be the same.');
    const [at] = [...surplus, ...missing];
    const one = tested.find(difference => difference.at === at);
    if (one === undefined) return wrong(`the gains were read at BLEU ${study.qualities.join(', ')}.`);
    const [low, high] = [one.mean - one.margin, one.mean + one.margin].map(end => end.toFixed(1));
    return wrong(`at BLEU ${at} the interval goes from ${low} to ${high}: does it hold 0?`);
  },
};
