/** How far a download is. */
export interface DownloadProgress {
  /** The file that is being fetched. */
  file: string;
  /** Bytes of all files that are there, those of an earlier try included. */
  bytes: number;
  /** Bytes of all files that were to be fetched. */
  total: number;
  /** Bytes per second since this download began. */
  rate: number;
}

/** Counts what comes, and tells it at most ten times a second, and at the end. */
export function meter(total: number, tell: (progress: DownloadProgress) => void = () => {}) {
  const begun = performance.now();
  const files = new Map<string, number>();
  let [received, told] = [0, Number.NEGATIVE_INFINITY];
  const report = (file: string) => {
    const now = performance.now();
    const bytes = [...files.values()].reduce((sum, each) => sum + each, 0);
    if (now - told < 100 && bytes < total) return;
    told = now;
    tell({ file, bytes, total, rate: received / Math.max((now - begun) / 1000, 0.001) });
  };
  return {
    /** @param fresh how many of these bytes have just come over the network */
    at(file: string, bytes: number, fresh: number): void {
      files.set(file, bytes);
      received += fresh;
      report(file);
    },
  };
}
