import { largest } from '../extremes';
import { createRandom } from '../random';
import {
  checkDrawn,
  checkPrompts,
  checkSettings,
  type Decoder,
  type DecodingOptions,
  type EndTokens,
  type Generated,
} from './decode';
import { drawToken } from './sampling';

/** What is used of a model of transformers.js. */
export interface OnnxModel {
  /** What its folder says, by the name of the file. */
  configs: object;
  generate(inputs: object): Promise<unknown>;
  dispose(): Promise<unknown>;
}

/** What is used of transformers.js itself. */
interface Library {
  Tensor: unknown;
  LogitsProcessor: unknown;
  LogitsProcessorList: unknown;
  StoppingCriteria: unknown;
}

interface Limits extends EndTokens {
  contextLength: number;
  vocabSize: number;
}

/** A prompt and what has been written behind it. */
interface Row {
  index: number;
  prompt: readonly number[];
  random: () => number;
  ids: number[];
  ended: boolean;
  finished: boolean;
}

/**
 * A model of transformers.js behind the same face as our own decoder. Prompts of a batch are filled up on the left. What is drawn is drawn
 * here, with a seed, which transformers.js does not have: a voice says the same again for the same seed.
 */
export function transformersDecoder(library: Library, model: OnnxModel, limits: Limits): Decoder {
  const { endIds, padId, contextLength } = limits;
  let disposed = false;
  const int64 = (numbers: number[], shape: number[]) =>
    new (library.Tensor as new (type: string, data: BigInt64Array, shape: number[]) => object)(
      'int64',
      BigInt64Array.from(numbers, BigInt),
      shape,
    );
  /** Looks at each new token, and says which rows have ended. */
  const watch = (rows: readonly Row[], options: DecodingOptions, step: (tokens: number) => void) => {
    const { maxNewTokens = 160, stop, onToken, signal } = options;
    class Watch extends (library.StoppingCriteria as new () => object) {
      _call(sequences: bigint[][]): boolean[] {
        let tokens = 0;
        rows.forEach((row, r) => {
          if (row.ended) return;
          const id = Number((sequences[r] as bigint[]).at(-1));
          tokens++;
          const ends = endIds.includes(id);
          if (!ends) {
            row.ids.push(id);
            onToken?.({ index: row.index, id });
          }
          row.finished = ends || (stop?.(row.ids) ?? false);
          row.ended =
            row.finished || row.ids.length >= maxNewTokens || row.prompt.length + row.ids.length >= contextLength;
        });
        step(tokens);
        // An error thrown in here would be lost: generation ends, and says so afterwards.
        return rows.map(({ ended }) => ended || (signal?.aborted ?? false));
      }
    }
    return new Watch();
  };
  /** Leaves of the logits of a row only the token that was drawn. */
  const draw = (rows: readonly Row[], { temperature = 0, topK = 50, topP = 1 }: DecodingOptions) => {
    class Draw extends (library.LogitsProcessor as new () => object) {
      _call(_: unknown, logits: { data: Float32Array }): object {
        const width = logits.data.length / rows.length;
        rows.forEach((row, r) => {
          const own = logits.data.subarray(r * width, (r + 1) * width);
          const token = drawToken(own, { temperature, topK, topP }, row.random());
          own.fill(Number.NEGATIVE_INFINITY);
          own[token] = 0;
        });
        return logits;
      }
    }
    const list = new (library.LogitsProcessorList as new () => { push(processor: object): void })();
    list.push(new Draw());
    return list;
  };
  return {
    async generate(prompts, options = {}) {
      if (disposed) throw new Error('the voice is disposed of: open another');
      const { temperature = 0, topK = 50, topP = 1, repetitionPenalty: penalty = 1 } = options;
      const { batchSize = 16, maxNewTokens = 160, seed = 0, signal, onProgress } = options;
      checkPrompts(prompts, limits);
      checkSettings({ maxNewTokens, batchSize, temperature, topK, topP, penalty });
      checkDrawn(options);
      const results: Generated[] = new Array(prompts.length);
      const order = prompts.map((_, i) => i).sort((a, b) => prompts[a]!.length - prompts[b]!.length || a - b);
      const started = performance.now();
      let [done, count] = [0, 0];
      for (let from = 0; from < order.length; from += batchSize) {
        signal?.throwIfAborted();
        const rows = order.slice(from, from + batchSize).map((index): Row => {
          const prompt = prompts[index] as readonly number[];
          return { index, prompt, random: createRandom(`${seed}/${index}`), ids: [], ended: false, finished: false };
        });
        const step = (tokens: number) => {
          count += tokens;
          const ended = rows.filter(row => row.ended).length;
          const tokensPerSecond = (count / (performance.now() - started)) * 1000;
          onProgress?.({ done: done + ended, total: prompts.length, tokens: count, tokensPerSecond });
        };
        const width = largest(rows.map(({ prompt }) => prompt.length));
        const padded = rows.flatMap(({ prompt }) => [...Array(width - prompt.length).fill(padId), ...prompt]);
        const mask = rows.flatMap(({ prompt }) => [...Array(width - prompt.length).fill(0), ...prompt.map(() => 1)]);
        await model.generate({
          inputs: int64(padded, [rows.length, width]),
          attention_mask: int64(mask, [rows.length, width]),
          max_new_tokens: maxNewTokens,
          do_sample: false,
          repetition_penalty: penalty,
          stopping_criteria: watch(rows, options, step),
          ...(temperature > 0 && { logits_processor: draw(rows, options) }),
        });
        signal?.throwIfAborted();
        for (const { index, ids, finished } of rows) results[index] = { ids, finished };
        done += rows.length;
      }
      return results;
    },
    async dispose() {
      disposed = true;
      await model.dispose();
    },
  };
}
