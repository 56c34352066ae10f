import { createHash } from 'node:crypto';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

export interface Seen {
  /** 'hub', or 'store' where the large files lie. */
  at: 'hub' | 'store';
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
}

/** A hub on this machine, as huggingface.co answers: large files are redirected to a store on another port. */
export interface FakeHub {
  url: string;
  store: string;
  seen: Seen[];
  files: Map<string, Buffer>;
  /** Names of the files that lie in the store. */
  large: Set<string>;
  commit: string;
  /** Answers in the place of the hub, or the store, when it returns true. */
  instead: (seen: Seen, response: ServerResponse, request: IncomingMessage) => boolean;
}

export const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');
export const gitSha1 = (data: Buffer): string =>
  createHash('sha1').update(`blob ${data.length}\0`).update(data).digest('hex');

/** Gives a file, or the part of it that is asked for, as RFC 9110 says. */
export function give(seen: Seen, response: ServerResponse, data: Buffer, etag: string): void {
  const range = /^bytes=(\d+)-/.exec(seen.headers.range ?? '');
  const valid = seen.headers['if-range'] === undefined || seen.headers['if-range'] === etag;
  const start = range && valid ? Number(range[1]) : 0;
  response.writeHead(range && valid ? 206 : 200, {
    etag,
    'content-length': data.length - start,
    'content-type': 'application/octet-stream',
    ...(range && valid && { 'content-range': `bytes ${start}-${data.length - 1}/${data.length}` }),
  });
  response.end(seen.method === 'HEAD' ? undefined : data.subarray(start));
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function fakeHub(): Promise<FakeHub> {
  const hub: FakeHub = {
    url: '',
    store: '',
    seen: [],
    files: new Map(),
    large: new Set(),
    commit: 'c0ffee'.padEnd(40, '0'),
    instead: () => false,
  };
  const handler = (at: Seen['at'], answer: (seen: Seen, path: string, response: ServerResponse) => void) =>
    createServer((request, response) => {
      const path = decodeURIComponent(new URL(request.url as string, 'http://x').pathname);
      const seen: Seen = { at, method: request.method as string, path, headers: request.headers };
      hub.seen.push(seen);
      if (!hub.instead(seen, response, request)) answer(seen, path, response);
    });
  const onHub = handler('hub', (seen, path, response) => {
    const list = /^\/api\/(?:model|dataset)s\/[^/]+\/[^/]+\/revision\/(.+)$/.exec(path);
    if (list) {
      if (list[1] !== 'main' && list[1] !== hub.commit)
        return response.writeHead(404, { 'x-error-code': 'RevisionNotFound' }).end();
      response.writeHead(200, { 'content-type': 'application/json' });
      const siblings = [...hub.files.keys()].map(rfilename => ({ rfilename }));
      return response.end(JSON.stringify({ id: path.split('/').slice(3, 5).join('/'), sha: hub.commit, siblings }));
    }
    const name = /\/resolve\/[^/]+\/(.+)$/.exec(path)?.[1] as string;
    const data = hub.files.get(name);
    if (data === undefined) return response.writeHead(404, { 'x-error-code': 'EntryNotFound' }).end();
    response.setHeader('x-repo-commit', hub.commit);
    if (!hub.large.has(name)) return give(seen, response, data, `"${gitSha1(data)}"`);
    response.writeHead(302, {
      location: `${hub.store}/${sha256(data)}?signature=secret`,
      'x-linked-etag': `"${sha256(data)}"`,
      'x-linked-size': data.length,
      'content-length': 0,
    });
    return response.end();
  });
  const store = handler('store', (seen, path, response) => {
    const data = [...hub.files.values()].find(file => sha256(file) === path.slice(1)) as Buffer;
    give(seen, response, data, `"of-the-store-${path.slice(1, 9)}"`);
  });
  hub.url = await listen(onHub);
  hub.store = await listen(store);
  return hub;
}
