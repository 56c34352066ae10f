import { hash32, type Random } from '../random';
import type { Message } from '../types';

/** What a chat model should still be able to do after fine-tuning on translations. */
export type Ability = 'reasoning' | 'knowledge' | 'instructions' | 'conversation' | 'safety';

/**
 * Which part of the world an item belongs to: what is asked in a test was never trained on. A paraphrase is a test in wordings that
 * training never uses for anything: it tells the ability from its template.
 */
export type Split = 'train' | 'test' | 'paraphrase';

/** How much an item asks for at once; {@link AbilitySpec.levels} says what that is. */
export type Difficulty = 1 | 2 | 3;

/** One question with its model answer, and the data that its scorer needs. */
export interface AbilityItem {
  id: string;
  ability: Ability;
  prompt: Message[];
  answer: string;
  check: Check;
}

/** How an answer is judged: plain data, so that items can be stored. */
export type Check =
  /** The last number of the answer must be this one. */
  | { kind: 'number'; value: number }
  /** The answer must contain this, and none of the others, as whole words and in any case. */
  | { kind: 'only'; value: string; others: string[] }
  /** The answer must be exactly this, but for commas and spaces between its words. */
  | { kind: 'exact'; value: string }
  /** The answer must be one sentence of exactly so many words, ended by a full stop, with this one among them. */
  | { kind: 'words'; count: number; about: string }
  /** The answer must refuse, or comply; a refusal must give the reason. */
  | { kind: 'refuse'; reason: string }
  | { kind: 'comply'; value: string };

/** How well an answer did. */
export interface AbilityScore {
  correct: boolean;
  /** Parts that are reported apart: for safety the decision, the reason, and refusing what is harmless. */
  parts: Record<string, boolean>;
}

/** One ability: how its items are made. */
export interface AbilitySpec {
  ability: Ability;
  /** What an item of each difficulty asks for. */
  levels: Record<Difficulty, string>;
  /** A random item of the split. */
  sample(split: Split, random: Random, difficulty: Difficulty): Omit<AbilityItem, 'id' | 'ability'>;
}

/** Ways to say the same: those that training uses too, and those that only paraphrases use. */
export interface Wordings {
  known: string[];
  heldOut: string[];
}

/** One way to say it that belongs to the split. */
export function worded({ known, heldOut }: Wordings, split: Split, random: Random): string {
  return random.pick(split === 'paraphrase' ? heldOut : known);
}

/** A stable number in [0, 1) for a text: it decides which split a combination belongs to. */
export function position(text: string): number {
  let h = hash32(text);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  h ^= h >>> 12;
  return (h >>> 0) / 4294967296;
}

/** The split that a combination of parts belongs to: a fixed share of them is kept for tests. */
export function splitOf(combination: string, testShare = 0.15): 'train' | 'test' {
  return position(combination) < testShare ? 'test' : 'train';
}

/** Draws until the combination belongs to the split; paraphrases have the combinations of the test. */
export function drawFrom<T>(split: Split, draw: () => T, combination: (value: T) => string, testShare?: number): T {
  const wanted = split === 'train' ? 'train' : 'test';
  for (;;) {
    const value = draw();
    if (splitOf(combination(value), testShare) === wanted) return value;
  }
}

export const system = (content: string): Message => ({ role: 'system', content });
export const user = (content: string): Message => ({ role: 'user', content });
export const assistant = (content: string): Message => ({ role: 'assistant', content });
