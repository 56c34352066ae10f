import { existsSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openExperiment, readExperiment, readResults } from '../../src/experiments';
import { projectPath } from '../../src/paths';
import { temporaryFolder } from '../helpers';

const folder = projectPath('data', 'results');
const names = (existsSync(folder) ? readdirSync(folder) : []).map(file => basename(file, '.json'));
/** As a reader has it who has just cloned the project. */
const places = {
  results: temporaryFolder(),
  published: folder,
  locks: temporaryFolder(),
  models: projectPath('data', 'models'),
};

describe('the results that come with the project', () => {
  it('are there', () => {
    expect(names).toContain('frontier');
  });

  it.each(names)('%s: complete, and of the embedded weights, so that its notebooks compute nothing', name => {
    const grid = openExperiment(readExperiment(name));
    const { published, warning = '' } = readResults(grid, places);
    expect(published).toBe(grid.items.length);
    expect(warning).not.toContain('still to be computed');
  });
});
