import { countsPerSentence } from '../evaluate';
import type { Measurement } from '../experiments';
import { createRandom, type Random } from '../random';
import { abilityNames } from '../world';

/** Test items drawn anew with replacement, the same ones for all models: how often each text and each question comes, draw by draw. */
export interface Draws {
  /** Absent where the measurement is too old to hold the counts of its sentences. */
  texts?: Uint16Array[];
  /** By the kind of question. */
  questions: Record<string, Uint16Array[]>;
}

/**
 * Draws the items of a measurement anew: as many texts of the domain, and as many questions of each kind, as there are.
 *
 * @param options.samples how many draws
 * Source: Efron 1979; for machine translation Koehn 2004.
 */
export function drawItems(
  { counts, correct }: Measurement,
  { samples = 500, seed = 0 }: { samples?: number; seed?: number } = {},
): Draws {
  const texts = counts && counts.bleu.length / countsPerSentence();
  const kinds = abilityNames.filter(ability => correct[ability] !== undefined);
  const reworded = abilityNames.map(ability => `${ability}, paraphrased`).filter(kind => correct[kind] !== undefined);
  const drawn: Draws = { questions: Object.fromEntries([...kinds, ...reworded].map(kind => [kind, []])) };
  if (texts !== undefined) drawn.texts = [];
  const draw = (random: Random, names: readonly string[]) => {
    for (const kind of names) drawn.questions[kind]?.push(timesDrawn(random, (correct[kind] as string).length));
  };
  const random = createRandom(`items/${seed}`);
  for (let i = 0; i < samples; i++) {
    if (texts !== undefined) drawn.texts?.push(timesDrawn(random, texts));
    draw(random, kinds);
  }
  // Of their own, so that whether they were asked changes no other draw.
  const ofReworded = createRandom(`items/${seed}/paraphrased`);
  for (let i = 0; i < samples; i++) draw(ofReworded, reworded);
  return drawn;
}

/** Few numbers to go through, however many models there are. */
function timesDrawn(random: Random, count: number): Uint16Array {
  const times = new Uint16Array(count);
  for (let i = 0; i < count; i++) times[random.int(count)]!++;
  return times;
}
