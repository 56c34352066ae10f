import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
// @ts-expect-error: the scripts are plain JavaScript
import { lockProblems } from '../../scripts/ci/lock-problems.mjs';
import { projectPath } from '../../src/paths';

describe('the lock file', () => {
  it('has no problem', () => {
    const { packages } = JSON.parse(readFileSync(projectPath('package-lock.json'), 'utf8'));
    expect(lockProblems(packages)).toEqual([]);
    // Whoever leaves one system out hears of it.
    const { 'node_modules/@biomejs/cli-darwin-arm64': _, ...without } = packages;
    expect(lockProblems(without)).toEqual([
      expect.stringMatching(
        /^package-lock\.json: @biomejs\/cli-darwin-arm64 is missing, which node_modules\/@biomejs\/biome names as optional; make/,
      ),
    ]);
  });

  it('names no address, but that of a folder', () => {
    const problems = lockProblems({
      '': {},
      'node_modules/a': { resolved: 'https://registry.example/a.tgz' },
      'node_modules/b': { resolved: '../b', link: true },
    });
    expect(problems).toEqual([expect.stringContaining('node_modules/a has a download address')]);
  });

  it.each([
    ['beside it', 'node_modules/x', 'node_modules/o', []],
    ['within it', 'node_modules/x', 'node_modules/x/node_modules/o', []],
    ['around it', 'node_modules/y/node_modules/@s/x', 'node_modules/y/node_modules/o', []],
    ['far around it', 'node_modules/@t/y/node_modules/@s/x', 'node_modules/o', []],
    ['for the project', '', 'node_modules/o', []],
    ['within another', 'node_modules/x', 'node_modules/y/node_modules/o', ['o is missing, which node_modules/x names']],
    ['under another name', '', 'node_modules/oo', ['o is missing, which package.json names']],
  ])('with an optional package %s', (_, from, place, problems) => {
    const found = lockProblems({ [from]: { optionalDependencies: { o: '1' } }, [place]: {} });
    expect(found).toEqual(problems.map(problem => expect.stringContaining(problem)));
  });
});
