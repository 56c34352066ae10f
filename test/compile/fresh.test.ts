import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { compile, float32 } from '../../src/compile';

// In a file of its own, hence in a process of its own: nothing has chosen a tfjs backend before.
it('compiling leaves tfjs as a user finds it: able to compute', async () => {
  const x = float32([3], [1, 2, 3]);
  const squares = await compile(({ x }) => ({ y: tf.square(x!) }), { x });
  expect([...(await squares.run({ x })).y!.data]).toEqual([1, 4, 9]);
  await squares.dispose();
  expect([...tf.tensor1d([1, 2, 3]).square().dataSync()]).toEqual([1, 4, 9]);
});
