import type { Random } from '../../random';
import type { Lexicon } from '../lexicon';
import type { Sentence } from '../meaning';
import type { Vocabulary } from '../vocabulary';

/** Which sentences a domain makes from its words. */
export interface Domain {
  /** Words of other domains that it says too, by their ids; verbs are named where sentences are made. */
  borrowed?: Readonly<Partial<Record<Exclude<keyof Lexicon, 'verbs'>, readonly string[]>>>;
  /** A random sentence that makes sense in the domain. */
  sentence(words: Vocabulary, random: Random): Sentence;
}
