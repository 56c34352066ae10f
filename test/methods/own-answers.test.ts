import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { answer } from '../../src/generate';
import { type MethodContext, methods } from '../../src/methods';
import type { Message } from '../../src/types';
import { tinyChat } from '../generate/tiny-chat';
import { useCpuBackend } from '../helpers';

// As it is, but open to be replaced: a random model seldom ends a sentence.
vi.mock('../../src/generate', { spy: true });
beforeAll(useCpuBackend);
beforeEach(() => {
  vi.mocked(answer).mockReset();
});

const base = tinyChat(2, { contextLength: 200 });
const user = (content: string): Message[] => [{ role: 'user', content }];
const pairs = ['Die Katze trinkt.', 'Der Hund isst Brot.', 'Milch'].map(reference => ({
  prompt: user('Into German: x'),
  reference,
}));
const questions = Array.from({ length: 6 }, (_, i) => `What does cat ${i} drink?`);
const context = (share: number, seed = 3): MethodContext => ({
  base,
  loss: {},
  settings: { share },
  decoding: { seed },
  general: count => questions.slice(0, count).map(text => [...user(text), { role: 'assistant', content: 'Milk.' }]),
});
const { 'recovery-kd': recovery, 'generative-replay': generative } = methods;

/** The base says the same to everything, with the number of the request. */
const says = (text: string, finished = true) =>
  vi.mocked(answer).mockImplementation(async (_, list) => list.map((_, i) => ({ text: `${i}${text}`, finished })));

describe.each([recovery, generative])('$name', method => {
  it('adds what the base itself answers, so that it is the share that is asked for', async () => {
    says(' litres ');
    const examples = await method.prepare(pairs, context(5 / 8));
    expect(examples.slice(0, 3)).toEqual(pairs);
    // Five beside three are five eighths of all.
    expect(examples.slice(3).map(({ reference }) => reference)).toEqual([0, 1, 2, 3, 4].map(i => `${i} litres`));
    const [model, asked, options] = vi.mocked(answer).mock.lastCall!;
    expect(model).toBe(base);
    expect(examples.slice(3).map(({ prompt }) => prompt)).toEqual(asked);
    // Its most likely answers: nothing is drawn.
    expect(options!.temperature ?? 0).toBe(0);
  });

  it('ends an answer that was cut off with its last whole sentence, and leaves out what has none', async () => {
    says(' litres. It is a', false);
    const cut = await method.prepare(pairs, context(2 / 5));
    expect(cut.slice(3).map(({ reference }) => reference)).toEqual(['0 litres.', '1 litres.']);
    says(' litres of', false);
    expect(await method.prepare(pairs, context(2 / 5))).toEqual(pairs);
  });

  it('is vanilla fine-tuning at share 0, and refuses shares that are none', async () => {
    expect(await method.prepare(pairs, context(0))).toEqual(pairs);
    await expect(method.prepare(pairs, context(1))).rejects.toThrow('the share of replay is 1');
    await expect(method.prepare(pairs, context(-0.1))).rejects.toThrow('the share of replay is -0.1');
  });
});

describe('recovery KD', () => {
  it('asks the general requests, and needs them', async () => {
    says(' litres');
    const added = (await recovery.prepare(pairs, context(5 / 8))).slice(3);
    expect(added.map(({ prompt }) => prompt)).toEqual(questions.slice(0, 5).map(user));
    await expect(recovery.prepare(pairs, { ...context(5 / 8), general: undefined })).rejects.toThrow(
      'there is nothing to ask the base: give general conversations',
    );
  });
});

describe('generative replay', () => {
  it('makes up its requests from the model alone, other ones for another seed', async () => {
    says(' litres');
    const requests = async (seed: number) => {
      const examples = await generative.prepare(pairs, { ...context(0.8, seed), general: undefined });
      return examples.slice(3).map(({ prompt }) => prompt);
    };
    const first = await requests(3);
    expect(first).toHaveLength(12);
    expect(first.every(turns => turns.length === 1 && turns[0]!.role === 'user')).toBe(true);
    expect(new Set(first.map(turns => turns[0]!.content)).size).toBeGreaterThan(first.length / 2);
    expect(await requests(3)).toEqual(first);
    expect(await requests(4)).not.toEqual(first);
  });
});
