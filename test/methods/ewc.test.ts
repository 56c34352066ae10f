import { beforeAll, describe, expect, it } from 'vitest';
import { type MethodContext, methods } from '../../src/methods';
import { tinyChat } from '../generate/tiny-chat';
import { useCpuBackend } from '../helpers';

beforeAll(useCpuBackend);

const base = tinyChat(2, { contextLength: 200 });
const pairs = [{ prompt: [{ role: 'user' as const, content: 'Into German: x' }], reference: 'Milch' }];
const asked: number[] = [];
const context = (answer = 'Milk.'): MethodContext => ({
  base,
  loss: {},
  decoding: { seed: 3 },
  general: count => {
    asked.push(count);
    return Array.from({ length: count }, (_, i) => [
      { role: 'user', content: `What does cat ${i} drink?` },
      { role: 'assistant', content: answer },
    ]);
  },
});
const anchorOf = async (settings: { weight: number; requests: number }, given = context()) =>
  (await methods.ewc.objective!(settings, given)).anchor!;

describe('L2-SP', () => {
  it('ties every parameter alike with its weight, on the examples of vanilla', async () => {
    expect(await methods['l2-sp'].objective!({ weight: 0.3 }, context())).toEqual({ anchor: { weight: 0.3 } });
    expect(await methods['l2-sp'].prepare(pairs, context())).toEqual(pairs);
  });
});

describe('EWC', () => {
  it('ties what matters to general answers of the base, as many as are asked for', async () => {
    expect(await methods.ewc.prepare(pairs, context())).toEqual(pairs);
    const { weight, importance } = await anchorOf({ weight: 0.5, requests: 3 });
    expect(weight).toBe(0.5);
    expect(asked.at(-1)).toBe(3);
    for (const [name, { data }] of base.parameters) expect(importance!.get(name)!.length, name).toBe(data.length);
    const all = [...importance!.values()].flatMap(values => [...values]);
    expect(all.every(value => value >= 0 && Number.isFinite(value))).toBe(true);
    expect(new Set(all).size).toBeGreaterThan(100);
  });

  it('asks for the answers of the base itself, not for those that are given', async () => {
    const settings = { weight: 1, requests: 2 };
    const first = await anchorOf(settings);
    expect(await anchorOf(settings, context('Bread.'))).toEqual(first);
    const other = await anchorOf(settings, { ...context(), decoding: { seed: 4 } });
    expect(other.importance).not.toEqual(first.importance);
  });

  it('refuses to go without general requests, and a number of them that is none', async () => {
    await expect(anchorOf({ weight: 1, requests: 2 }, { ...context(), general: undefined })).rejects.toThrow(
      'give general conversations',
    );
    await expect(anchorOf({ weight: 1, requests: 0 })).rejects.toThrow('requests of EWC is 0: give a whole number');
  });
});
