export { type LoadRowsOptions, loadRows } from './load';
export { type PairsOptions, readPairs } from './pairs';
export { type ParallelText, parallelRows, readParallelFiles, readParallelJson } from './parallel';
export { translationRequest } from './request';
export { type Row, type RowOptions, readRows } from './rows';
