export type { Method, MethodContext, TranslationExample } from './method';
export { radis } from './radis';
export { vanilla } from './vanilla';
