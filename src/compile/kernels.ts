import * as tf from '@tensorflow/tfjs';
import { elementTypes } from './onnx-format';
import { elementType, RECORDER, type Recorder } from './recorder';

/** The inputs of a kernel in order: a kernel knows how many it has. */
type Operands = [tf.TensorInfo, tf.TensorInfo, ...tf.TensorInfo[]];

/** The inputs of a kernel by name; the table relies on the names that tfjs gives them. */
type Named = Record<string, tf.TensorInfo> &
  Record<'a' | 'b' | 'x' | 'indices' | 'segmentIds' | 'condition' | 't' | 'e', tf.TensorInfo>;

/** How a tfjs kernel is written in ONNX: appends nodes, and gives the result. */
type Kernel = (
  recorder: Recorder,
  inputs: Operands,
  // biome-ignore lint/suspicious/noExplicitAny: each tfjs kernel has attributes of its own shape
  attributes: any,
  named: Named,
) => tf.TensorInfo | tf.TensorInfo[];

const sizeOf = tf.util.sizeFromShape;

/** Elementwise operators of one argument that have the same meaning in tfjs and ONNX. */
const unary: Record<string, string> = {
  Abs: 'Abs',
  Ceil: 'Ceil',
  Cos: 'Cos',
  Elu: 'Elu',
  Erf: 'Erf',
  Exp: 'Exp',
  Floor: 'Floor',
  Log: 'Log',
  LogicalNot: 'Not',
  Neg: 'Neg',
  Reciprocal: 'Reciprocal',
  Relu: 'Relu',
  Round: 'Round',
  Sigmoid: 'Sigmoid',
  Sign: 'Sign',
  Sin: 'Sin',
  Softplus: 'Softplus',
  Sqrt: 'Sqrt',
  Tanh: 'Tanh',
};

/** Elementwise operators of two arguments, with broadcasting. */
const binary: Record<string, string> = {
  Add: 'Add',
  Maximum: 'Max',
  Minimum: 'Min',
  Multiply: 'Mul',
  Pow: 'Pow',
  RealDiv: 'Div',
  Sub: 'Sub',
};

/** Comparisons and logic: the result is a truth value. */
const comparison: Record<string, string> = {
  Equal: 'Equal',
  Greater: 'Greater',
  GreaterEqual: 'GreaterOrEqual',
  Less: 'Less',
  LessEqual: 'LessOrEqual',
  LogicalAnd: 'And',
  LogicalOr: 'Or',
};

/** Reductions over axes. */
const reductions: Record<string, string> = {
  Max: 'ReduceMax',
  Mean: 'ReduceMean',
  Min: 'ReduceMin',
  Prod: 'ReduceProd',
  Sum: 'ReduceSum',
};

function unaryKernel(op: string): Kernel {
  return (r, [x]) => r.value(r.graph.add(op, [r.nameOf(x)]), x.shape, x.dtype);
}

function binaryKernel(op: string, comparing = false): Kernel {
  return (r, [a, b]) => {
    const shape = tf.backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
    // tfjs gradients multiply by tensors of ones and add zeros: leave those out of the graph.
    const kept = neutral(r, op, a, b);
    if (kept !== undefined) return reshaped(r, kept, shape);
    const operands = [a, b].map(x => scalarName(r, x) ?? r.nameOf(x));
    const name = r.graph.add(op, operands);
    const known = [a, b].every(x => scalarName(r, x) !== undefined);
    const dtype = comparing ? 'bool' : a.dtype;
    return r.value(known ? r.graph.add('Expand', [name, r.graph.int64(shape)]) : name, shape, dtype);
  };
}

/** The operand that an operation with a neutral other operand leaves as it is. */
function neutral(r: Recorder, op: string, a: tf.TensorInfo, b: tf.TensorInfo): tf.TensorInfo | undefined {
  const identity = { Mul: 1, Div: 1, Add: 0, Sub: 0 }[op];
  if (identity === undefined) return undefined;
  if (r.uniformOf(b) === identity) return a;
  if ((op === 'Mul' || op === 'Add') && r.uniformOf(a) === identity) return b;
  return undefined;
}

/** A uniform constant as a scalar: broadcasting spares writing it out. */
function scalarName(r: Recorder, x: tf.TensorInfo): string | undefined {
  const value = r.uniformOf(x);
  if (value === undefined) return undefined;
  const type = elementType(x.dtype);
  const data =
    type === 'float32' ? Float32Array.of(value) : type === 'int32' ? Int32Array.of(value) : Uint8Array.of(value);
  return r.graph.constant(type, [], data);
}

