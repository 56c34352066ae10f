import type { DecodingOptions, ReferencePair } from '../generate';
import type { ChatModel } from '../model';
import type { LossOptions } from '../train';

/** A translation to train on, with what the model is to say after it. */
export interface TranslationExample extends ReferencePair {
  /** Absent: the answer ends with the translation. */
  rationale?: string;
}

/** What a method may use. */
export interface MethodContext {
  /** The chat model before fine-tuning, θ0. */
  base: ChatModel;
  /** λ and the normalisation of the loss. */
  loss: LossOptions;
  /** Seed, progress and interruption of whatever the method generates. */
  decoding: Pick<DecodingOptions, 'seed' | 'signal' | 'onProgress'>;
}

/**
 * A way to fine-tune on parallel text, and what it does against forgetting. This first kind acts on the data: it decides what the
 * examples are. A reader compares two methods by opening two short files.
 */
export interface Method {
  /** Name in tables and figures. */
  name: string;
  /** Where it comes from. */
  cite: string;
  /** What examples to train on. */
  prepare(pairs: readonly ReferencePair[], context: MethodContext): Promise<TranslationExample[]>;
}
