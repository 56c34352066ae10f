import type { Random } from '../../random';
import type { Sentence } from '../meaning';
import type { Vocabulary } from '../vocabulary';

/** Which sentences a domain makes from its words. */
export interface Domain {
  /** A random sentence that makes sense in the domain. */
  sentence(words: Vocabulary, random: Random): Sentence;
}
