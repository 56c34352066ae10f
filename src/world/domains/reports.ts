import type { Tense } from '../lexicon';
import type { Action, Clause, Described, Named } from '../meaning';
import { idsOf, oneOf, placed } from './actions';
import { ofTheirOwn } from './own';
import type { Scene } from './scene';

/** What can be said, thought or hoped: by verb, of oneself or of others, or in a way of its own. */
export type Content = Told | ((scene: Scene) => Clause);

interface Told {
  tense: Tense;
  verbs: readonly string[];
  /** What is told of whoever tells it. */
  self?: boolean;
}

/** "The girl hopes that she will pass the exam." Nobody tells today what will be said. */
export function report(scene: Scene, tense: Tense, contents: Readonly<Record<string, readonly Content[]>>): Action {
  const saying = oneOf(scene, Object.keys(contents), tense === 'future' ? 'present' : tense);
  const content = scene.random.pick(contents[saying.verb.id] as Content[]);
  return { ...saying, content: typeof content === 'function' ? content(scene) : told(scene, saying, content) };
}

function told(scene: Scene, { subject }: Action, { tense, verbs, self }: Told): Clause {
  const given = self ? { subject: { pronoun: subject as Described | Named } } : { not: idsOf(subject) };
  const content = oneOf(scene, verbs, tense, given);
  // Nobody tells what becomes of just any boys.
  const { subject: of } = content;
  const known = of && 'noun' in of && of.determiner === 'none' && of.plural && of.count === undefined;
  return placed(scene, ofTheirOwn(scene, known ? { ...content, subject: { ...of, determiner: 'definite' } } : content));
}
