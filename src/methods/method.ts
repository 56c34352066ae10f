import type { DecodingOptions, ReferencePair, Speaker } from '../generate';
import type { ChatModel, Parameters } from '../model';
import type { LossOptions, ObjectiveOptions, TrainingExample } from '../train';
import type { Conversation } from '../types';

/** A translation to train on, with what the model is to say after it; or any other request with its answer. */
export interface TranslationExample extends ReferencePair {
  /** Absent: the answer ends with the translation. */
  rationale?: string;
}

/** Numbers of a method's own, by name, such as the share of replayed examples; what is not given is as in its defaults. */
export type Settings = Record<string, number>;

/** What a method may use. */
export interface MethodContext {
  /** The chat model before fine-tuning, θ0. */
  base: ChatModel;
  /** λ and the normalisation of the loss. */
  loss: LossOptions;
  /** Seed, progress and interruption of whatever the method generates. */
  decoding: Pick<DecodingOptions, 'seed' | 'signal' | 'onProgress'>;
  /** Instead of the method's own defaults. */
  settings?: Settings;
  /** Another model that speaks in the base's place, for the methods that want one. */
  teacher?: Speaker;
  /** Conversations of general kind, such as the base was trained on, for the methods that replay them. */
  general?: (count: number) => Conversation[];
}

/**
 * A way to fine-tune on parallel text, and what it does against forgetting. It acts on the data, by deciding what the examples are, on the
 * loss, by adding to it, or on the weights, when they are tuned. A reader compares two methods by opening two short files.
 */
export interface Method {
  /** Name in tables and figures. */
  name: string;
  /** Where it comes from. */
  cite: string;
  /** Its own settings with their defaults. */
  settings?: Settings;
  /** @throws Error naming a setting that is impossible */
  checkSettings?(settings: Settings): void;
  /** Whether its translations are followed by rationales, of which a run may leave some out. */
  explains?: boolean;
  /** Whether it needs another model that speaks in the base's place. */
  needsTeacher?: boolean;
  /** Whether it ties the parameters to those of the base: adapters have none there. */
  anchored?: boolean;
  /** What examples to train on. */
  prepare(pairs: readonly ReferencePair[], context: MethodContext): Promise<TranslationExample[]>;
  /** What it trains on in the place of some of these examples, made before each step from the model as it is then. */
  redraw?(
    examples: readonly TranslationExample[],
    model: ChatModel,
    context: Pick<MethodContext, 'decoding'>,
  ): Promise<TrainingExample[]>;
  /** What it adds to the loss. */
  objective?(settings: Settings, context: MethodContext): ObjectiveOptions | Promise<ObjectiveOptions>;
  /** What it makes of a model that another method has tuned: its settings change no training. */
  finishes?: {
    /** The name of that method. */
    method: string;
    /** The parameters of the result, from the tuned ones and those before, whole models both. */
    parameters(tuned: Parameters, base: Parameters, settings: Settings): Parameters;
  };
}

/**
 * The settings of a method: its defaults, and what is given instead.
 *
 * @throws Error naming a setting that the method does not have, or that is impossible
 */
export function settingsOf({ name, settings = {}, checkSettings }: Method, given: Settings = {}): Settings {
  const unknown = Object.keys(given).find(key => !Object.hasOwn(settings, key));
  if (unknown !== undefined) {
    const known = Object.keys(settings).join(', ');
    throw new Error(`${name} has no setting ${unknown}${known ? `: it has ${known}` : ''}`);
  }
  const all = { ...settings, ...given };
  checkSettings?.(all);
  return all;
}
