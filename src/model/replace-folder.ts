import { existsSync, readdirSync, renameSync, statSync } from 'node:fs';
import { discard } from '../files';

/** What a model folder may hold; a folder with anything else is somebody's, and is not replaced. */
const MODEL_FILE =
  /^(?!adapter_)(onnx|additional_chat_templates|.*\.(json|safetensors|jinja|txt|md|model)|\.gitattributes)$/;

/** @throws Error when something stands under the name that is no model folder */
export function checkReplaceable(folder: string): void {
  if (!existsSync(folder)) return;
  const names = statSync(folder).isDirectory() ? readdirSync(folder) : undefined;
  const isModel = names?.every(name => MODEL_FILE.test(name)) && (names.length === 0 || names.includes('config.json'));
  if (!isModel) throw new Error(`${folder} exists and is no model folder: give another name, nothing was changed`);
}

/** Puts a finished folder under its name, in the place of a model that stood there. */
export function replaceModelFolder(finished: string, folder: string): void {
  checkReplaceable(folder);
  const old = `${folder}.${process.pid}.old.tmp`;
  if (existsSync(folder)) renameSync(folder, old);
  try {
    renameSync(finished, folder);
  } catch (error) {
    if (existsSync(old)) renameSync(old, folder);
    throw error;
  }
  discard(old);
}
