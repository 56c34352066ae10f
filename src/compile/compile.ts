import * as tf from '@tensorflow/tfjs';
import * as ort from 'onnxruntime-node';
import { useComputingBackend } from './backend';
import type { ExternalData, Graph } from './graph';
import { registerKernels } from './kernels';
import { elementType, RECORDER, Recorder } from './recorder';
import { checkInputs, type Executable, type Signature, type TensorFunction, type Value, type Values } from './values';

/** Where graphs run: the execution providers of onnxruntime that are used here. */
export type Provider = 'cpu' | 'webgpu' | 'cuda';

/** Where and how a compiled function runs. */
export interface CompileOptions {
  /** `cpu` (default), `webgpu` where there is a graphics driver, or `cuda` where its libraries are installed. */
  provider?: Provider;
  /** Threads for one operator; 0 (default) takes every core. */
  threads?: number;
}

/** How a session is opened. */
export interface SessionOptions extends Pick<CompileOptions, 'provider' | 'threads'> {
  /** Values of constants that stand beside the model, see `Graph.externalData`. */
  externalData?: ExternalData[];
}

/**
 * Compiles a pure tfjs function: runs it once on a recording backend, where every kernel appends an ONNX node instead of computing, and
 * gives the graph to onnxruntime. Gradients (`tf.valueAndGrads`, `tf.customGrad`) and optimizer updates are recorded like any other
 * operation, so a whole training step becomes one graph.
 *
 * Shapes are fixed by the example; values that JavaScript computes while the function runs (masks, position tables) become constants.
 *
 * @param fn the function; it may not read the values of its tensors, and gives the same operations whenever it is called
 * @param example types and shapes of the inputs
 * @throws Error naming the tfjs kernel when one has no ONNX counterpart
 */
export async function compile(
  fn: TensorFunction,
  example: Signature,
  options: CompileOptions = {},
): Promise<Executable> {
  // Whoever computes with tfjs afterwards needs a backend to go back to.
  await useComputingBackend();
  const { graph, outputs } = record(fn, example);
  const session = await createSession(graph.toBytes(), options);
  return {
    async run(inputs) {
      checkInputs(example, inputs);
      const feeds: Record<string, ort.Tensor> = {};
      for (const name of Object.keys(example)) feeds[name] = toTensor(inputs[name] as Value);
      const results = await session.run(feeds);
      return Object.fromEntries(
        Object.entries(outputs).map(([name, { dtype, shape }]) => {
          const { data } = results[RESULT + name] as ort.Tensor;
          return [name, { dtype, shape, data: data as Float32Array }];
        }),
      );
    },
    dispose: () => session.release(),
  };
}

/** What each provider needs, for the error that says it is missing. */
const needs: Record<Provider, string> = {
  cpu: 'onnxruntime-node',
  webgpu: 'a graphics driver (Vulkan on Linux, Direct3D 12 on Windows, Metal on a Mac)',
  cuda: "onnxruntime's CUDA libraries, CUDA 12 and cuDNN 9",
};

/**
 * Opens an onnxruntime session on the bytes of a model, with its warnings silenced: they speak of optimisations, not of errors.
 *
 * @throws Error saying what the provider needs, when it does not start
 */
export async function createSession(model: Uint8Array, options: SessionOptions = {}): Promise<ort.InferenceSession> {
  const { provider = 'cpu', threads = 0, externalData = [] } = options;
  if (!Object.hasOwn(needs, provider))
    throw new Error(`unknown provider ${provider}: choose one of ${Object.keys(needs).join(', ')}`);
  const settings: ort.InferenceSession.SessionOptions = {
    executionProviders: [provider],
    intraOpNumThreads: threads,
    logSeverityLevel: provider === 'cpu' ? 3 : 4,
    graphOptimizationLevel: 'all',
    // Without a planned memory pattern the arena alone serves: the plan takes fresh memory in the second run.
    enableMemPattern: false,
    externalData,
  };
  try {
    return await ort.InferenceSession.create(model, settings);
  } catch (error) {
    if (provider === 'cpu') throw error;
    const reason = (error as Error).message.split('\n')[0]?.replace(/^.*\b(Failed to)/, '$1');
    throw new Error(
      `the provider ${provider} does not start: it needs ${needs[provider]} (environment.md). ${reason}`,
      {
        cause: error,
      },
    );
  }
}

/** Makes the tfjs function into one that runs eagerly on the current tfjs backend: the same results, an operation at a time. */
export function eager(fn: TensorFunction, example: Signature): Executable {
  return {
    async run(inputs) {
      checkInputs(example, inputs);
      await useComputingBackend();
      const results = tf.tidy(() => {
        const tensors: Record<string, tf.Tensor> = {};
        for (const [name, { dtype, shape }] of Object.entries(example)) {
          tensors[name] = tf.tensor((inputs[name] as Value).data, [...shape], dtype);
        }
        return fn(tensors);
      });
      const values: Values = {};
      for (const [name, tensor] of Object.entries(results)) {
        const data = (await tensor.data()) as Float32Array;
        values[name] = { dtype: tensor.dtype as Value['dtype'], shape: tensor.shape, data };
      }
      // One tensor may be several results.
      tf.dispose(Object.values(results));
      return values;
    },
    dispose: async () => {},
  };
}

/** Inputs and results live in one name space in ONNX: a parameter and its update keep one name outside. */
const RESULT = 'result/';

let recorder: Recorder | undefined;

function theRecorder(): Recorder {
  if (recorder === undefined) {
    const created = new Recorder();
    tf.registerBackend(RECORDER, () => created, 0);
    registerKernels();
    recorder = created;
  }
  return recorder;
}

/** Runs the function on the recording backend. */
function record(fn: TensorFunction, example: Signature): { graph: Graph; outputs: Signature } {
  const backend = theRecorder();
  const engine = tf.engine();
  const previous = engine.backendName;
  backend.reset();
  const { graph } = backend;
  tf.setBackend(RECORDER);
  try {
    const outputs: Signature = {};
    const kept: tf.Tensor[] = [];
    tf.tidy(() => {
      const tensors: Record<string, tf.Tensor> = {};
      for (const [name, { dtype, shape }] of Object.entries(example)) {
        graph.input(name, elementType(dtype), shape);
        tensors[name] = engine.makeTensorFromTensorInfo(backend.value(name, [...shape], dtype));
      }
      for (const [name, tensor] of Object.entries(fn(tensors))) {
        graph.output(RESULT + name, backend.nameOf(tensor), elementType(tensor.dtype), tensor.shape);
        outputs[name] = { dtype: tensor.dtype as Value['dtype'], shape: tensor.shape };
        kept.push(tensor);
      }
    });
    // A function may have kept what it gives: nobody else disposes of it.
    tf.dispose(kept);
    return { graph, outputs };
  } catch (error) {
    throw named(error);
  } finally {
    tf.setBackend(previous);
  }
}

/** Says what to do about a kernel that is not in the table; other errors pass unchanged. */
function named(error: unknown): unknown {
  const missing = /Kernel '(\w+)' not registered/i.exec(String((error as Error)?.message));
  if (missing === null) return error;
  return new Error(`the tfjs kernel ${missing[1]} has no ONNX counterpart yet: add it to src/compile/kernels.ts`, {
    cause: error,
  });
}

function toTensor({ dtype, shape, data }: Value): ort.Tensor {
  return new ort.Tensor(dtype, data as never, shape);
}
