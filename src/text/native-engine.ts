import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Encoding, Engine } from './engine';

/**
 * What the worker runs. The native library answers by promises; this thread asks, and waits on `flag` until the answer lies in the port, so
 * that a tokenizer is an ordinary function for whoever uses it.
 */
const PROGRAM = `
const { workerData: { library, port, flag } } = require('node:worker_threads');
const { Tokenizer } = require(library);
const opened = new Map();
const operations = {
  open(id, json) {
    const tokenizer = Tokenizer.fromString(json);
    // What a training pipeline left in the file must not cut or fill up texts.
    tokenizer.disableTruncation();
    tokenizer.disablePadding();
    opened.set(id, tokenizer);
    return { size: tokenizer.getVocabSize(true), modelSize: tokenizer.getVocabSize(false) };
  },
  close: id => void opened.delete(id),
  idOf: (id, token) => opened.get(id).tokenToId(token),
  async encode(id, text, addSpecialTokens) {
    const encoding = await opened.get(id).encode(text, null, { addSpecialTokens });
    return { ids: encoding.getIds(), offsets: encoding.getOffsets().flat() };
  },
  decode: (id, lists, skipSpecial) => opened.get(id).decodeBatch(lists, skipSpecial),
};
port.on('message', async ({ operation, args, number }) => {
  let answer;
  try {
    answer = { result: await operations[operation](...args) };
  } catch (error) {
    answer = { error: String(error?.message ?? error) };
  }
  // Nobody waits for what has no number.
  if (number === undefined) return;
  port.postMessage({ ...answer, number });
  Atomics.add(flag, 0, 1);
  Atomics.notify(flag, 0);
});
`;

/** An answer that takes longer than this, in milliseconds, never comes. */
const PATIENCE = 120_000;
/** So often, in milliseconds, the port is looked at without being called. */
const GLANCE = 200;

interface Reply {
  number: number;
  result?: unknown;
  error?: string;
}

/** The thread that asks the library: one for all tokenizers. */
class Asked {
  /** Counts the replies. */
  private readonly flag = new Int32Array(new SharedArrayBuffer(4));
  private readonly port: MessagePort;
  private readonly worker: Worker;
  /** Replies to others than who received them: a question may be asked while another waits, as by what runs when memory is freed. */
  private readonly replies = new Map<number, Reply>();
  private count = 0;
  private lost = false;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    const workerData = { library: require.resolve('tokenizers'), port: port2, flag: this.flag };
    this.worker = new Worker(PROGRAM, { eval: true, workerData, transferList: [port2] });
    this.port = port1;
    // Neither keeps a program from ending.
    this.worker.unref();
    this.port.unref();
  }

  ask<Result>(operation: string, ...args: unknown[]): Result {
    const number = this.count++;
    this.port.postMessage({ operation, args, number });
    const { result, error } = this.replyTo(number);
    if (error !== undefined) throw new Error(error);
    return result as Result;
  }

  /** Says something that nobody waits for. */
  tell(operation: string, ...args: unknown[]): void {
    this.port.postMessage({ operation, args });
  }

  private replyTo(number: number): Reply {
    if (this.lost) throw new Error('the tokenizer library does not answer any more: start the program again');
    for (const end = performance.now() + PATIENCE; performance.now() < end; ) {
      // Read before the port: a reply that comes in between ends the wait at once.
      const seen = Atomics.load(this.flag, 0);
      for (let received = receiveMessageOnPort(this.port); received; received = receiveMessageOnPort(this.port))
        this.replies.set(received.message.number, received.message);
      const reply = this.replies.get(number);
      this.replies.delete(number);
      if (reply !== undefined) return reply;
      Atomics.wait(this.flag, 0, seen, GLANCE);
    }
    this.lost = true;
    void this.worker.terminate();
    throw new Error(`the tokenizer library gave no answer within ${PATIENCE / 1000} seconds`);
  }
}

let asked: Asked | undefined;
let count = 0;

/** The worker forgets a tokenizer when nobody holds it any more. */
const forgotten = new FinalizationRegistry<number>(id => asked?.tell('close', id));

/** Whether the binary of the library loads on this machine. */
export const nativeLoads: boolean = (() => {
  try {
    require('tokenizers');
    return true;
  } catch {
    return false;
  }
})();

/**
 * Opens a tokenizer in the native library of Hugging Face, which the others are measured by.
 *
 * @param json the contents of tokenizer.json
 * @throws Error when the library cannot use it
 * Source: https://github.com/huggingface/tokenizers
 */
export function nativeEngine(json: string): Engine {
  asked ??= new Asked();
  const thread = asked;
  const id = count++;
  const { size, modelSize } = thread.ask<{ size: number; modelSize: number }>('open', id, json);
  const engine: Engine = {
    kind: 'native',
    size,
    modelSize,
    idOf: token => thread.ask<number | null>('idOf', id, token) ?? undefined,
    encode(text, addSpecialTokens = false): Encoding {
      const { ids, offsets } = thread.ask<{ ids: number[]; offsets: number[] }>('encode', id, text, addSpecialTokens);
      const unit = unitsOf(text);
      return { ids, offsets: ids.map((_, i) => [unit(offsets[2 * i] as number), unit(offsets[2 * i + 1] as number)]) };
    },
    decode: (lists, skipSpecial) => thread.ask('decode', id, lists, skipSpecial),
  };
  forgotten.register(engine, id);
  return engine;
}

/** Where a character stands in a JavaScript string: the library counts characters, and those beyond U+FFFF take two units. */
function unitsOf(text: string): (character: number) => number {
  if (!/[\uD800-\uDFFF]/.test(text)) return character => character;
  const starts: number[] = [];
  let at = 0;
  for (const character of text) {
    starts.push(at);
    at += character.length;
  }
  starts.push(at);
  return character => starts[character] as number;
}
