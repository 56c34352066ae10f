import { concept, type Tense } from '../../lexicon';
import type { Action, NounPhrase } from '../../meaning';
import { oneOf } from '../actions';
import { chance } from '../phrases';
import { participant, type Scene } from '../scene';
import { isInfant } from './symptoms';

/** How many milligrams of a medicine are given at once, to grown-ups and, where they get it at all, to infants, and how often a day. */
const MILLIGRAMS: Readonly<
  Record<
    string,
    { adults: readonly number[]; infants?: readonly number[]; daily: readonly [least: number, most: number] }
  >
> = {
  ibuprofen: { adults: [200, 400, 600], infants: [50, 75], daily: [1, 3] },
  paracetamol: { adults: [500, 1000], infants: [75, 125], daily: [1, 4] },
  penicillin: { adults: [250, 500], daily: [3, 4] },
  morphine: { adults: [2, 5, 10], daily: [1, 4] },
  cortisone: { adults: [5, 10, 20, 25, 40, 50], daily: [1, 2] },
};

/** How often a day what is counted in tablets or drops is given. */
const PIECES_DAILY = [1, 4] as const;

/** "The nurse gives the patient 5 mg of morphine twice a day", "two tablets", "five drops". */
export function dose(scene: Scene, tense: Tense): Action {
  const recipient = participant(scene, ['patient']);
  const object = isInfant(recipient) || chance(scene.random, 0.75) ? milligrams(scene, recipient) : pieces(scene);
  const giving = oneOf(scene, ['give (dose)'], tense, { recipient, object });
  const [least, most] = 'amount' in object && object.of ? MILLIGRAMS[object.of.id]!.daily : PIECES_DAILY;
  return { ...giving, frequency: { times: least + scene.random.int(most - least + 1), per: 'day' } };
}

function milligrams({ words, random }: Scene, recipient: NounPhrase): NounPhrase {
  const group = isInfant(recipient) ? 'infants' : 'adults';
  const possible = words.nounsOf(['medicine']).filter(({ id }) => MILLIGRAMS[id]?.[group]);
  const of = random.pick(possible);
  return { of, amount: random.pick(MILLIGRAMS[of.id]![group]!), unit: concept('nouns', 'milligram') };
}

function pieces({ random }: Scene): NounPhrase {
  const id = random.pick(['tablet', 'drop']);
  const count = id === 'tablet' ? 2 + random.int(2) : 5 + random.int(16);
  return { noun: concept('nouns', id), determiner: 'none', plural: true, count };
}
