import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { projectPath } from '../../src/paths';
import { sampleTranslations, statementsOf } from '../../src/world';

const world = (...options: string[]) => {
  const script = projectPath('scripts', 'world.mjs');
  const { stdout, stderr } = spawnSync(process.execPath, [script, ...options], { encoding: 'utf8' });
  return { said: stdout, refused: stderr.trim() };
};

describe('npm run world', () => {
  it.each(['own', 'other'] as const)('explains every translation in the voice that is asked for: %s', voice => {
    const { said } = world('--sample', '4', '--domain', 'school', '--language', 'zh', '--explain', voice);
    const items = sampleTranslations({ domain: 'school', from: 'en', to: 'zh', count: 4, seed: '1' });
    for (const item of items) {
      const at = said.indexOf(`${item.source}\n${item.reference}\n`);
      expect(at).toBeGreaterThanOrEqual(0);
      const explanation = said.slice(at).split('\n\n')[0]!.split('\n').slice(2).join('\n');
      const { right, ...rest } = statementsOf(explanation, item, { voice });
      expect(right).toBeGreaterThan(0);
      expect(rest).toEqual({ wrong: 0, other: 0 });
    }
  });

  it.each([
    [
      'a difficulty that is none',
      ['--ability', 'safety', '--difficulty', 'abc'],
      '--difficulty is "abc": choose 1, 2 or 3.',
    ],
    ['an empty difficulty', ['--ability', 'safety', '--difficulty', ''], '--difficulty is "": choose 1, 2 or 3.'],
    ['an unknown voice', ['--explain', 'mine'], '--explain is "mine": choose own or other.'],
  ])('names %s as it was typed', (_, options, message) => {
    expect(world(...options).refused).toBe(message);
  });
});
