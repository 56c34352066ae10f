export { filesOf } from './cache';
export { HubError } from './errors';
export type { DownloadProgress } from './progress';
export { type Local, type ResolveOptions, resolveSource } from './resolve';
export { type HubSettings, hubSettings } from './settings';
