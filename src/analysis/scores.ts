import { countsPerSentence, mean, scoreOfCounts, unpackCounts } from '../evaluate';
import type { Measurement, Score } from '../experiments';
import { abilityNames } from '../world';
import type { Draws } from './draws';

/** A number of a measurement that has a name. */
export interface NamedScore {
  /** As tables and axes write it, with its unit. */
  label: string;
  of: Score;
  /**
   * The score in each of the draws, in which texts and questions are drawn anew; undefined where the measurement does not hold what that takes.
   * Absent of scores that are always taken as they were measured.
   */
  redrawn?: (measurement: Measurement, draws: Draws) => Float64Array | undefined;
}

const paraphrasedNames = abilityNames.map(ability => `${ability}, paraphrased`);

/** The scores that results are read by. Shares and BLEU go from 0 to 100. */
const named = {
  bleu: { label: 'BLEU', of: ({ domain }) => domain.bleu, redrawn: redrawnTexts('bleu') },
  chrf: { label: 'chrF', of: ({ domain }) => domain.chrf, redrawn: redrawnTexts('chrf') },
  general: { label: 'general (%)', of: ({ general }) => general, redrawn: redrawnMarks(abilityNames) },
  paraphrased: {
    label: 'paraphrased (%)',
    of: ({ paraphrased }) => mean(Object.values(paraphrased ?? {})),
    redrawn: redrawnMarks(paraphrasedNames),
  },
  everyday: { label: 'everyday BLEU', of: ({ everyday }) => everyday.bleu },
  validation: { label: 'validation BLEU', of: ({ validation }) => validation?.bleu ?? Number.NaN },
  strictBleu: { label: 'strict BLEU', of: ({ domain }) => domain.strictBleu },
  exact: { label: 'to the letter (%)', of: ({ domain }) => domain.exact },
  explained: { label: 'explains itself (%)', of: ({ domain }) => domain.explained },
  truncated: { label: 'too short (%)', of: ({ domain }) => domain.truncated },
} satisfies Record<string, NamedScore>;

const ofAbilities = Object.fromEntries(
  abilityNames.map(ability => [
    ability,
    {
      label: `${ability} (%)`,
      of: ({ abilities }: Measurement) => abilities[ability],
      redrawn: redrawnMarks([ability]),
    },
  ]),
) as Record<(typeof abilityNames)[number], NamedScore>;

/** The name of a score: `bleu` of the domain, `general` ability, one ability such as `safety`, … */
export type ScoreName = keyof typeof named | (typeof abilityNames)[number];

/** Every score that has a name, with its label and how it is read from a measurement. */
export const scores: Record<ScoreName, NamedScore> = { ...named, ...ofAbilities };

/** Of the counts of the sentences: drawn sentences add up to another corpus. */
function redrawnTexts(metric: 'bleu' | 'chrf') {
  return ({ counts }: Measurement, { texts }: Draws): Float64Array | undefined => {
    if (counts === undefined || texts === undefined) return undefined;
    const rows = Uint16Array.from(unpackCounts(counts[metric], countsPerSentence({ metric })).flat());
    return Float64Array.from(texts, times => scoreOfCounts(weightedSums(rows, times), { metric }));
  };
}

/** Of the marks of the questions: the mean over some kinds of the share that is right, in percent. */
function redrawnMarks(kinds: readonly string[]) {
  return ({ correct }: Measurement, { questions }: Draws): Float64Array | undefined => {
    const drawn = kinds.map(kind => questions[kind]);
    if (kinds.some((kind, i) => correct[kind] === undefined || drawn[i] === undefined)) return undefined;
    const marks = kinds.map(kind => Uint16Array.from(correct[kind] as string, Number));
    const share = (kind: number, draw: number) => {
      const times = (drawn[kind] as Uint16Array[])[draw] as Uint16Array;
      return (100 * (weightedSums(marks[kind] as Uint16Array, times)[0] as number)) / times.length;
    };
    return Float64Array.from(drawn[0] ?? [], (_, draw) => mean(kinds.map((_, kind) => share(kind, draw))));
  };
}

/** Adds up rows of numbers, each row so many times. */
function weightedSums(rows: Uint16Array, times: Uint16Array): number[] {
  const width = rows.length / times.length;
  const sums = new Float64Array(width);
  for (let row = 0; row < times.length; row++) {
    const count = times[row] as number;
    if (count > 0) for (let i = 0; i < width; i++) sums[i]! += count * (rows[row * width + i] as number);
  }
  return [...sums];
}
