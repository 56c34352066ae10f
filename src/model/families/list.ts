/** The families of decoders that run here, each under its `model_type` in config.json. */
export { gemma2 } from './gemma2';
export { gemma3 as gemma3_text } from './gemma3';
export { granite } from './granite';
export { llama } from './llama';
export { mistral } from './mistral';
export { olmo2 } from './olmo2';
export { phi3 } from './phi3';
export { qwen2 } from './qwen2';
export { qwen3 } from './qwen3';
export { smollm3 } from './smollm3';
