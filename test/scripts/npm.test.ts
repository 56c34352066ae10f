import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
// @ts-expect-error: the scripts are plain JavaScript
import { installations, npmCommand } from '../../scripts/lib/npm.mjs';

const args = ['ci', '--no-audit'];
/** What starts npm on a machine that has these files only. */
const on = (platform: string, execPath: string, npm_execpath: string | undefined, files: string[]) =>
  npmCommand(args, { platform, execPath, env: { npm_execpath }, exists: (path: string) => files.includes(path) });

describe('npm on Windows', () => {
  const node = 'C:\\Program Files\\nodejs\\node.exe';
  const cli = 'C:\\Program Files\\nodejs\\node_modules\\npm\\bin\\npm-cli.js';
  const newer = 'C:\\Users\\me\\AppData\\Roaming\\npm\\node_modules\\npm\\bin\\npm-cli.js';
  const byNode = (file: string) => ({ command: node, args: [file, ...args], shell: false });

  it.each([
    ['npm run', newer, newer],
    ['npx', newer.replace('npm-cli', 'npx-cli'), newer],
    ['npm.cmd', 'C:\\Users\\me\\AppData\\Roaming\\npm\\npm.cmd', newer],
    ['node alone', undefined, cli],
    ['nothing, as an empty name', '', cli],
    ['pnpm', 'C:\\Users\\me\\AppData\\Local\\pnpm\\bin\\pnpm.cjs', cli],
    ['yarn', 'C:\\Program Files (x86)\\Yarn\\bin\\yarn.js', cli],
    ['yarn 4', 'C:\\project\\.yarn\\releases\\yarn-4.5.0.cjs', cli],
    ['bun', 'C:\\Users\\me\\.bun\\bin\\bun.exe', cli],
    ['a cli that is gone', 'C:\\old\\npm-cli.js', cli],
  ])('started by %s is a script for Node', (_, given, expected) => {
    expect(on('win32', node, given, [cli, newer])).toEqual(byNode(expected));
  });

  it.each([undefined, 'C:\\tools\\npm.cmd', 'C:\\pnpm\\pnpm.cjs'])(
    'that lies nowhere known is found by a shell, which a .cmd needs: %s',
    given => {
      expect(on('win32', node, given, [])).toEqual({ command: 'npm ci --no-audit', args: [], shell: true });
    },
  );

  it('gives a shell nothing that it would read otherwise', () => {
    for (const env of [{ CI: 'true' }, {}])
      for (const way of installations({ env, installed: true }))
        for (const arg of way) expect(arg).toMatch(/^[a-z-]+(=[a-z]+)?$/);
  });
});

describe('npm on Linux and macOS', () => {
  const node = '/home/me/.nvm/versions/node/v22.1.0/bin/node';
  const cli = '/home/me/.nvm/versions/node/v22.1.0/lib/node_modules/npm/bin/npm-cli.js';

  it.each([
    ['npm run', '/usr/share/nodejs/npm/bin/npm-cli.js', '/usr/share/nodejs/npm/bin/npm-cli.js'],
    ['node alone', undefined, cli],
    ['pnpm', '/home/me/.local/share/pnpm/pnpm.cjs', cli],
    ['yarn', '/usr/share/yarn/bin/yarn.js', cli],
    ['bun', '/home/me/.bun/bin/bun', cli],
  ])('started by %s is a script for Node', (_, given, expected) => {
    expect(on('linux', node, given, [cli, '/usr/share/nodejs/npm/bin/npm-cli.js'])).toEqual({
      command: node,
      args: [expected, ...args],
      shell: false,
    });
  });

  it('that lies nowhere known is the one that the system finds, never another program', () => {
    for (const given of [undefined, '/usr/share/yarn/bin/yarn.js', '/usr/lib/pnpm.cjs'])
      expect(on('darwin', '/opt/node', given, [])).toEqual({ command: 'npm', args, shell: false });
  });
});

it('this machine starts npm so, whoever asks', () => {
  for (const npm_execpath of [undefined, '/usr/share/yarn/bin/yarn.js', process.env.npm_execpath]) {
    const { platform, execPath } = process;
    const found = npmCommand(['--version'], { platform, execPath, env: { npm_execpath } });
    const { stdout, status } = spawnSync(found.command, found.args, { shell: found.shell, encoding: 'utf8' });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+/);
    expect(status).toBe(0);
  }
});

describe('packages are installed', () => {
  const ways = (CI: string | undefined, installed: boolean) =>
    installations({ env: { CI }, installed }).map(([way]: string[]) => way);

  it('exactly as the lock file says where nothing is there, and by CI; should npm refuse, otherwise', () => {
    for (const CI of ['true', '1', undefined, 'false', '']) expect(ways(CI, false)).toEqual(['ci', 'install']);
    for (const CI of ['true', '1', 'TRUE']) expect(ways(CI, true)).toEqual(['ci', 'install']);
  });

  it('beside what is there elsewhere, without a change of package.json', () => {
    for (const CI of [undefined, '', '0', 'false']) expect(ways(CI, true)).toEqual(['install']);
    for (const way of installations({ env: {}, installed: true })) expect(way).toContain('--no-save');
  });
});
