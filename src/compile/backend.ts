import * as tf from '@tensorflow/tfjs';
import { RECORDER } from './recorder';

/**
 * Makes sure that a tfjs backend which computes is the current one: the one that is chosen already, else `tensorflow` (where
 * @tensorflow/tfjs-node-gpu or tfjs-node was loaded), else the plain `cpu` backend.
 */
export async function useComputingBackend(): Promise<void> {
  const current = tf.engine().backendName;
  if (!current || current === RECORDER) {
    const name = tf.findBackendFactory('tensorflow') ? 'tensorflow' : 'cpu';
    if (!(await tf.setBackend(name))) throw new Error(`the tfjs backend ${name} did not start`);
  }
  // The cpu backend greets its first user with advice on faster backends; whoever runs this has chosen.
  if (tf.getBackend() === 'cpu') (tf.backend() as unknown as { firstUse: boolean }).firstUse = false;
}
