import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder that holds package.json: the same whether this file runs from `src` or from `dist`. */
export const packageRoot: string = (() => {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder) throw new Error(`no package.json above ${__dirname}: run from inside the project`);
  }
})();

/** A path inside the project. */
export const projectPath = (...parts: string[]): string => join(packageRoot, ...parts);
