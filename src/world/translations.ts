import { createRandom, type Random } from '../random';
import type { Language, Message } from '../types';
import { position, type Split, user, worded } from './ability';
import { domainOf } from './domains';
import { realiser } from './languages';
import { english } from './languages/en';
import type { Realiser } from './languages/language';
import type { Adjective, Noun, Verb } from './lexicon';
import { contentWords, type Sentence } from './meaning';
import { vocabulary } from './vocabulary';
import { wordingsOf } from './wordings';

/** Which translations are for training, for choosing settings, and for the final measurement. */
export type TranslationSplit = 'train' | 'valid' | 'test';

/** A source text and its translation, exact by construction, with the meaning they share. */
export interface TranslationItem {
  id: string;
  domain: string;
  from: Language;
  to: Language;
  source: string;
  reference: string;
  meaning: Sentence[];
}

/** Which translations to draw. */
export interface TranslationQuery {
  domain: string;
  from: Language;
  to: Language;
  count: number;
  seed: number | string;
  split?: TranslationSplit;
}

/**
 * Draws parallel texts of one to three sentences. A sentence belongs to one split only, wherever it stands.
 *
 * @throws Error naming an unknown domain or language, or when the world holds fewer different texts than asked for
 */
export function sampleTranslations({
  domain,
  from,
  to,
  count,
  seed,
  split = 'train',
}: TranslationQuery): TranslationItem[] {
  const random = createRandom(`translations/${domain}/${from}-${to}/${split}/${seed}`);
  const draw = translationSampler(domain, from, to, { split });
  const items: TranslationItem[] = [];
  const seen = new Set<string>();
  for (let tries = 0; items.length < count; tries++) {
    if (tries > 20 * count + 1000)
      throw new Error(`${domain} has only ${seen.size} different texts, fewer than the ${count} asked for`);
    const item = draw(random);
    if (seen.has(item.source)) continue;
    seen.add(item.source);
    items.push({ ...item, id: `${domain}/${from}-${to}/${split}/${seed}/${items.length}` });
  }
  return items;
}

/** A function that draws one text after another; the base's own data limit the words it may meet. */
export function translationSampler(
  domain: string,
  from: Language,
  to: Language,
  { split, known }: { split: TranslationSplit; known?: (concept: Noun | Verb | Adjective) => boolean },
): (random: Random) => Omit<TranslationItem, 'id'> {
  const sample = domainOf(domain).sentence;
  const [source, target] = [realiser(from), realiser(to)];
  if (from === to) throw new Error(`cannot translate from ${from} to itself: choose two languages`);
  const words = vocabulary(domain);
  const sampleKnown = (random: Random): Sentence => {
    for (;;) {
      const sentence = sample(words, random);
      if (known === undefined || contentWords(sentence).every(known)) return sentence;
    }
  };
  return random => {
    const drawn = sentences(() => sampleKnown(random), split, random);
    const open = random() < 0.15;
    const text = (language: Realiser) => {
      const said = drawn.map(({ meaning, inEnglish }) =>
        language === english ? inEnglish : language.sentence(meaning),
      );
      const whole = said.join(language.between);
      return open && !language.endsUnmarked ? whole.replace(FULL_STOP, '') : whole;
    };
    return {
      domain,
      from,
      to,
      source: text(source),
      reference: text(target),
      meaning: drawn.map(({ meaning }) => meaning),
    };
  };
}

/** What a text that is left open lacks; a question keeps its mark. */
const FULL_STOP = /[.。]$/;

/** A sentence, with the English text that decides its split whatever the languages of the translation. */
interface Drawn {
  meaning: Sentence;
  inEnglish: string;
}

function sentences(sample: () => Sentence, split: TranslationSplit, random: Random): Drawn[] {
  const length = random();
  const count = length < 0.55 ? 1 : length < 0.9 ? 2 : 3;
  const found: Drawn[] = [];
  while (found.length < count) {
    const meaning = sample();
    const inEnglish = english.sentence(meaning);
    // Several long sentences would not fit the context beside their explanation.
    if (splitOfSentence(inEnglish) === split && (count === 1 || inEnglish.length < 90))
      found.push({ meaning, inEnglish });
  }
  return found;
}

function splitOfSentence(text: string): TranslationSplit {
  const at = position(`sentence ${text}`);
  return at < 0.8 ? 'train' : at < 0.9 ? 'valid' : 'test';
}

/**
 * How a translation is asked for: in the first wording of the split, or in any of them when a random source is given. A `paraphrase` is a
 * request in words that training never uses; every other split asks as training does.
 */
export function translationPrompt(
  { source, to }: Pick<TranslationItem, 'source' | 'to'>,
  random?: Random,
  split: Split = 'train',
): Message[] {
  const { request } = wordingsOf('translation', { request: 'language source' });
  const wording = random
    ? worded(request, split, random)
    : ((split === 'paraphrase' ? request.heldOut : request.known)[0] as string);
  return [user(wording.replace('{language}', realiser(to).name).replace('{source}', () => source))];
}

/** A word of a text, as a dictionary lists it in both languages. */
export interface GlossaryEntry {
  source: string;
  target: string;
  concept: Noun | Verb | Adjective;
}

/** The words of a text with their dictionary forms, in the order in which they are mentioned. */
export function glossary({ meaning, from, to }: Pick<TranslationItem, 'meaning' | 'from' | 'to'>): GlossaryEntry[] {
  const [source, target] = [realiser(from), realiser(to)];
  return [...new Set(meaning.flatMap(contentWords))].map(concept => ({
    source: source.dictionaryForm(concept),
    target: target.dictionaryForm(concept),
    concept,
  }));
}
