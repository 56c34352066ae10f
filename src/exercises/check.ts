import { escapeHtml, show } from '../notebook';
import type { Exercise, Verdict } from './exercise';
import { exercises } from './list';

/** Set while a notebook is run with its solutions: then an answer that is not right ends the run. */
const MUST_BE_RIGHT = 'RADIS_SOLUTIONS';

/**
 * Checks the answer to an exercise, and explains it. Without an answer the cell passes, and says that it is the reader's turn.
 *
 * @param name of the exercise, such as `weights`
 * @param answer the reader's; undefined: not given yet
 * @param context what the question is about, where the exercise wants it
 * @throws Error when there is no such exercise, or (with `RADIS_SOLUTIONS` set) when the answer is not right
 *
 * @example
 * ```ts
 * await radis.check('weights', [0, 1, 0.5]);
 * ```
 */
export async function check(name: string, answer?: unknown, context?: unknown): Promise<void> {
  const exercise = (exercises as Record<string, Exercise>)[name];
  if (exercise === undefined) throw new Error(`no exercise ${name}: there are ${Object.keys(exercises).join(', ')}`);
  const verdict = answer === undefined ? undefined : await judged(exercise, answer, context);
  if (process.env[MUST_BE_RIGHT] && !verdict?.right)
    throw new Error(`the solution of ${name} is not right: ${verdict?.says ?? 'it gives no answer'}`);
  if (verdict === undefined)
    say('Your turn', `put your answer in the place of undefined, and run the cell again.`, '#555555');
  else if (verdict.right) say('Right', verdict.says, '#00795A');
  else say('Not yet', verdict.says, '#B34E00');
}

/** An answer may be anything: one that the check cannot read is explained like a wrong one. */
async function judged({ check, ask }: Exercise, answer: unknown, context: unknown): Promise<Verdict> {
  try {
    return await check(answer, context);
  } catch (error) {
    return { right: false, says: `${(error as Error).message}. The question: ${ask}` };
  }
}

function say(head: string, text: string, colour: string): void {
  const style = `max-width:46em;font-size:15px;border-left:4px solid ${colour};padding:6px 12px`;
  show({
    'text/html': `<div style="${style}"><strong style="color:${colour}">${head}</strong>: ${escapeHtml(text)}</div>`,
    'text/plain': `${head}: ${text}`,
  });
}