/** The tensor broadcast to a shape. */
function reshaped(r: Recorder, x: tf.TensorInfo, shape: number[]): tf.TensorInfo {
  if (sizeOf(x.shape) === sizeOf(shape)) return reshape(r, x, shape);
  return r.value(r.graph.add('Expand', [r.nameOf(x), r.graph.int64(shape)]), shape, x.dtype);
}

function reshape(r: Recorder, x: tf.TensorInfo, shape: number[]): tf.TensorInfo {
  const uniform = r.uniformOf(x);
  if (uniform !== undefined) return r.fill(uniform, shape, x.dtype);
  if (tf.util.arraysEqual(x.shape, shape)) return r.value(r.nameOf(x), shape, x.dtype);
  return r.value(r.graph.add('Reshape', [r.nameOf(x), r.graph.int64(shape)]), shape, x.dtype);
}

function reductionKernel(op: string): Kernel {
  return (r, [x], { axis, reductionIndices, keepDims }) => {
    const axes = tf.util.parseAxisParam(axis ?? reductionIndices, x.shape);
    const [kept] = tf.backend_util.computeOutAndReduceShapes(x.shape, axes);
    const shape = keepDims ? tf.backend_util.expandShapeToKeepDim(kept, axes) : kept;
    if (axes.length === 0) return r.value(r.nameOf(x), shape, x.dtype);
    const name = r.graph.add(op, [r.nameOf(x), r.graph.int64(axes)], { keepdims: keepDims ? 1 : 0 });
    return r.value(name, shape, x.dtype);
  };
}

/** Swaps the last two axes of a tensor of the given rank. */
function transposeLastTwo(r: Recorder, name: string, rank: number): string {
  const perm = Array.from({ length: rank - 2 }, (_, axis) => axis);
  return r.graph.add('Transpose', [name], { perm: [...perm, rank - 1, rank - 2] });
}

/** Matrix products over the last two axes; the axes before them broadcast. */
const batchMatMul: Kernel = (r, _, { transposeA, transposeB }, { a, b }) => {
  const m = a.shape.at(transposeA ? -1 : -2) as number;
  const n = b.shape.at(transposeB ? -2 : -1) as number;
  const batch = tf.backend_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  // A^T B = (B^T A)^T: the smaller of the two is transposed, which costs less than the larger.
  if (transposeA && !transposeB && sizeOf(a.shape) > sizeOf(b.shape)) {
    const product = batchMatMul(r, [b, a], { transposeA, transposeB }, { a: b, b: a } as Named) as tf.TensorInfo;
    return r.value(transposeLastTwo(r, r.nameOf(product), batch.length + 2), [...batch, m, n], a.dtype);
  }
  if (a.shape.length === 2 && b.shape.length === 2) {
    // Gemm takes transposed operands as they lie in memory.
    const attributes = { transA: transposeA ? 1 : 0, transB: transposeB ? 1 : 0 };
    return r.value(r.graph.add('Gemm', [r.nameOf(a), r.nameOf(b)], attributes), [m, n], a.dtype);
  }
  const left = transposeA ? transposeLastTwo(r, r.nameOf(a), a.shape.length) : r.nameOf(a);
  const right = transposeB ? transposeLastTwo(r, r.nameOf(b), b.shape.length) : r.nameOf(b);
  return r.value(r.graph.add('MatMul', [left, right]), [...batch, m, n], a.dtype);
};

function castTo(r: Recorder, x: tf.TensorInfo, dtype: tf.DataType): tf.TensorInfo {
  if (x.dtype === dtype) return r.value(r.nameOf(x), x.shape, dtype);
  return r.value(r.graph.add('Cast', [r.nameOf(x)], { to: elementTypes[elementType(dtype)] }), x.shape, dtype);
}

const gather: Kernel = (r, _, { axis, batchDims }, { x, indices }) => {
  if (batchDims) throw new Error('gather with batchDims cannot be compiled: flatten the batch axis first');
  const [at] = tf.util.parseAxisParam(axis, x.shape) as [number];
  const shape = [...x.shape.slice(0, at), ...indices.shape, ...x.shape.slice(at + 1)];
  return r.value(r.graph.add('Gather', [r.nameOf(x), r.nameOf(indices)], { axis: at }), shape, x.dtype);
};

