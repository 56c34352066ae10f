import { chance, ids } from '../phrases';
import { byFirstName, type Style } from '../scene';

/** What is done again and again. */
const REGULAR = ids(
  'feed, read, eat, drink, cook, bake, sing, dance, work, play, visit, greet, help, clean, write, buy, sell',
);

/** What is done for a whole season. */
const SEASONAL = ids('work, play, sing, dance, visit, paint, build, repair, feed, sell, live, rest, buy, write, read');

/** Times at which only some things happen. */
const ONLY_AT: Record<string, readonly string[]> = {
  'every day': REGULAR,
  'every week': ids('visit, clean, wash, bake, write, buy, help, send'),
  'in summer': SEASONAL,
  'in winter': SEASONAL,
};

/** What happens to people rather than that they do it. */
const INVOLUNTARY = ids('see, hear, find, lose, love, live, laugh, wait');

/** How everyday life is spoken of. */
export const style: Style = {
  indefinite: ids('person, animal, thing, food, text, furniture, openable, clothing, vehicle, plant, song, building'),
  unique: ['place', 'wall'],
  predicative: ids('tired, hungry, happy'),
  possessions: [],
  special(noun, scene, taken) {
    const { random, words } = scene;
    const { tags } = noun;
    if (tags.includes('person')) return chance(random, 0.25) ? byFirstName(scene, 'person', taken) : undefined;
    const some = tags.includes('mass') && chance(random, 0.5);
    const counted = tags.includes('count') && chance(random, 0.15);
    if (!some && !counted) return undefined;
    const adjectives = words.fitting(noun).filter(({ id }) => !style.predicative?.includes(id));
    const adjective = adjectives.length > 0 && chance(random, 0.3) ? random.pick(adjectives) : undefined;
    const count = counted ? 2 + random.int(11) : undefined;
    return { noun, adjective, determiner: 'none', plural: counted, count };
  },
  relative: () => undefined,
  places: {},
  lasting: [],
  timeless: ['love'],
  involuntary: INVOLUNTARY,
  clocked: [],
  dated: [],
  happens({ id }, time) {
    if (time.id === 'now') return !ids('lose, find, live, see, hear').includes(id);
    return ONLY_AT[time.id]?.includes(id) ?? id !== 'live';
  },
  infinitives: {},
  reasons: {},
  granted: { build: ['old'], cook: ['cold', 'hot'], bake: ['cold'], repair: ['new'], lose: ['new'] },
};
