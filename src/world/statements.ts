import { realiser } from './languages';
import { lexicon } from './lexicon';
import { aboutText, aboutWord, type Explained, LIST_HEADING, listed, textFrames, type Word } from './remarks';

/** What an explanation says, counted in sentences and entries of lists. */
export interface Statements {
  /** True: of the text, or of a word wherever it stands. */
  right: number;
  /** Said in the way of a true statement, and not true. */
  wrong: number;
  /** In other words than the world knows: not judged. */
  other: number;
}

/**
 * Judges what an explanation of a translation between English and German says, sentence by sentence, against all that the world knows
 * to be true of its words and of the text. Whether it is about the text at hand is told by `groundingOf`.
 */
export function statementsOf(explanation: string, item: Explained): Statements {
  const ofText = new Set(Object.values(aboutText).flatMap(say => say(item)));
  const { ofWords, pairs, frames } = knowledge();
  const counts = { right: 0, wrong: 0, other: 0 };
  for (const line of explanation.split('\n')) {
    const entry = /^\d+\. (.+: .+)$/.exec(line.trim());
    if (entry) counts[pairs.has(entry[1] as string) ? 'right' : 'wrong']++;
    else if (line.trim() !== LIST_HEADING) {
      for (const sentence of line.split(/(?<=[.!?])\s+/).filter(part => part.trim() !== '')) {
        if (ofText.has(sentence) || ofWords.has(sentence)) counts.right++;
        else counts[frames.some(frame => frame.test(sentence)) ? 'wrong' : 'other']++;
      }
    }
  }
  return counts;
}

interface Knowledge {
  ofWords: ReadonlySet<string>;
  /** Entries of lists. */
  pairs: ReadonlySet<string>;
  /** What a statement of any kind looks like, whatever the words. */
  frames: readonly RegExp[];
}

let known: Knowledge | undefined;

/** Every true statement about every word: some ten thousand, made once. */
function knowledge(): Knowledge {
  if (known !== undefined) return known;
  const [english, german] = [realiser('en'), realiser('de')];
  const { nouns, verbs, adjectives } = lexicon();
  const words: Word[] = [...nouns, ...verbs, ...adjectives].map(concept => ({
    en: english.dictionaryForm(concept),
    de: german.dictionaryForm(concept),
    concept,
  }));
  const ofWords = new Set<string>();
  const frames = new Set(textFrames);
  for (const word of words) {
    const said = statementsAbout(word);
    for (const text of said) {
      ofWords.add(text);
      frames.add(frameOf(text, word.en));
    }
  }
  const pairs = new Set(words.map(listed));
  known = { ofWords, pairs, frames: [...frames].map(frame => new RegExp(`^${frame}$`, 'u')) };
  return known;
}

function statementsAbout(word: Word): string[] {
  const { concept } = word;
  const { glossary, gender, plural, category, caution, tense } = aboutWord;
  if (concept.kind === 'noun')
    return [glossary(word), ...[gender, plural, category, caution].map(say => say(concept))].flat();
  return concept.kind === 'verb' ? [...glossary(word), ...tense(concept)] : glossary(word);
}

/** The pattern of a statement: what it says of other words would differ in its quotations, in the word itself, and in the gender. */
function frameOf(text: string, word: string): string {
  const open = text
    .replace(/"[^"]*"/g, '"\u0001"')
    .replace(/masculine|feminine|neuter/, '\u0001')
    .replace(new RegExp(`\\b(an? )?${escaped(word)}\\b`, 'i'), '\u0001');
  return escaped(open).replaceAll('\u0001', '.{1,40}');
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
