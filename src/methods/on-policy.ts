import type { ChatModel } from '../model';
import { type ObjectiveOptions, Segment, type TrainingExample } from '../train';
import type { Message } from '../types';
import type { Method, MethodContext, TranslationExample } from './method';
import { drawnAnswers } from './own-answers';
import { vanilla } from './vanilla';

/** Tokens that a drawn answer may have. */
const ANSWER_TOKENS = 128;

/**
 * On-policy self-distillation: before each step the model answers the requests of the batch itself, and its expectation of each token of these
 * answers is pulled to that of the base, which is shown the reference beside the request:
 *
 *     loss = mean over the drawn tokens of KL(π_θ0(· | x, reference, y_<t) ‖ π_θ(· | x, y_<t)),   y drawn from π_θ(· | x).
 *
 * This is the forward divergence, with which the authors' code works and all their results were made; the formula of the paper (first version)
 * has the reverse one: {@link reverseOnPolicy}.
 *
 * What the base would not say even when it is shown how is never learned, so little is forgotten; but it takes a base that can use what it
 * is shown. There the reference alone has no loss.
 *
 * The teacher is the base as it was; the paper lets it follow the model slowly, as a moving average. All drawn tokens count; the paper's code
 * can leave out the first few. The words that show the reference are like the paper's.
 */
export const onPolicy: Method = {
  name: 'on-policy self-distillation',
  cite: 'Shenfeld et al. 2026 (2601.19897)',
  prepare: vanilla.prepare,
  objective: () => pulled('forward'),
  redraw,
};

/**
 * The same with the divergence the other way, as the formula of the paper has it:
 *
 *     loss = mean over the drawn tokens of KL(π_θ(· | x, y_<t) ‖ π_θ0(· | x, reference, y_<t)),   y drawn from π_θ(· | x).
 *
 * The model may say less than the base would, and nothing that the base would not.
 */
export const reverseOnPolicy: Method = {
  name: 'on-policy self-distillation, reverse',
  cite: 'Shenfeld et al. 2026 (2601.19897), formula',
  prepare: vanilla.prepare,
  objective: () => pulled('reverse'),
  redraw,
};

const pulled = (direction: 'forward' | 'reverse'): ObjectiveOptions => ({
  distillation: { weight: 1, direction, alone: true },
});

async function redraw(
  examples: readonly TranslationExample[],
  model: ChatModel,
  { decoding }: Pick<MethodContext, 'decoding'>,
): Promise<TrainingExample[]> {
  const requests = examples.map(({ prompt }) => prompt);
  const drawn = await drawnAnswers(model, requests, { maxNewTokens: ANSWER_TOKENS, ...decoding });
  return drawn.map((answered, i) => {
    const { prompt, reference } = examples[i] as (typeof examples)[0];
    const shown = model.tokenizer.encodeChat(demonstrated(prompt, reference), { addGenerationPrompt: true });
    const asked = Array.from(answered.segments).filter(segment => segment === Segment.prompt).length;
    // Behind what the base is shown there may be less room: the last token of all is expected, and not read.
    const end = asked + Math.max(0, model.config.contextLength + 1 - shown.length);
    const [ids, segments] = [answered.ids, answered.segments].map(list => Array.from(list).slice(0, end));
    return { ids, segments, teacherIds: [...shown, ...ids.slice(asked)] } as TrainingExample;
  });
}

/** A request that shows how it may be answered. */
export function demonstrated(prompt: readonly Message[], reference: string): Message[] {
  const { content } = prompt.at(-1) as Message;
  const shown = `${content}\n\nThis is an example for a response to the question:\n${reference}\n\nNow answer with a response of your own.`;
  return [...prompt.slice(0, -1), { role: 'user', content: shown }];
}
