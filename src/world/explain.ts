import type { Random } from '../random';
import { type Explained, type Group, kindNamesOf, type Remark, Remarkable } from './remarks';
import { sentence, type Voice, wordingsFor } from './remarks/wordings';
import { filled } from './wordings';

/** Of an explanation: how often it ends with a list of words. */
const LIST_SHARE = 0.2;

/**
 * What is said after a translation between English and another language, in English and about the other: one to three remarks of
 * different kinds. A hazard is always warned of.
 *
 * @param voice whose words: those that TinyChat is trained on, or those of another teacher, who says the same in other words
 * @throws Error when neither language, or both, are English
 */
export function explain(item: Explained, random: Random, { voice = 'own' }: { voice?: Voice } = {}): string {
  const about = new Remarkable(item);
  const say = ({ said, values }: Remark) => sentence(random.pick(wordingsFor(said, voice)), values);
  const count = 1 + random.int(3);
  const remarks: string[] = [];
  const said = new Set<string>();
  for (const group of random.shuffle(groups)) {
    if (remarks.length === count) break;
    const found = someOf(group, about, said, random);
    if (found === undefined) continue;
    said.add(found.said);
    remarks.push(say(found));
  }
  const warnings = about.remarks('caution');
  if (warnings.length > 0) remarks.push(say(random.pick(warnings)));
  const list = random() < LIST_SHARE ? wordList(about, voice, random) : undefined;
  return [remarks.join(' '), list].filter(Boolean).join('\n');
}

/** What explanations are made of; structure has most to say, and says it most. */
const groups: Group[] = ['glossary', 'structure', 'structure', 'fact', 'usage', 'number'];

/** A true statement of the group that is not of a kind said before. Kinds are equally likely, however many words they apply to. */
function someOf(group: Group, about: Remarkable, before: ReadonlySet<string>, random: Random): Remark | undefined {
  const kinds = kindNamesOf(about.language, group).filter(said => !before.has(said));
  for (const said of random.shuffle(kinds)) {
    const remarks = about.remarks(said);
    if (remarks.length > 0) return random.pick(remarks);
  }
  return undefined;
}

function wordList(about: Remarkable, voice: Voice, random: Random): string | undefined {
  const some = random.shuffle(about.words).slice(0, 3);
  if (some.length < 2) return undefined;
  const heading = random.pick(wordingsFor('heading', voice));
  const entry = random.pick(wordingsFor('entry', voice));
  return [heading, ...some.map(({ en, word }, i) => `${i + 1}. ${filled(entry, { en, word })}`)].join('\n');
}
