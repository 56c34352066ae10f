import { concept, type Tense } from '../lexicon';
import type { Circumstances, State } from '../meaning';
import { measured, stated } from './actions';
import { participant, type Scene } from './scene';
import { told } from './times';

/** How big things of some kinds are: by adjective, its unit and its range. */
export interface Size {
  adjective: string;
  of: readonly string[];
  unit: string;
  range: readonly [least: number, most: number];
}

/** "The tower is 80 metres high", "the hut is five kilometres away from the station". */
export function sized(scene: Scene, sizes: readonly Size[]): State {
  const { random } = scene;
  const { of, adjective: id, unit, range } = random.pick(sizes);
  const [least, most] = range;
  const adjective = concept('adjectives', id);
  const { complement: kinds } = adjective;
  return {
    kind: 'state',
    subject: participant(scene, of, { plain: true }),
    adjective,
    measure: measured(least + random.int(most - least), unit),
    complement: kinds.length > 0 ? participant(scene, kinds, { plain: true }) : undefined,
    tense: 'present',
    negated: false,
  };
}

/** Something is so: with one of the adjectives, or with any but those. */
export function quality(scene: Scene, tense: Tense, { only, but = [] }: { only?: string[]; but?: string[] }): State {
  const adjectives = scene.words.adjectives.filter(({ id }) => (only ? only.includes(id) : !but.includes(id)));
  return stated(scene, adjectives, told(tense));
}

/** "Mobile phones are forbidden under the school rules", "dogs are forbidden in the museum". */
export function forbidden(id: string, where: Pick<Circumstances, 'place' | 'basis'>): State {
  const subject = { noun: concept('nouns', id), determiner: 'none', plural: true } as const;
  return {
    kind: 'state',
    subject,
    adjective: concept('adjectives', 'forbidden'),
    ...where,
    tense: 'present',
    negated: false,
  };
}
