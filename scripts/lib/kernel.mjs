import { spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './ensure.mjs';

const END_WITH_PARENT = join(root, 'scripts', 'lib', 'end-with-parent.cjs');

/** What every kernel of the project loads before tslab. */
export const STILL_PROGRAM = join(root, 'scripts', 'lib', 'still-program.cjs');

const DELIMITER = '<IDS|MSG>';

/** Milliseconds that the kernel may take to answer for the first time, and to end. */
const START_LIMIT = 60_000;
const END_LIMIT = 2_000;

/**
 * A running tslab kernel, spoken to in Jupyter's wire protocol 5.3 over ZeroMQ.
 * Source: https://jupyter-client.readthedocs.io/en/stable/messaging.html
 */
export class Kernel {
  #process;
  #folder;
  #key = randomUUID();
  #session = randomUUID();
  #shell;
  #iopub;
  #waiting = new Map();
  #died;
  #stderr = '';

  /** Starts a kernel whose working directory is `cwd`. */
  static async start(cwd) {
    // Ports that were free may be taken before the kernel has them, and then it says nothing: another try takes others.
    for (let tries = 2; ; tries--) {
      const kernel = new Kernel();
      try {
        await kernel.#start(cwd);
        return kernel;
      } catch (error) {
        await kernel.stop();
        if (tries === 1) throw error;
      }
    }
  }

  async #start(cwd) {
    const { Dealer, Subscriber } = createRequire(import.meta.url)('zeromq');
    const [shell, iopub, stdin, control, heartbeat] = await freePorts(5);
    this.#folder = mkdtempSync(join(tmpdir(), 'radis-kernel-'));
    const connection = join(this.#folder, 'connection.json');
    writeFileSync(
      connection,
      JSON.stringify({
        transport: 'tcp',
        ip: '127.0.0.1',
        shell_port: shell,
        iopub_port: iopub,
        stdin_port: stdin,
        control_port: control,
        hb_port: heartbeat,
        key: this.#key,
        signature_scheme: 'hmac-sha256',
      }),
      { mode: 0o600 },
    );
    const tslab = join(root, 'node_modules', 'tslab', 'bin', 'tslab');
    // A process group of its own: Ctrl-C in the terminal reaches the runner, which ends the kernel.
    // The channel between the two closes when the runner is killed, and the kernel ends as well.
    const options = ['--no-warnings', '--require', END_WITH_PARENT, '--require', STILL_PROGRAM];
    this.#process = spawn(process.execPath, [...options, tslab, 'kernel', `--config-path=${connection}`], {
      cwd,
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#process.stderr.on('data', data => {
      this.#stderr = (this.#stderr + data).slice(-2000);
    });
    this.#died = new Promise((_, reject) => {
      this.#process.on('exit', (code, signal) =>
        reject(new Error(`the kernel ended (${signal ?? code}). ${this.#stderr}`.trim())),
      );
    });
    this.#died.catch(() => {});
    this.#shell = new Dealer({ linger: 0 });
    this.#iopub = new Subscriber({ linger: 0 });
    this.#shell.connect(`tcp://127.0.0.1:${shell}`);
    this.#iopub.connect(`tcp://127.0.0.1:${iopub}`);
    this.#iopub.subscribe();
    this.#listen(this.#shell);
    this.#listen(this.#iopub);
    const limit = new Promise((_, reject) =>
      setTimeout(reject, START_LIMIT, new Error('the kernel did not start within a minute')).unref(),
    );
    // A status comes by iopub only: hearing one proves that this channel is open too.
    for (let open = false; !open; ) {
      let heard = false;
      const reply = this.#request('kernel_info_request', {}, ({ type }) => {
        heard ||= type === 'status';
      });
      await Promise.race([reply, this.#died, limit]);
      await new Promise(resolve => setTimeout(resolve, 20));
      open = heard;
    }
  }

  /** Runs code; every message that its execution publishes goes to `onMessage`. Gives the reply's content. */
  async execute(code, onMessage) {
    const content = {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: true,
    };
    return Promise.race([this.#request('execute_request', content, onMessage), this.#died]);
  }

  /** Ends the kernel: politely, then by force. Ending it twice is harmless. */
  async stop() {
    const child = this.#process;
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise(resolve => child.once('exit', resolve));
      const force = setTimeout(() => this.#kill('SIGKILL'), END_LIMIT);
      // tslab takes SIGINT as an interrupt of the cell; SIGTERM ends it.
      this.#kill('SIGTERM');
      await ended;
      clearTimeout(force);
    }
    this.#shell?.close();
    this.#iopub?.close();
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }

  #kill(signal) {
    try {
      if (process.platform === 'win32') this.#process.kill(signal);
      else process.kill(-this.#process.pid, signal);
    } catch {
      // It has ended already.
    }
  }

  /** Sends a request; resolves once its reply has come and the kernel is idle again, so that every output has been heard. */
  async #request(type, content, onMessage) {
    const header = {
      msg_id: randomUUID(),
      session: this.#session,
      username: 'radis',
      date: new Date().toISOString(),
      msg_type: type,
      version: '5.3',
    };
    const parts = [header, {}, {}, content].map(part => JSON.stringify(part));
    const done = new Promise(resolve => this.#waiting.set(header.msg_id, { onMessage, resolve }));
    await this.#shell.send([DELIMITER, this.#sign(parts), ...parts]);
    return done;
  }

  #sign(parts) {
    const hash = createHmac('sha256', this.#key);
    for (const part of parts) hash.update(part);
    return hash.digest('hex');
  }

  async #listen(socket) {
    for await (const frames of socket) {
      const at = frames.findIndex(frame => frame.toString() === DELIMITER);
      const [header, parent, , content] = frames.slice(at + 2, at + 6).map(frame => JSON.parse(frame.toString()));
      const waiting = this.#waiting.get(parent.msg_id);
      if (waiting === undefined) continue;
      const type = header.msg_type;
      if (type.endsWith('_reply')) waiting.reply = content;
      else if (type === 'status') waiting.idle ||= content.execution_state === 'idle';
      waiting.onMessage?.({ type, content });
      if (waiting.reply && (waiting.idle || type === 'kernel_info_reply')) {
        this.#waiting.delete(parent.msg_id);
        waiting.resolve(waiting.reply);
      }
    }
  }
}

async function freePorts(count) {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise(resolve => {
          const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const ports = servers.map(server => server.address().port);
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))));
  return ports;
}