/**
 * Adds the rows of x that have the same segment: the gradient of gather. Not ScatterND, which onnxruntime runs on several threads that
 * lose each other's sums where rows share a segment; ScatterElements runs on one.
 */
const unsortedSegmentSum: Kernel = (r, _, { numSegments }, { x, segmentIds }) => {
  const rows = sizeOf(segmentIds.shape);
  const width = sizeOf(x.shape) / rows;
  const zeros = r.nameOf(r.fill(0, [numSegments, width], x.dtype));
  const ids = r.graph.add('Cast', [r.nameOf(segmentIds)], { to: elementTypes.int64 });
  const column = r.graph.add('Reshape', [ids, r.graph.int64([rows, 1])]);
  const places = r.graph.add('Expand', [column, r.graph.int64([rows, width])]);
  const values = r.graph.add('Reshape', [r.nameOf(x), r.graph.int64([rows, width])]);
  const sums = r.graph.add('ScatterElements', [zeros, places, values], { axis: 0, reduction: 'add' });
  const shape = [numSegments, ...x.shape.slice(segmentIds.shape.length)];
  return r.value(r.graph.add('Reshape', [sums, r.graph.int64(shape)]), shape, x.dtype);
};

const slice: Kernel = (r, [x], { begin, size }) => {
  const [starts, sizes] = tf.slice_util.parseSliceParams(x as tf.Tensor, begin, size);
  const ends = starts.map((start, axis) => start + (sizes[axis] as number));
  const axes = starts.map((_, axis) => axis);
  const name = r.graph.add('Slice', [r.nameOf(x), r.graph.int64(starts), r.graph.int64(ends), r.graph.int64(axes)]);
  return r.value(name, sizes, x.dtype);
};

const concat: Kernel = (r, inputs, { axis }) => {
  const [at] = tf.util.parseAxisParam(axis, (inputs[0] as tf.TensorInfo).shape) as [number];
  const shape = tf.backend_util.computeOutShape(
    inputs.map(x => x.shape),
    at,
  );
  const names = inputs.map(x => r.nameOf(x));
  return r.value(r.graph.add('Concat', names, { axis: at }), shape, (inputs[0] as tf.TensorInfo).dtype);
};

const pad: Kernel = (r, [x], { paddings, constantValue }) => {
  const shape = x.shape.map((size, axis) => size + paddings[axis][0] + paddings[axis][1]);
  const pads = [...paddings.map((p: number[]) => p[0]), ...paddings.map((p: number[]) => p[1])];
  const value = r.nameOf(r.fill(constantValue, [], x.dtype));
  return r.value(r.graph.add('Pad', [r.nameOf(x), r.graph.int64(pads), value]), shape, x.dtype);
};

const split: Kernel = (r, [x], { numOrSizeSplits, axis }) => {
  const [at] = tf.util.parseAxisParam(axis, x.shape) as [number];
  const sizes = tf.backend_util.prepareSplitSize(x as tf.Tensor, numOrSizeSplits, at);
  const names = r.graph.addMany('Split', [r.nameOf(x), r.graph.int64(sizes)], sizes.length, { axis: at });
  return names.map((name, i) =>
    r.value(name, [...x.shape.slice(0, at), sizes[i] as number, ...x.shape.slice(at + 1)], x.dtype),
  );
};

const oneHot: Kernel = (r, _, { dtype, depth, onValue, offValue }, { indices }) => {
  const ids = r.graph.add('Cast', [r.nameOf(indices)], { to: elementTypes.int64 });
  const values = r.graph.constant('float32', [2], Float32Array.of(offValue, onValue));
  const hot = r.value(
    r.graph.add('OneHot', [ids, r.graph.int64([depth]), values]),
    [...indices.shape, depth],
    'float32',
  );
  return castTo(r, hot, dtype);
};

const pack: Kernel = (r, inputs, { axis }) => {
  const shape = (inputs[0] as tf.TensorInfo).shape.toSpliced(axis, 0, 1);
  const names = inputs.map(x => r.nameOf(reshape(r, x, shape)));
  return r.value(r.graph.add('Concat', names, { axis }), shape.with(axis, inputs.length), inputs[0].dtype);
};

