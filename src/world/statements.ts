import type { Language } from '../types';
import { languages, realiser } from './languages';
import {
  allWords,
  type Explained,
  type Group,
  kindsOf,
  type Remark,
  Remarkable,
  remarkOn,
  type Values,
} from './remarks';
import { GAP, sentence, type Voice, wordingsFor } from './remarks/wordings';
import { remembered } from './remembered';
import { filled } from './wordings';

/** What an explanation says, counted in sentences and entries of lists. */
export interface Statements {
  /** True: of the text, or of a word wherever it stands. */
  right: number;
  /** Said in the way of a true statement, and not true. */
  wrong: number;
  /** In words that the voice does not use: not judged. */
  other: number;
}

/** A sentence of an explanation, or an entry of a list in it, with its verdict. */
export interface Statement {
  text: string;
  verdict: keyof Statements;
  /** What it is good for; absent where it is in words that the voice does not use. */
  group?: Group;
}

/**
 * Judges what an explanation of a translation says, sentence by sentence, against all that the world knows to be true of its words
 * and of the text. Whether it is about the text at hand is told by `groundingOf`.
 *
 * @param voice whose words it is in: TinyChat's own, or those of the teacher that was trained on other words
 * @throws Error when it is no translation between English and a language that is explained
 */
export const judgedStatements = (
  explanation: string,
  item: Explained,
  { voice = 'own' }: { voice?: Voice } = {},
): Statement[] => judgedLines(explanation, item, voice).flatMap(({ statements }) => statements);

/** An explanation in TinyChat's words with those of its statements only that are to stay. A list whose entries all go loses its heading too. */
export function keepStatements(explanation: string, item: Explained, keep: (statement: Statement) => boolean): string {
  let entries = 0;
  const lines = judgedLines(explanation, item, 'own').map(({ kind, text, statements }) => {
    if (kind === 'heading') return { kind, text };
    const kept = statements.filter(keep).map(({ text }) => text);
    if (kind === 'sentences') return { kind, text: kept.join(' ') };
    return { kind, text: kept.length > 0 ? `${++entries}. ${kept[0]}` : '' };
  });
  return lines
    .filter(({ kind, text }) => text !== '' && !(kind === 'heading' && entries === 0))
    .map(({ text }) => text)
    .join('\n');
}

/** A line of an explanation. */
interface Line {
  kind: 'heading' | 'entry' | 'sentences';
  text: string;
  statements: Statement[];
}

function judgedLines(explanation: string, item: Explained, voice: Voice): Line[] {
  const about = new Remarkable(item);
  const { ofWords, entries, frames, kinds } = knowledgeOf({ language: about.language, voice });
  const groupOf = (said: string): Group => kindsOf(about.language)[said]!.group;
  const ofText = new Map(kinds.flatMap(said => about.ofText(said).flatMap(remark => wordings(remark, said, voice))));
  const judge = (text: string, said: string | undefined, frames: readonly Frame[]): Statement => {
    if (said !== undefined) return { text, verdict: 'right', group: groupOf(said) };
    const like = frames.find(({ pattern }) => pattern.test(text));
    return like ? { text, verdict: 'wrong', group: groupOf(like.said) } : { text, verdict: 'other' };
  };
  return explanation
    .split('\n')
    .map(line => line.trim())
    .map((text): Line => {
      const entry = /^\d+\. (.+)$/.exec(text)?.[1];
      if (entry) return { kind: 'entry', text, statements: [judge(entry, entries.said.get(entry), entries.frames)] };
      if (wordingsFor('heading', voice).includes(text)) return { kind: 'heading', text, statements: [] };
      const sentences = text.split(/(?<=[.!?])\s+/).filter(part => part !== '');
      const judged = sentences.map(one => judge(one, ofText.get(one) ?? ofWords.get(one), frames));
      return { kind: 'sentences', text, statements: judged };
    });
}

/** The verdicts of {@link judgedStatements}, counted. */
export function statementsOf(explanation: string, item: Explained, options: { voice?: Voice } = {}): Statements {
  const counts = { right: 0, wrong: 0, other: 0 };
  for (const { verdict } of judgedStatements(explanation, item, options)) counts[verdict]++;
  return counts;
}

/** What a statement of a kind looks like, whatever it says. */
interface Frame {
  said: string;
  pattern: RegExp;
}

interface Knowledge {
  kinds: readonly string[];
  /** Every true statement about every word, with its kind. */
  ofWords: ReadonlyMap<string, string>;
  /** Of every kind. */
  frames: readonly Frame[];
  /** The same of the entries of lists. */
  entries: { said: ReadonlyMap<string, string>; frames: readonly Frame[] };
}

/** The kind whose statement an entry of a list is. */
const ENTRY = 'glossary';

/** Some ten thousand statements, made once. */
const knowledgeOf = remembered(
  ({ language, voice }: { language: Language; voice: Voice }): Knowledge => {
    const kinds = Object.keys(kindsOf(language));
    const words = allWords(language);
    const ofWords = new Map<string, string>();
    const frames: Frame[] = [];
    for (const said of kinds) {
      const remarks = words.flatMap(word => remarkOn(word, said) ?? []);
      for (const remark of remarks) for (const [text] of wordings(remark, said, voice)) ofWords.set(text, said);
      const seen = valuesOf(remarks);
      frames.push(...wordingsFor(said, voice).map(wording => ({ said, pattern: frameOf(wording, seen) })));
    }
    const entry = wordingsFor('entry', voice);
    const said = words.flatMap(({ en, word }) =>
      entry.map((wording): [string, string] => [filled(wording, { en, word }), ENTRY]),
    );
    return {
      kinds,
      ofWords,
      frames,
      entries: {
        said: new Map(said),
        frames: entry.map(wording => ({ said: ENTRY, pattern: frameOf(wording, new Map()) })),
      },
    };
  },
  ({ language, voice }) => `${language} ${voice}`,
);

/** All that a voice says for a remark, each with its kind. */
const wordings = ({ values }: Remark, said: string, voice: Voice): [string, string][] =>
  wordingsFor(said, voice).map(wording => [sentence(wording, values), said]);

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
