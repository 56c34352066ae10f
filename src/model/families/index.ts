import type { Family as Description } from './family';
import { llama } from './llama';
import { mistral } from './mistral';
import { qwen2 } from './qwen2';
import { qwen3 } from './qwen3';

/** The families of decoders that run here, by their `model_type` in config.json. */
export const families = { llama, mistral, qwen2, qwen3 };

/** A `model_type` that runs here. */
export type Family = keyof typeof families;

/** What is said about a family. */
export const describe = (family: Family): Description => families[family];
