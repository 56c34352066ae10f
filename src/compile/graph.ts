import { attributeTypes, type ElementType, EXTERNAL, elementTypes, encodeModel } from './onnx-format';

/** The operator set and file version the graphs are written in; onnxruntime 1.30 reads both. */
const OPSET = 21;
const IR_VERSION = 10;

/** A dimension: a size, or a name for a size that is known only when the graph runs. */
export type Dimension = number | string;

/** An operator's setting: an integer is written as INT, `{ float }` as FLOAT. */
export type Attribute = number | string | readonly number[] | { float: number };

/** The raw values of a constant. */
export type ConstantData = Float32Array | Float64Array | Int32Array | Uint8Array | Uint16Array | BigInt64Array;

interface Node {
  op: string;
  domain: string;
  inputs: string[];
  outputs: string[];
  attributes: Record<string, Attribute>;
}

interface ValueInfo {
  name: string;
  type: ElementType;
  shape: readonly Dimension[];
}

interface Initializer {
  name: string;
  type: ElementType;
  shape: readonly number[];
  data?: ConstantData;
  /** Where its values stand, when not in the file. */
  place?: ExternalPlace;
}

/** A stretch of a file beside a graph, in bytes. */
export interface ExternalPlace {
  location: string;
  offset: number;
  length: number;
}

/** Values that stand beside the bytes of a graph, as onnxruntime takes them. */
export interface ExternalData {
  path: string;
  data: Uint8Array;
}

/**
 * An ONNX graph under construction: nodes are appended in the order in which they run, and values are known by name.
 * Serialise it with {@link Graph.toBytes}.
 */
export class Graph {
  private readonly nodes: Node[] = [];
  private readonly inputs: ValueInfo[] = [];
  private readonly outputs: ValueInfo[] = [];
  private readonly initializers: Initializer[] = [];
  private readonly resultNames = new Map<string, string>();
  private readonly small = new Map<string, string>();
  private counter = 0;

  /** Declares a value that is fed when the graph runs. */
  input(name: string, type: ElementType, shape: readonly Dimension[]): string {
    this.inputs.push({ name, type, shape });
    return name;
  }

  /** Names an existing value as a result of the graph. */
  output(name: string, value: string, type: ElementType, shape: readonly Dimension[]): void {
    this.outputs.push({ name, type, shape });
    // The node that computes the value writes the result itself; inputs, constants and second names need a copy.
    const computed = this.nodes.some(node => node.outputs.includes(value));
    if (computed && !this.resultNames.has(value)) this.resultNames.set(value, name);
    else this.nodes.push({ op: 'Identity', domain: '', inputs: [value], outputs: [name], attributes: {} });
  }

  /** A constant; equal small ones are stored once. A name given is kept. */
  constant(type: ElementType, shape: readonly number[], data: ConstantData, name?: string): string {
    const key = data.length <= 16 && name === undefined ? `${type}|${shape.join()}|${data.join()}` : undefined;
    const known = key === undefined ? undefined : this.small.get(key);
    if (known !== undefined) return known;
    const id = name ?? this.fresh('constant');
    this.initializers.push({ name: id, type, shape, data });
    if (key !== undefined) this.small.set(key, id);
    return id;
  }

  /**
   * A constant whose values stay outside the bytes (see {@link externalData}): neither copied into them nor held to the two gigabytes
   * that a file of this format may have.
   */
  externalConstant(name: string, type: ElementType, shape: readonly number[], data: ConstantData): string {
    const place = { location: name, offset: 0, length: data.byteLength };
    this.initializers.push({ name, type, shape, data, place });
    return name;
  }

  /** A constant whose values stand in a file beside the graph's own, which whoever writes the graph writes as well. */
  placedConstant(name: string, type: ElementType, shape: readonly number[], place: ExternalPlace): string {
    this.initializers.push({ name, type, shape, place });
    return name;
  }

  /** The values that stand outside the bytes. */
  externalData(): ExternalData[] {
    return this.initializers.flatMap(({ name, data, place }) =>
      data !== undefined && place !== undefined ? [{ path: name, data: bytesOf(data) }] : [],
    );
  }

  /** A one-dimensional int64 constant: the form in which ONNX takes shapes, axes and indices. */
  int64(values: readonly number[]): string {
    return this.constant('int64', [values.length], BigInt64Array.from(values, BigInt));
  }

  /** A float32 scalar constant. */
  scalar(value: number): string {
    return this.constant('float32', [], Float32Array.of(value));
  }

  /** Appends an operator with one result, and gives the result's name. */
  add(op: string, inputs: string[], attributes: Record<string, Attribute> = {}, domain = ''): string {
    return this.addMany(op, inputs, 1, attributes, domain)[0] as string;
  }

  /** Appends an operator with several results. */
  addMany(
    op: string,
    inputs: string[],
    count: number,
    attributes: Record<string, Attribute> = {},
    domain = '',
  ): string[] {
    const outputs = Array.from({ length: count }, () => this.fresh(op));
    this.nodes.push({ op, domain, inputs, outputs, attributes });
    return outputs;
  }

  /** The graph as the bytes of an `.onnx` file. */
  toBytes(): Uint8Array {
    const renamed = (names: string[]) => names.map(name => this.resultNames.get(name) ?? name);
    return encodeModel({
      irVersion: IR_VERSION,
      producerName: 'radis-workbench',
      opsetImport: [
        { domain: '', version: OPSET },
        { domain: 'com.microsoft', version: 1 },
      ],
      graph: {
        name: 'main',
        node: this.nodes.map(node => ({
          opType: node.op,
          name: node.outputs[0],
          domain: node.domain,
          input: renamed(node.inputs),
          output: renamed(node.outputs),
          attribute: Object.entries(node.attributes).map(encodeAttribute),
        })),
        initializer: this.initializers.map(encodeInitializer),
        input: this.inputs.map(encodeValueInfo),
        output: this.outputs.map(encodeValueInfo),
      },
    });
  }

  private fresh(stem: string): string {
    return `${stem}_${this.counter++}`;
  }
}

const bytesOf = (data: ConstantData) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

function encodeInitializer({ name, type, shape, data, place }: Initializer): Record<string, unknown> {
  const tensor = { name, dims: shape, dataType: elementTypes[type] };
  if (place === undefined) return { ...tensor, rawData: bytesOf(data as ConstantData) };
  return {
    ...tensor,
    dataLocation: EXTERNAL,
    externalData: Object.entries(place).map(([key, value]) => ({ key, value: String(value) })),
  };
}

function encodeAttribute([name, value]: [string, Attribute]): Record<string, unknown> {
  if (typeof value === 'number') return { name, type: attributeTypes.int, i: value };
  if (typeof value === 'string') return { name, type: attributeTypes.string, s: new TextEncoder().encode(value) };
  if ('float' in value) return { name, type: attributeTypes.float, f: value.float };
  return { name, type: attributeTypes.ints, ints: value };
}

function encodeValueInfo({ name, type, shape }: ValueInfo): Record<string, unknown> {
  const dim = shape.map(size => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: elementTypes[type], shape: { dim } } } };
}
