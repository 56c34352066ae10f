import { concept, type Tense } from '../../lexicon';
import type { Action, NounPhrase } from '../../meaning';
import { measured, oneOf, placed, purposeful } from '../actions';
import { thing } from '../phrases';
import { byFirstName, participant, type Scene } from '../scene';

/** What is drunk and eaten, and in what it is measured. */
const PORTIONS: { unit: string; of: readonly string[] }[] = [
  { unit: 'glass', of: ['water', 'milk', 'juice', 'wine'] },
  { unit: 'cup (of)', of: ['coffee', 'tea'] },
  { unit: 'bottle (of)', of: ['water', 'juice', 'wine'] },
];

type Make = (scene: Scene, tense: Tense) => Action;

/** What goes wrong, and because of what. */
export const HINDRANCES: Make[] = [
  /** "The train stopped at the border because of the snow." */
  (scene, tense) => ({
    ...oneOf(scene, ['stop (train)'], tense),
    place: placeOf(scene, ['border', 'village']),
    cause: thing(scene.random.pick(['storm', 'snow', 'fog'])),
  }),
  /** "Hugo missed the flight because of the traffic jam." */
  (scene, tense) => ({
    ...oneOf(scene, ['miss'], tense, { subject: participant(scene, ['traveller']), object: thing('flight') }),
    cause: thing('traffic jam'),
  }),
  /** "The tourist cancels her journey because of the storm." */
  (scene, tense) => ({
    ...oneOf(scene, ['cancel'], tense),
    cause: thing(scene.random.pick(['storm', 'thunderstorm', 'fog'])),
  }),
];

/** What travellers do in a way of its own. */
export const SCENES: Make[] = [
  /** "Anna changes trains in Cologne." */
  (scene, tense) => ({ ...oneOf(scene, ['change trains'], tense), place: town(scene) }),
  /** "The hiker spends the night in the mountain hut." */
  (scene, tense) => ({ ...oneOf(scene, ['spend the night'], tense), place: placeOf(scene, ['lodging']) }),
  /** "The waiter serves the tourist the soup." */
  (scene, tense) => oneOf(scene, ['serve'], tense),
  /** "The tourist stays in the hotel Bellevue for three nights." */
  (scene, tense) => ({
    ...oneOf(scene, ['stay'], tense),
    place: placeOf(scene, ['lodging']),
    duration: measured(2 + scene.random.int(9), 'night'),
  }),
  /** "The hiker orders a glass of juice." */
  (scene, tense) => placed(scene, oneOf(scene, ['order (meal)'], tense, { object: portion(scene) })),
  /** "The waiter brings Lena two cups of tea." */
  (scene, tense) =>
    oneOf(scene, ['bring'], tense, {
      subject: thing('waiter'),
      object: portion(scene),
      recipient: participant(scene, ['traveller', 'walker'], { plain: true }),
    }),
  /** "Felix buys two kilos of cheese at the market." */
  (scene, tense) => ({
    ...oneOf(scene, ['buy'], tense, {
      subject: traveller(scene),
      object: {
        ...measured(2 + scene.random.int(4), 'kilo'),
        of: concept('nouns', scene.random.pick(['cheese', 'bread'])),
      },
    }),
    place: thing('market'),
  }),
  /** "The tourist bought four postcards in the museum." */
  (scene, tense) => {
    const { random } = scene;
    const noun = concept('nouns', random.pick(['postcard', 'souvenir']));
    const object = { noun, determiner: 'none', plural: true, count: 2 + random.int(7) } as const;
    const place = thing(random.pick(['museum', 'market', 'airport', 'old town']));
    return { ...oneOf(scene, ['buy'], tense, { subject: traveller(scene), object }), place };
  },
  /** "The traveller shows the conductor his ticket." */
  (scene, tense) => {
    const subject = byFirstName(scene, 'traveller');
    const object = { ...thing('ticket'), possessor: { pronoun: subject } };
    return oneOf(scene, ['show'], tense, { subject, object, recipient: thing('conductor') });
  },
  /** "The tourist asks the waiter for the bill." */
  (scene, tense) => {
    const [person, things] = scene.random.pick([
      ['waiter', ['bill', 'menu']],
      ['receptionist', ['key', 'city map', 'umbrella']],
    ] as const);
    return oneOf(scene, ['ask for'], tense, { object: thing(person), complement: participant(scene, things) });
  },
  /** "Clara enjoys the breakfast every morning." */
  (scene, tense) => {
    const mornings = { past: 'this morning', present: 'every morning', future: 'tomorrow morning' };
    const action = oneOf(scene, ['enjoy'], tense, { object: thing('breakfast') });
    return { ...action, time: concept('times', mornings[tense]) };
  },
  /** "The bus turns left at the crossing." */
  (scene, tense) => ({
    ...oneOf(scene, ['turn left', 'turn right'], tense),
    place: placeOf(scene, ['crossing', 'fountain']),
  }),
  /** "Greta climbs the tower in order to admire the view." */
  (scene, tense) =>
    purposeful(scene, oneOf(scene, ['climb'], tense), ['admire', 'enjoy', 'photograph'], { object: thing('view') }),
  /** "Ida travels to Rome in order to visit the cathedral." */
  (scene, tense) => purposeful(scene, oneOf(scene, ['travel'], tense), ['visit (sight)', 'photograph']),
  ...HINDRANCES,
];

const traveller = (scene: Scene): NounPhrase => participant(scene, ['traveller', 'walker']);

const town = (scene: Scene): NounPhrase => participant(scene, ['town']);

const placeOf = (scene: Scene, kinds: readonly string[]): NounPhrase => participant(scene, kinds, { taken: new Set() });

function portion({ random }: Scene): NounPhrase {
  const { unit, of } = random.pick(PORTIONS);
  return { ...measured(2 + random.int(3), unit), of: concept('nouns', random.pick(of)) };
}
