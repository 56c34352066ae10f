export { makeTinyChat, type TinyChatOptions, tinyChatConfig } from './tinychat';
