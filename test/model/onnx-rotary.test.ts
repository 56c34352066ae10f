import * as ort from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { Graph } from '../../src/compile';
import { exportedGraph } from '../../src/model';
import { rotaryAngles } from '../../src/model/onnx-rotary';
import { tinyChat } from '../generate/tiny-chat';

const frequencies = Array.from({ length: 32 }, (_, i) => 500_000 ** (-i / 32));

it.each([3, 256, 1000, 131_072])('rotary angles in a graph are right at all of %i positions', async length => {
  const g = new Graph();
  const positions = g.input('positions', 'int64', ['batch', 'sequence']);
  const { cos, sin } = rotaryAngles(g, positions, frequencies, length);
  g.output('cos', cos, 'float32', ['batch', 'sequence', 32]);
  g.output('sin', sin, 'float32', ['batch', 'sequence', 32]);
  const session = await ort.InferenceSession.create(g.toBytes());
  const asked = [0, 1, 2, 255, 256, 257, 511, 512, 999, 65_537, 99_999, 131_071].filter(position => position < length);
  const found = await session.run({
    positions: new ort.Tensor('int64', BigInt64Array.from(asked, BigInt), [1, asked.length]),
  });
  for (const [name, of] of [
    ['cos', Math.cos],
    ['sin', Math.sin],
  ] as const) {
    const values = found[name]!.data as Float32Array;
    expect(values.length).toBe(asked.length * 32);
    const errors = asked.flatMap((t, row) => frequencies.map((f, i) => Math.abs(values[row * 32 + i]! - of(t * f))));
    expect(Math.max(...errors)).toBeLessThan(2e-7);
  }
});

it('a long context makes an exported graph hardly larger', () => {
  const size = (contextLength: number) => {
    const { config, parameters } = tinyChat(1, { contextLength });
    return exportedGraph(config, parameters).length;
  };
  expect(size(131_072) - size(64)).toBeLessThan(20_000);
});
