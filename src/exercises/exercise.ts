/** What a check says of an answer. */
export interface Verdict {
  right: boolean;
  /** Why, computed from the model or the results; of a wrong answer the likely mistake. */
  says: string;
}

/** A question that the reader answers in a cell. The answer is checked by computing, never beside a stored one. */
export interface Exercise {
  /** The notebook that it stands in, by its number. */
  notebook: string;
  /** In a word or two. */
  title: string;
  minutes: number;
  /** 1 to look, 2 to think, 3 to write. */
  level: 1 | 2 | 3;
  /** What is asked, in a sentence or two. */
  ask: string;
  /**
   * @param answer what the reader gave, of whatever form
   * @param context what the cell hands over beside it, such as the tokens that the question is about
   */
  check(answer: unknown, context?: unknown): Verdict | Promise<Verdict>;
}

/** A verdict for a right answer. */
export const right = (says: string): Verdict => ({ right: true, says });

/** A verdict for a wrong answer, which explains the likely mistake. */
export const wrong = (says: string): Verdict => ({ right: false, says });

/** A likely mistake: how it is recognised, and what it is told. */
export interface Mistake<Answer> {
  is(answer: Answer): boolean;
  says: string;
}

/** What the first mistake that fits is told; `otherwise` where none does. */
export const explain = <Answer>(answer: Answer, mistakes: readonly Mistake<Answer>[], otherwise: string): Verdict =>
  wrong(mistakes.find(({ is }) => is(answer))?.says ?? otherwise);

/** Whether two numbers are the same but for rounding. */
export const close = (a: number, b: number, tolerance = 1e-4): boolean =>
  Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b));
