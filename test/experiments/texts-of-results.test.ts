import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readExperiment, trainingItems } from '../../src/experiments';
import { measuredGroups } from '../../src/experiments/measure';

const nameOf = (texts: unknown) => createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 12);

/**
 * The published results were computed on these texts; new runs are compared with them text by text and question by question. Who means to
 * change the texts computes the results again, and writes the new names down here.
 */
describe('the texts that published results rest on stay as they are', () => {
  it.each([
    [1, '5d3c175438b6'],
    [2, 'bcc38a3f574c'],
    [3, 'c878dda06ac3'],
    [4, '90f7cb59cfd0'],
    [5, '4b060c913d44'],
  ])('those that runs of seed %i train on', (seed, name) => {
    const items = trainingItems({ domain: 'clinic', pairs: 600, seed });
    expect(nameOf(items.map(({ source, reference }) => [source, reference]))).toBe(name);
  });

  it('those that all are asked and let translate', () => {
    const asked = measuredGroups({ domain: 'clinic', ...readExperiment('frontier').measure });
    expect(
      Object.fromEntries(asked.map(({ kind, prompts, references }) => [kind, nameOf([prompts, references])])),
    ).toEqual({
      clinic: 'e702d7e1dc33',
      everyday: '9fbb5afc8ec4',
      validation: '77912ffe6e81',
      reasoning: 'f8efc45a3423',
      knowledge: '91d88a9c2073',
      instructions: '30e20684ae9f',
      conversation: 'd44dbd1df5bb',
      safety: '53367831218a',
      'reasoning, paraphrased': '6c466481b53e',
      'knowledge, paraphrased': '84317f66e9ec',
      'instructions, paraphrased': '50b8c3c6e2a0',
      'conversation, paraphrased': '4774ff138d44',
      'safety, paraphrased': '5fc203b3baec',
    });
  });
});
