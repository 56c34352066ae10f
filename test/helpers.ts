import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll } from 'vitest';
import { useComputingBackend } from '../src/compile';
import { type DecodeOptions, decode, type ModelConfig, type ParameterTensors, tokenLosses } from '../src/model';

/** A Llama small enough for the plain cpu backend, with grouped-query attention. */
export const tinyConfig: ModelConfig = {
  family: 'llama',
  vocabSize: 23,
  hiddenSize: 8,
  intermediateSize: 12,
  layers: 2,
  heads: 4,
  kvHeads: 2,
  headDim: 2,
  ropeTheta: 10000,
  rmsNormEps: 1e-5,
  contextLength: 32,
  tieWordEmbeddings: true,
};

/** Small random models with what transformers computes for them (test/fixtures/make.py): every family and form of rotary positions. */
export const fixtureModels = ['llama-tied', 'llama-untied', 'llama3-rope', 'linear-rope', 'mistral', 'qwen2', 'qwen3'];

/** Makes tfjs's plain cpu backend the current one. */
export async function useCpuBackend(): Promise<void> {
  await tf.setBackend('cpu');
  await useComputingBackend();
}

/** −log p of each target, in nats. */
export function negativeLogLikelihood(
  p: ParameterTensors,
  ids: tf.Tensor2D,
  targets: tf.Tensor,
  config: ModelConfig,
  { positions, ...options }: DecodeOptions & { positions?: tf.Tensor1D } = {},
): tf.Tensor1D {
  return tokenLosses(p, decode(p, ids, config, options), targets, config, positions).nll;
}

/** A folder that is removed after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'radis test '));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The largest difference between two lists of numbers, relative to the second where that is above 1. */
export const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, value, i) => {
    const expected = b[i] as number;
    return Math.max(most, Math.abs(value - expected) / Math.max(1, Math.abs(expected)));
  }, 0);
