export { type LoadRowsOptions, loadRows } from './load';
export { type ParallelText, parallelRows, readParallelFiles, readParallelJson } from './parallel';
export { type Row, type RowOptions, readRows } from './rows';
