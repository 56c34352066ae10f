import type { Random } from '../random';
import type { Noun, Verb } from './lexicon';
import { aboutText, aboutWord, type Explained, LIST_HEADING, listed, wordsOf } from './remarks';

type Explainer = (item: Explained, random: Random) => string | undefined;

/** Kinds of things that the base says about a translation. Each gives one sentence, or nothing when it does not apply. */
const explainers: Record<string, Explainer> = {
  glossary: (item, random) => random.pick(aboutWord.glossary(random.pick(wordsOf(item)))),
  gender: ofNoun(aboutWord.gender),
  plural: ofNoun(aboutWord.plural),
  tense(item, random) {
    const verbs = wordsOf(item).flatMap(({ concept }) => (concept.kind === 'verb' ? [concept] : []));
    return verbs.length > 0 ? random.pick(aboutWord.tense(random.pick<Verb>(verbs))) : undefined;
  },
  order: ofText(aboutText.order),
  category: ofNoun(aboutWord.category),
  number: ofText(aboutText.number),
  time: ofText(aboutText.time),
};

/**
 * What the base says after a translation between English and German: one to three remarks of different kinds. A hazard is always warned of.
 */
export function explain(item: Explained, random: Random): string {
  const count = 1 + random.int(3);
  const remarks: string[] = [];
  for (const kind of random.shuffle(Object.keys(explainers))) {
    if (remarks.length === count) break;
    const remark = explainers[kind]!(item, random);
    if (remark !== undefined) remarks.push(remark);
  }
  const warnings = nounsOf(item)
    .map(aboutWord.caution)
    .find(wordings => wordings.length > 0);
  if (warnings !== undefined) remarks.push(random.pick(warnings));
  const list = random() < 0.2 ? wordList(item, random) : undefined;
  return [remarks.join(' '), list].filter(Boolean).join('\n');
}

function wordList(item: Explained, random: Random): string | undefined {
  const some = random.shuffle(wordsOf(item)).slice(0, 3);
  if (some.length < 2) return undefined;
  return `${LIST_HEADING}\n${some.map((word, i) => `${i + 1}. ${listed(word)}`).join('\n')}`;
}

function ofNoun(say: (noun: Noun) => string[]): Explainer {
  return (item, random) => {
    const nouns = nounsOf(item);
    return nouns.length > 0 ? some(say(random.pick(nouns)), random) : undefined;
  };
}

function ofText(say: (item: Explained) => string[]): Explainer {
  return (item, random) => some(say(item), random);
}

/** One of the wordings, where there is any. */
function some(wordings: string[], random: Random): string | undefined {
  return wordings.length > 0 ? random.pick(wordings) : undefined;
}

const nounsOf = (item: Explained): Noun[] =>
  wordsOf(item).flatMap(({ concept }) => (concept.kind === 'noun' ? [concept] : []));
