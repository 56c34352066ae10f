export { useComputingBackend } from './backend';
export { type CompileOptions, compile, createSession, eager, type Provider } from './compile';
export { type Dimension, type ExternalPlace, Graph } from './graph';
export {
  type Executable,
  float32,
  int32,
  type Signature,
  scalar,
  type TensorFunction,
  type Value,
  type Values,
} from './values';
