import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectPath } from '../../src/paths';
import { largestDifference, tinyConfig } from '../helpers';

/** A Vulkan driver in software: the one that is named, or the one that Debian's chromium brings with its loader. */
const driver = process.env.VK_DRIVER_FILES ?? '/usr/lib/chromium/vk_swiftshader_icd.json';

const script = `
  const { compile, float32 } = require(${JSON.stringify(projectPath('dist', 'compile'))});
  const { createDecoder } = require(${JSON.stringify(projectPath('dist', 'generate'))});
  const { initialiseParameters } = require(${JSON.stringify(projectPath('dist', 'model'))});
  const { finish, train } = require(${JSON.stringify(projectPath('dist', 'train'))});
  const [config, provider, kind] = JSON.parse(process.argv[1]);
  const parameters = initialiseParameters(config, 1);
  const examples = [{ ids: [1, 2, 3, 4, 5, 6], segments: [0, 0, 1, 1, 1, 1] }];
  const work = {
    async square() {
      const x = float32([2], [2, 3]);
      return [...(await (await compile(({ x }) => ({ y: x.square() }), { x }, { provider })).run({ x })).y.data];
    },
    async train() {
      const losses = [];
      const trained = await finish(train(config, parameters, examples, { learningRate: 0.02, epochs: 3, provider }), log => losses.push(log.loss));
      return [...losses, ...[...trained.values()].flatMap(({ data }) => [...data])];
    },
    async generate() {
      const decoder = createDecoder(config, parameters, { endIds: [], padId: 0 }, { provider });
      const answers = await decoder.generate([[5, 6, 7], [8]], { maxNewTokens: 6 });
      return answers.flatMap(({ ids }) => ids);
    },
  };
  work[kind]().then(
    result => process.stdout.write(JSON.stringify(result)),
    error => process.stdout.write(JSON.stringify(error.message)),
  ).finally(() => process.exit());
`;

/** Runs some work in a process of its own, which finds the driver; gives its numbers, or the message of its error. */
function run(provider: string, kind: string, env: Record<string, string> = {}) {
  const config = { ...tinyConfig, layers: 1 };
  const { stdout } = spawnSync(process.execPath, ['--eval', script, JSON.stringify([config, provider, kind])], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  return JSON.parse(stdout);
}

describe.skipIf(!existsSync(driver))('on WebGPU, with a driver in software', () => {
  const withDriver = { VK_DRIVER_FILES: driver, LD_LIBRARY_PATH: dirname(driver) };

  it('training gives the losses and parameters of the CPU', () => {
    expect(largestDifference(run('webgpu', 'train', withDriver), run('cpu', 'train'))).toBeLessThan(1e-4);
  });

  it('generation gives the answers of the CPU', () => {
    expect(run('webgpu', 'generate', withDriver)).toEqual(run('cpu', 'generate'));
  });
});

describe('a provider that is not there says what it needs', () => {
  const nowhere = { VK_DRIVER_FILES: '/nowhere', LD_LIBRARY_PATH: '/nowhere' };

  it('WebGPU: a driver', () => {
    const result = run('webgpu', 'square', nowhere);
    // A machine with a graphics card needs no help.
    if (Array.isArray(result)) expect(result).toEqual([4, 9]);
    else expect(result).toMatch(/^the provider webgpu does not start: it needs a graphics driver \(.*Failed to get a/);
  });

  it('CUDA: its libraries', () => {
    const result = run('cuda', 'square');
    if (Array.isArray(result)) expect(result).toEqual([4, 9]);
    else expect(result).toMatch(/^the provider cuda does not start: it needs onnxruntime's CUDA libraries/);
  });
});
