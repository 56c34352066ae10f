import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { answer } from '../../src/generate';
import { type MethodContext, methods } from '../../src/methods';
import { tinyChat } from '../generate/tiny-chat';
import { useCpuBackend } from '../helpers';

// Open to be replaced by a model that follows the instruction.
vi.mock('../../src/generate', { spy: true });
beforeAll(useCpuBackend);
beforeEach(() => {
  vi.mocked(answer).mockReset();
});

const base = tinyChat(2, { contextLength: 800 });
const pairs = ['Die Katze trinkt Milch.', 'Der Hund isst Brot.', 'Sie schläft.'].map((reference, i) => ({
  prompt: [
    { role: 'system' as const, content: 'Be brief.' },
    { role: 'user' as const, content: `Into German: sentence ${i}` },
  ],
  reference,
}));
const context = (threshold?: number): MethodContext => ({
  base,
  loss: {},
  decoding: { seed: 3 },
  ...(threshold !== undefined && { settings: { threshold } }),
});
const says = (...texts: string[]) =>
  vi.mocked(answer).mockResolvedValueOnce(texts.map(text => ({ text, finished: true })));
const references = async (threshold?: number) =>
  (await methods.sdft.prepare(pairs, context(threshold))).map(({ reference }) => reference);

describe('SDFT', () => {
  it('shows the base each request with its reference, and keeps the other turns and the request itself', async () => {
    says('a', 'b', 'c');
    const examples = await methods.sdft.prepare(pairs, context());
    expect(examples.map(({ prompt }) => prompt)).toEqual(pairs.map(({ prompt }) => prompt));
    const [, asked, options] = vi.mocked(answer).mock.lastCall!;
    expect(options).toMatchObject({ stop: ['\n\n'], seed: 3 });
    expect(asked).toHaveLength(3);
    expect(asked[1]!.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(asked[1]![1]!.content).toBe(
      'Below are an instruction that describes a task along with a reference answer. Using the reference answer as a ' +
        'guide, write your own response.\n\n### Instruction:\nInto German: sentence 1\n\n### Reference Answer:\n' +
        'Der Hund isst Brot.\n\n### Response:\n',
    );
  });

  it('takes the own words of the base where they are near to the reference, and else the reference', async () => {
    // chrF 81.8, 14.1 and none, by sacreBLEU.
    says(' Die Katze trinkt die Milch. ', 'The text is short.', '  ');
    expect(await references()).toEqual(['Die Katze trinkt die Milch.', pairs[1]!.reference, pairs[2]!.reference]);
  });

  it('takes all of them at threshold 0 but empty ones, and none at 100', async () => {
    const words = ['Brot', 'The text is short.', ''];
    says(...words);
    expect(await references(0)).toEqual([...words.slice(0, 2), pairs[2]!.reference]);
    says('Die Katze trinkt die Milch.', ...words.slice(1));
    expect(await references(100)).toEqual(pairs.map(({ reference }) => reference));
  });

  it('with a model that does not follow is vanilla fine-tuning', async () => {
    expect(await references()).toEqual(pairs.map(({ reference }) => reference));
  });

  it('refuses a threshold that is no chrF', async () => {
    for (const threshold of [-1, 101, Number.NaN])
      await expect(references(threshold)).rejects.toThrow(
        `threshold of SDFT is ${threshold}: give a chrF from 0 to 100`,
      );
  });
});
