import { createProgress } from './progress';

/** What a long piece of work tells, and how it is stopped: options of `generateRationales`, `tuneAdapters`, `loadModel` and the like. */
export interface ProgressHooks {
  signal: AbortSignal;
  onProgress(progress: { total: number; done?: number; bytes?: number; stage?: string; note?: string }): void;
}

/**
 * Does something long under a bar, which stops it when the cell is interrupted.
 *
 * @param work is given the hooks that it hands on
 * @param says what stays under the title when it is done
 */
export async function withProgress<T>(
  title: string,
  work: (hooks: ProgressHooks) => Promise<T>,
  says: (result: T) => string = () => 'done',
): Promise<T> {
  const bar = createProgress(title, 1);
  const onProgress: ProgressHooks['onProgress'] = ({ total, done, bytes, stage, note }) =>
    bar.update((done ?? bytes ?? 0) / (total || 1), [stage, note].filter(Boolean).join(': '));
  try {
    const result = await work({ signal: bar.signal, onProgress });
    bar.end(says(result));
    return result;
  } catch (error) {
    bar.end((error as Error).name === 'AbortError' ? 'stopped' : 'failed');
    throw error;
  }
}
