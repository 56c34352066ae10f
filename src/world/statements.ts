import type { Language } from '../types';
import { languages, realiser } from './languages';
import { allWords, type Explained, kindsOf, type Remark, Remarkable, remarkOn, type Values } from './remarks';
import { GAP, sentence, wordingsFor } from './remarks/wordings';
import { remembered } from './remembered';
import { filled } from './wordings';

/** What an explanation says, counted in sentences and entries of lists. */
export interface Statements {
  /** True: of the text, or of a word wherever it stands. */
  right: number;
  /** Said in the way of a true statement, and not true. */
  wrong: number;
  /** In other words than the base model knows: not judged. */
  other: number;
}

/**
 * Judges what an explanation of a translation says, sentence by sentence, against all that the world knows to be true of its words
 * and of the text. Whether it is about the text at hand is told by `groundingOf`.
 *
 * @throws Error when it is no translation between English and a language that is explained
 */
export function statementsOf(explanation: string, item: Explained): Statements {
  const about = new Remarkable(item);
  const { ofWords, entries, frames, kinds } = knowledgeOf(about.language);
  const ofText = new Set(kinds.flatMap(said => about.ofText(said).flatMap(wordings)));
  const counts = { right: 0, wrong: 0, other: 0 };
  const judge = (text: string, right: boolean, frames: readonly RegExp[]) => {
    if (right) counts.right++;
    else counts[frames.some(frame => frame.test(text)) ? 'wrong' : 'other']++;
  };
  for (const line of explanation.split('\n').map(line => line.trim())) {
    const entry = /^\d+\. (.+)$/.exec(line)?.[1];
    if (entry) judge(entry, entries.said.has(entry), entries.frames);
    else if (!wordingsFor('heading', 'own').includes(line)) {
      for (const sentence of line.split(/(?<=[.!?])\s+/).filter(part => part !== ''))
        judge(sentence, ofText.has(sentence) || ofWords.has(sentence), frames);
    }
  }
  return counts;
}

interface Knowledge {
  kinds: readonly string[];
  /** Every true statement about every word. */
  ofWords: ReadonlySet<string>;
  /** What a statement of any kind looks like, whatever it says. */
  frames: readonly RegExp[];
  /** The same of the entries of lists. */
  entries: { said: ReadonlySet<string>; frames: readonly RegExp[] };
}

/** Some ten thousand statements, made once. */
const knowledgeOf = remembered((language: Language): Knowledge => {
  const kinds = Object.keys(kindsOf(language));
  const words = allWords(language);
  const ofWords = new Set<string>();
  const frames: RegExp[] = [];
  for (const said of kinds) {
    const remarks = words.flatMap(word => remarkOn(word, said) ?? []);
    for (const remark of remarks) for (const text of wordings(remark)) ofWords.add(text);
    const seen = valuesOf(remarks);
    frames.push(...wordingsFor(said, 'own').map(wording => frameOf(wording, seen)));
  }
  const entry = wordingsFor('entry', 'own');
  const said = words.flatMap(({ en, word }) => entry.map(wording => filled(wording, { en, word })));
  return {
    kinds,
    ofWords,
    frames,
    entries: { said: new Set(said), frames: entry.map(wording => frameOf(wording, new Map())) },
  };
});

/** All that the base model says for a remark. */
const wordings = ({ said, values }: Remark): string[] =>
  wordingsFor(said, 'own').map(wording => sentence(wording, values));

/** What is filled in anywhere, by gap. */
function valuesOf(remarks: readonly Remark[]): Map<string, Set<string>> {
  const seen = new Map<string, Set<string>>();
  for (const { values } of remarks) {
    for (const [gap, value] of Object.entries<Values[string]>(values))
      seen.set(gap, (seen.get(gap) ?? new Set()).add(value));
  }
  return seen;
}

/**
 * The pattern of a wording. Anything can be quoted or be what is spoken of; what is said of it is one of the things that are said of
 * anything: else every sentence with an "is" would be judged.
 */
function frameOf(wording: string, seen: ReadonlyMap<string, ReadonlySet<string>>): RegExp {
  const parts = wording.split(GAP);
  const pattern = parts.map((part, i) => {
    if (i % 2 === 0) return escaped(part);
    if (parts[i - 1]!.endsWith('"')) return '[^"]{1,40}';
    if (part === 'n') return '[\\d.,]+';
    const said = part === 'language' ? languages.map(code => realiser(code).name) : [...(seen.get(part) ?? [])];
    return NAMING.includes(part) || said.length === 0 ? '.{1,40}' : `(?:${said.map(escaped).join('|')})`;
  });
  return new RegExp(`^${pattern.join('')}$`, 'iu');
}

/** The gaps that name what is spoken of. */
const NAMING = ['a', 'en'];

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
