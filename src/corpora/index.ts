export { type ParallelText, readParallelFiles, readParallelJson } from './parallel';
