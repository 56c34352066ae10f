import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createDecoder } from '../../src/generate';
import { type Parameters, parseConfig } from '../../src/model';
import { fixtureModels } from '../helpers';

it.each(fixtureModels)('%s answers as transformers does, alone and in a padded batch', async name => {
  const fixture = JSON.parse(readFileSync(join(__dirname, '..', 'fixtures', `${name}.json`), 'utf8'));
  const parameters: Parameters = new Map(
    Object.entries(fixture.parameters as Record<string, { shape: number[]; data: number[] }>).map(
      ([parameter, { shape, data }]) => [parameter, { shape, data: Float32Array.from(data) }],
    ),
  );
  const decoder = createDecoder(parseConfig(fixture.config), parameters, { endIds: [], padId: 0 });
  const options = { maxNewTokens: fixture.greedy[0].length };
  const together = await decoder.generate(fixture.prompts, options);
  expect(together.map(({ ids }) => ids)).toEqual(fixture.greedy);
  for (const [i, prompt] of fixture.prompts.entries()) {
    expect((await decoder.generate([prompt], options))[0]!.ids).toEqual(fixture.greedy[i]);
  }
  const penalised = await decoder.generate(fixture.prompts, { maxNewTokens: 8, repetitionPenalty: 1.7 });
  expect(penalised.map(({ ids }) => ids)).toEqual(fixture.penalised);
  expect(penalised.map(({ ids }) => ids.slice(0, options.maxNewTokens))).not.toEqual(fixture.greedy);
  await decoder.dispose();
});
