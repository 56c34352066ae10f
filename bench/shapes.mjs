// The models that are measured.
import { createRequire } from 'node:module';

const { tinyChatConfig } = createRequire(import.meta.url)('../dist/experiments');

export const tinyChat = { name: 'TinyChat 2.2M', config: tinyChatConfig };

export const llama = {
  name: 'Llama 4.2M',
  config: {
    ...tinyChatConfig,
    vocabSize: 4096,
    hiddenSize: 256,
    intermediateSize: 688,
    heads: 4,
    kvHeads: 4,
    headDim: 64,
  },
};

/** The shape of SmolLM2-135M. */
export const smol = {
  name: '135M shape',
  config: {
    ...tinyChatConfig,
    vocabSize: 49152,
    hiddenSize: 576,
    intermediateSize: 1536,
    layers: 30,
    heads: 9,
    kvHeads: 3,
    headDim: 64,
    ropeTheta: 100000,
    contextLength: 2048,
  },
};
