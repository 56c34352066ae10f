import { type ChatModel, loadModelFolder } from '../model';
import { projectPath } from '../paths';

/** Whether this is a sketch (`RADIS_PROFILE=quick`): little data, to see that everything works, and not what is true. */
export const isSketch = (): boolean => profile() === 'quick';

/** A size by the profile: `size({ quick: 8, full: 60 })`. */
export const size = <T>(sizes: { quick: T; full: T }): T => sizes[profile()];

/** @throws Error when `RADIS_PROFILE` names no profile */
export function profile(): 'quick' | 'full' {
  const name = process.env.RADIS_PROFILE ?? 'full';
  if (name !== 'quick' && name !== 'full') throw new Error(`unknown profile ${name}: choose full or quick`);
  return name;
}

/** Opens TinyChat, which comes with the project, or another model of `data/models`: `large`, `other-words`. */
export const openTinyChat = (name = 'tinychat'): ChatModel => loadModelFolder(projectPath('data', 'models', name));
