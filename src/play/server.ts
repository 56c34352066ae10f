import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { type ChatModel, loadModelFolder, modelSummary } from '../model';
import { projectPath } from '../paths';
import { defaults, limits, parseChoices } from './choices';
import { Job, type JobEvent } from './job';
import { type PublishedPlane, publishedPlane } from './published';
import { questions } from './questions';
import { speak } from './speakers';

export interface PlayOptions {
  /** 0 (default): any that is free. */
  port?: number;
  /** Where the base comes from, for the process that trains it. */
  source: string;
}

/** A page that is served. */
export interface Play {
  /** With the token that it needs. */
  url: string;
  close(): Promise<void>;
}

/** Files of the page, by what a browser asks for. */
const files: Record<string, string> = {
  '/': projectPath('src', 'play', 'page', 'index.html'),
  '/style.css': projectPath('src', 'play', 'page', 'style.css'),
  '/play.js': projectPath('src', 'play', 'page', 'play.js'),
  '/plotly.js': require.resolve('plotly.js-dist/plotly.js'),
};

const kinds: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/** The page loads nothing from elsewhere. Plotly writes styles into its elements. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'";

/** The most bytes that a request may bring. */
const LIMIT = 20_000;

/** An error that the page shows, with its status. */
class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Serves the page to play with λ: on the loopback interface only, to who has the token, and to no page of another origin.
 *
 * @param base the chat model that is trained
 */
export async function startPlay(base: ChatModel, { port = 0, source }: PlayOptions): Promise<Play> {
  const token = randomBytes(16).toString('hex');
  const models = new Map<string, ChatModel>([['base', base]]);
  const past: JobEvent[] = [];
  const listeners = new Set<ServerResponse>();
  const onEvent = (event: JobEvent) => {
    if (event.type === 'done') models.set(event.choices.method, loadModelFolder(event.folder));
    if (event.type === 'started') past.length = 0;
    past.push(event);
    for (const listener of listeners) send(listener, event);
  };
  const job = new Job(source, onEvent);
  let plane: PublishedPlane | undefined;
  const published = () => {
    plane ??= publishedPlane();
    return plane;
  };
  const state = () => ({
    ...{ defaults, limits, questions, plane: published(), model: modelSummary(base) },
    ...{ models: [...models.keys()], isTraining: job.isRunning },
  });
  const routes: Record<string, (response: ServerResponse, given: unknown) => Promise<void> | void> = {
    'GET /api/state': response => json(response, state()),
    'GET /api/events': response => {
      stream(response);
      for (const event of past) send(response, event);
      listeners.add(response);
      response.on('close', () => listeners.delete(response));
    },
    'POST /api/train': (response, given) => {
      const choices = refusing(400, () => parseChoices(given));
      refusing(409, () => job.start(choices));
      json(response, {});
    },
    'POST /api/stop': response => {
      job.stop();
      json(response, {});
    },
    'POST /api/ask': async (response, given) => {
      const { message } = Object(given) as { message?: unknown };
      if (typeof message !== 'string' || message.trim() === '' || message.length > 2000)
        throw new Refused(400, 'message is to be a text of at most 2,000 letters');
      const left = new AbortController();
      response.on('close', () => left.abort());
      stream(response);
      for (const [name, model] of models) {
        const onText = (text: string) => send(response, { name, text });
        const { text, tokens } = await speak(model, base, message, { onText, signal: left.signal });
        send(response, { name, text, tokens });
      }
      response.end();
    },
  };
  const server = createServer((request, response) => {
    const answer = async () => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
      const given = searchParams.get('token') ?? String(request.headers['x-token'] ?? '');
      checkCaller(request, server, given, token, pathname);
      const file = request.method === 'GET' ? files[pathname] : undefined;
      if (file !== undefined) {
        head(response, 200, kinds[extname(file)] as string);
        response.end(readFileSync(file));
        return;
      }
      const route = routes[`${request.method} ${pathname}`];
      if (route === undefined) throw new Refused(404, 'there is nothing here');
      await route(response, request.method === 'POST' ? await bodyOf(request) : undefined);
    };
    answer().catch((error: Error) => {
      if (response.headersSent) {
        // The answer had begun: whoever left gets no more.
        if (!response.destroyed) send(response, { error: error.message });
        response.end();
        return;
      }
      head(response, error instanceof Refused ? error.status : 500, 'application/json');
      response.end(JSON.stringify({ error: error.message }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/?token=${token}`,
    close: () =>
      new Promise(resolve => {
        job.stop();
        for (const listener of listeners) listener.end();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Styles, the program and the library are no secret; all else is for who has the token. */
const OPEN = ['/style.css', '/play.js', '/plotly.js'];

/** @throws Refused when the request is not from the page that was opened */
function checkCaller(request: IncomingMessage, server: Server, given: string, token: string, path: string): void {
  const { port } = server.address() as AddressInfo;
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!hosts.includes(request.headers.host ?? '')) throw new Refused(403, 'this page is for this machine only');
  const { origin } = request.headers;
  if (origin !== undefined && !hosts.map(host => `http://${host}`).includes(origin))
    throw new Refused(403, 'another page may not ask');
  const isRight = given.length === token.length && timingSafeEqual(Buffer.from(given), Buffer.from(token));
  if (!OPEN.includes(path) && !isRight)
    throw new Refused(403, 'open the address that npm run play has shown: its token is missing');
}

/** @throws Refused when it is no JSON, or too long */
async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    parts.push(part as Buffer);
    length += (part as Buffer).length;
    if (length > LIMIT) throw new Refused(413, 'that is too long');
  }
  return refusing(400, () => JSON.parse(Buffer.concat(parts).toString('utf8') || '{}'));
}

/** What a function gives; its error as one with this status. */
function refusing<T>(status: number, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new Refused(status, (error as Error).message);
  }
}

function head(response: ServerResponse, status: number, kind: string): void {
  response.writeHead(status, {
    'content-type': kind,
    'content-security-policy': POLICY,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
}

function json(response: ServerResponse, value: unknown): void {
  head(response, 200, 'application/json');
  response.end(JSON.stringify(value));
}

/** Begins an answer of several events, one a line, as server-sent events. */
function stream(response: ServerResponse): void {
  head(response, 200, 'text/event-stream');
  response.flushHeaders();
}

const send = (response: ServerResponse, event: unknown) => response.write(`data: ${JSON.stringify(event)}\n\n`);
