import { javascriptEngine, knownDifferences } from './javascript-engine';
import { nativeEngine, nativeLoads } from './native-engine';
import type { TokenizerFiles } from './train-tokenizer';

/** Token ids of a text, and where each token stands in it. */
export interface Encoding {
  ids: number[];
  /** From where to where, in units of JavaScript strings. */
  offsets: [number, number][];
}

/** What turns text into tokens and back. */
export interface Engine {
  kind: 'native' | 'javascript';
  /** Tokens in all. */
  size: number;
  /** Tokens of the vocabulary itself, without those added to it. */
  modelSize: number;
  idOf(token: string): number | undefined;
  /** @param addSpecialTokens puts what the tokenizer puts around a text, such as the token that begins it; not by default */
  encode(text: string, addSpecialTokens?: boolean): Encoding;
  decode(lists: readonly (readonly number[])[], skipSpecial: boolean): string[];
}

/** Tokenizers that are open: the same contents need not be read again. */
const opened = new WeakMap<object, Engine>();

/**
 * Opens a tokenizer: in the native library, or in the JavaScript one where that has no binary for the machine. The latter is not exact for
 * every tokenizer; it warns when it is known to differ.
 *
 * @param name of the model, for the errors
 * @param kind the library, when it is not to be chosen
 * @throws Error naming what is wrong with tokenizer.json
 */
export function openEngine({ tokenizer, config }: TokenizerFiles, name: string, kind?: Engine['kind']): Engine {
  try {
    if ((kind ?? (nativeLoads ? 'native' : 'javascript')) === 'native') {
      const engine = opened.get(tokenizer) ?? nativeEngine(JSON.stringify(tokenizer));
      opened.set(tokenizer, engine);
      return engine;
    }
    const differences = knownDifferences(tokenizer);
    if (differences.length > 0)
      process.emitWarning(
        `the tokenizer of ${name} is not exact here: the native library does not load on this machine, and the JavaScript one differs in ${differences.join(', ')}`,
      );
    return javascriptEngine({ tokenizer, config });
  } catch (error) {
    throw new Error(`tokenizer.json in ${name} cannot be used: ${(error as Error).message}`, { cause: error });
  }
}
