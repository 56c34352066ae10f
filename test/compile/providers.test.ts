import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectPath } from '../../src/paths';
import { largestDifference, tinyConfig } from '../helpers';

/** A Vulkan driver in software: the one that is named, or the one that Debian's chromium brings with its loader. */
const driver = process.env.VK_DRIVER_FILES ?? '/usr/lib/chromium/vk_swiftshader_icd.json';

/** Some work of a GPU check in a process of its own, which finds the driver; gives its numbers, or the message of its error. */
function run(provider: string, kind: string, env: Record<string, string> = {}) {
  const work = JSON.stringify({ provider, kind, config: { ...tinyConfig, layers: 1 } });
  const { stdout } = spawnSync(process.execPath, [projectPath('bench', 'on-provider.mjs'), work], {
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