const argMax: Kernel = (r, [x], { axis }) => {
  const [at] = tf.util.parseAxisParam(axis, x.shape) as [number];
  const index = r.graph.add('ArgMax', [r.nameOf(x)], { axis: at, keepdims: 0 });
  return r.value(r.graph.add('Cast', [index], { to: elementTypes.int32 }), x.shape.toSpliced(at, 1), 'int32');
};

const tile: Kernel = (r, [x], { reps }) =>
  r.value(
    r.graph.add('Tile', [r.nameOf(x), r.graph.int64(reps)]),
    x.shape.map((size, axis) => size * reps[axis]),
    x.dtype,
  );

const select: Kernel = (r, _, __, { condition, t, e }) => {
  // tfjs lets a vector choose whole rows; ONNX would align it with the last axis.
  const rows = [...condition.shape, ...t.shape.slice(condition.shape.length).map(() => 1)];
  const names = [reshape(r, condition, rows), t, e].map(x => r.nameOf(x));
  return r.value(r.graph.add('Where', names), t.shape, t.dtype);
};

const softmaxKernel =
  (op: string): Kernel =>
  (r, [x], { dim, axis }) =>
    r.value(r.graph.add(op, [r.nameOf(x)], { axis: dim ?? axis }), x.shape, x.dtype);

const kernels: Record<string, Kernel> = {
  ...Object.fromEntries(Object.entries(unary).map(([name, op]) => [name, unaryKernel(op)])),
  ...Object.fromEntries(Object.entries(binary).map(([name, op]) => [name, binaryKernel(op)])),
  ...Object.fromEntries(Object.entries(comparison).map(([name, op]) => [name, binaryKernel(op, true)])),
  ...Object.fromEntries(Object.entries(reductions).map(([name, op]) => [name, reductionKernel(op)])),
  AddN: (r, inputs) => {
    const names = inputs.map(x => r.nameOf(x));
    return r.value(r.graph.add('Sum', names), inputs[0].shape, inputs[0].dtype);
  },
  ArgMax: argMax,
  BatchMatMul: batchMatMul,
  Cast: (r, [x], { dtype }) => castTo(r, x, dtype),
  Concat: concat,
  ExpandDims: (r, [x], { dim }) => reshape(r, x, x.shape.toSpliced(dim < 0 ? x.shape.length + 1 + dim : dim, 0, 1)),
  Fill: (r, _, { shape, value, dtype }) => r.fill(value, shape, dtype),
  GatherV2: gather,
  Identity: (r, [x]) => reshape(r, x, x.shape),
  LogSoftmax: softmaxKernel('LogSoftmax'),
  OneHot: oneHot,
  NotEqual: (r, inputs, attributes, named) => {
    const equal = binaryKernel('Equal', true)(r, inputs, attributes, named) as tf.TensorInfo;
    return unaryKernel('Not')(r, [equal, equal], attributes, named);
  },
  OnesLike: (r, [x]) => r.fill(1, x.shape, x.dtype),
  Pack: pack,
  PadV2: pad,
  Reshape: (r, [x], { shape }) => reshape(r, x, tf.util.inferFromImplicitShape(shape, sizeOf(x.shape))),
  Rsqrt: (r, [x]) => r.value(r.graph.add('Reciprocal', [r.graph.add('Sqrt', [r.nameOf(x)])]), x.shape, x.dtype),
  Select: select,
  Slice: slice,
  Softmax: softmaxKernel('Softmax'),
  SplitV: split,
  Square: (r, [x]) => r.value(r.graph.add('Mul', [r.nameOf(x), r.nameOf(x)]), x.shape, x.dtype),
  Tile: tile,
  Transpose: (r, [x], { perm }) =>
    r.value(
      r.graph.add('Transpose', [r.nameOf(x)], { perm }),
      perm.map((axis: number) => x.shape[axis] as number),
      x.dtype,
    ),
  UnsortedSegmentSum: unsortedSegmentSum,
  ZerosLike: (r, [x]) => r.fill(0, x.shape, x.dtype),
};

/** Registers the recording kernels with tfjs. */
export function registerKernels(): void {
  for (const [kernelName, kernel] of Object.entries(kernels)) {
    tf.registerKernel({
      kernelName,
      backendName: RECORDER,
      kernelFunc: ({ inputs, attrs, backend }) =>
        kernel(backend as Recorder, Object.values(inputs) as Operands, attrs ?? {}, inputs as Named),
    });
  }
}
