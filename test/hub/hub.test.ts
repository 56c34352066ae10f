import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type DownloadProgress, hubSettings, resolveSource } from '../../src/hub';
import { pause } from '../../src/hub/request';
import { createRandom } from '../../src/random';
import { temporaryFolder } from '../helpers';
import { type FakeHub, fakeHub, gitSha1, give, sha256 } from './fake-hub';

const random = createRandom(7);
const bytes = (length: number) => Buffer.from(Uint8Array.from({ length }, () => random() * 256));

const folder = temporaryFolder();
const SECRET = 'hf_notForOthers';
let hub: FakeHub;
let home: string;
let count = 0;
const config = Buffer.from('{"model_type": "llama"}\n');
const weights = bytes(300_000);

beforeEach(async () => {
  hub = await fakeHub();
  hub.files = new Map([
    ['config.json', config],
    ['model.safetensors', weights],
    ['pytorch_model.bin', bytes(10)],
    ['deep/er/template.jinja', Buffer.from('{{ x }}')],
  ]);
  hub.large = new Set(['model.safetensors', 'pytorch_model.bin']);
  home = join(folder, `home ${count++}`);
  pause.unit = 1;
  for (const name of [
    'HF_HUB_OFFLINE',
    'TRANSFORMERS_OFFLINE',
    'HF_HUB_CACHE',
    'HUGGINGFACE_HUB_CACHE',
    'HF_TOKEN_PATH',
    'HUGGING_FACE_HUB_TOKEN',
    'HF_HUB_DISABLE_IMPLICIT_TOKEN',
    'HF_HUB_DOWNLOAD_TIMEOUT',
  ])
    vi.stubEnv(name, '');
  vi.stubEnv('HF_HOME', home);
  vi.stubEnv('HF_ENDPOINT', hub.url);
  vi.stubEnv('HF_TOKEN', SECRET);
});

const id = 'owner/name';
const place = () => join(home, 'hub', 'models--owner--name');
const snapshot = () => join(place(), 'snapshots', hub.commit);
const files = (names: readonly string[]) => names.filter(name => !name.endsWith('.bin'));
/** What the weights of a folder are: comparing hashes is far quicker than comparing arrays. */
const weightsOf = (path: string) => sha256(readFileSync(join(path, 'model.safetensors')));
const blobs = () => (existsSync(join(place(), 'blobs')) ? readdirSync(join(place(), 'blobs')).sort() : []);
const incomplete = () => join(place(), 'blobs', `${sha256(weights)}.incomplete`);
const gets = (at: 'hub' | 'store') =>
  hub.seen.filter(seen => seen.at === at && seen.method === 'GET' && !seen.path.startsWith('/api'));
/** The message of what is thrown, which never holds the token. */
async function refused(act: Promise<unknown>): Promise<string> {
  const error = await act.then(
    () => expect.unreachable('nothing was thrown'),
    each => each as Error,
  );
  for (let each: unknown = error; each instanceof Error; each = each.cause)
    expect(`${each.stack}`).not.toContain(SECRET);
  expect(error.message).not.toContain('signature');
  return error.message;
}
/** Answers GET requests of the store, one function for each in turn; then as it should. */
function storeAnswers(
  ...answers: ((
    give: () => void,
    response: import('node:http').ServerResponse,
    seen: (typeof hub.seen)[number],
  ) => void)[]
) {
  hub.instead = (seen, response) => {
    const answer = seen.at === 'store' ? answers.shift() : undefined;
    answer?.(() => give(seen, response, weights, '"of-the-store"'), response, seen);
    return answer !== undefined;
  };
}

describe('a repository of the hub', () => {
  it('lands where huggingface_hub keeps it: blobs by hash, relative links, the commit of the branch', async () => {
    const { kind, path } = await resolveSource(id, { files });
    expect([kind, path]).toEqual(['folder', snapshot()]);
    expect(weightsOf(path)).toBe(sha256(weights));
    expect(readFileSync(join(path, 'config.json'))).toEqual(config);
    expect(readlinkSync(join(path, 'config.json'))).toBe(join('..', '..', 'blobs', gitSha1(config)));
    expect(readlinkSync(join(path, 'deep', 'er', 'template.jinja'))).toMatch(/^..\/..\/..\/..\/blobs\/[0-9a-f]{40}$/);
    expect(readFileSync(join(place(), 'refs', 'main'), 'utf8')).toBe(hub.commit);
    expect(blobs()).toHaveLength(3);
    expect(existsSync(join(path, 'pytorch_model.bin'))).toBe(false);
  });

  it('shows the token to the hub, and to nobody it redirects to', async () => {
    await resolveSource(id, { files });
    expect(new Set(hub.seen.filter(({ at }) => at === 'hub').map(({ headers }) => headers.authorization))).toEqual(
      new Set([`Bearer ${SECRET}`]),
    );
    expect(gets('store')).toHaveLength(1);
    expect(gets('store')[0]?.headers.authorization).toBeUndefined();
  });

  it('keeps the token from a hub it comes back to by way of another host', async () => {
    hub.instead = (seen, response) => {
      if (seen.at === 'store')
        response.writeHead(302, { location: `${hub.url}/owner/name/resolve/back/${seen.path}` }).end();
      if (seen.path.includes('/back/')) give(seen, response, weights, '"x"');
      return seen.at === 'store' || seen.path.includes('/back/');
    };
    await resolveSource(id, { files });
    expect(hub.seen.find(({ path }) => path.includes('/back/'))?.headers.authorization).toBeUndefined();
  });

  it('follows a repository that was renamed, within the hub, with the token', async () => {
    hub.instead = ({ path }, response) => {
      const old = path.includes('/old/');
      if (old) response.writeHead(307, { location: path.replace('/old/', '/owner/') }).end();
      return old;
    };
    const { path } = await resolveSource('old/name', { files });
    expect(weightsOf(path)).toBe(sha256(weights));
  });

  it('of which a small file is found behind a redirect within the hub, which alone names its hash', async () => {
    hub.instead = (seen, response) => {
      const moved = seen.path.startsWith('/owner/name/resolve/') && seen.path.endsWith('config.json');
      const headers = { location: `/api/cache/resolve/x/config.json`, 'x-linked-etag': `"${gitSha1(config)}"` };
      if (moved) response.writeHead(307, headers).end();
      else if (seen.path.startsWith('/api/cache')) give(seen, response, config, 'W/"something else"');
      return moved || seen.path.startsWith('/api/cache');
    };
    const { path } = await resolveSource(id, { files });
    expect(readlinkSync(join(path, 'config.json'))).toBe(join('..', '..', 'blobs', gitSha1(config)));
  });

  it('asks again only for the list when all is there, and not at all for a commit', async () => {
    await resolveSource(id, { files });
    hub.seen.length = 0;
    await resolveSource(id, { files });
    expect(hub.seen.map(({ path }) => path)).toEqual(['/api/models/owner/name/revision/main']);
    hub.seen.length = 0;
    await resolveSource(`${id}@${hub.commit}`, { files, missing: () => undefined });
    expect(hub.seen).toEqual([]);
  });

  it('gives one file where one is named, and data sets beside models', async () => {
    hub.files.set('q/small.gguf', bytes(50));
    expect(await resolveSource(`${id}@main:q/small.gguf`)).toEqual({
      kind: 'gguf',
      path: join(snapshot(), 'q', 'small.gguf'),
    });
    expect(blobs()).toHaveLength(1);
    hub.files.set('train.jsonl', bytes(50));
    const data = await resolveSource(`${id}:train.jsonl`, { kind: 'dataset' });
    expect(data).toEqual({
      kind: 'file',
      path: join(home, 'hub', 'datasets--owner--name', 'snapshots', hub.commit, 'train.jsonl'),
    });
    expect(hub.seen.at(-1)?.path).toBe(`/datasets/owner/name/resolve/${hub.commit}/train.jsonl`);
    expect(await refused(resolveSource(`${id}:none.gguf`))).toContain(
      'owner/name: no file none.gguf: it has q/small.gguf',
    );
  });

  it('tells how far it is', async () => {
    const told: DownloadProgress[] = [];
    await resolveSource(id, { files, onProgress: progress => told.push(progress) });
    const total = weights.length + config.length + 7;
    expect(told.at(-1)).toMatchObject({ bytes: total, total });
    expect(told.at(-1)?.rate).toBeGreaterThan(0);
    expect(told.every(({ bytes }, i) => i === 0 || bytes >= (told[i - 1]?.bytes ?? 0))).toBe(true);
  });

  it('fetches an empty file, and one whose name needs escapes', async () => {
    hub.files = new Map([
      ['empty.json', Buffer.alloc(0)],
      ['a b#c?d%20.json', config],
    ]);
    const { path } = await resolveSource(id);
    expect(readdirSync(path).sort()).toEqual(['a b#c?d%20.json', 'empty.json']);
  });
});

describe('a download', () => {
  const cut = (after: number) => (_: () => void, response: import('node:http').ServerResponse) => {
    response.writeHead(200, { etag: '"of-the-store"', 'content-length': weights.length });
    response.write(weights.subarray(0, after), () => setTimeout(() => response.destroy(), 20));
  };

  it('goes on where the connection was cut, with Range and If-Range', async () => {
    storeAnswers(cut(100_000), (_, response, seen) => {
      response.writeHead(206, {
        etag: '"of-the-store"',
        'content-range': `bytes ${/\d+/.exec(seen.headers.range ?? '')}-${weights.length - 1}/${weights.length}`,
      });
      response.write(weights.subarray(100_000, 200_000), () => setTimeout(() => response.destroy(), 20));
    });
    const { path } = await resolveSource(id, { files });
    expect(weightsOf(path)).toBe(sha256(weights));
    const [, second, third] = gets('store');
    expect([second?.headers.range, second?.headers['if-range']]).toEqual(['bytes=100000-', '"of-the-store"']);
    expect(third?.headers.range).toBe('bytes=200000-');
    expect(blobs().some(name => name.endsWith('.incomplete'))).toBe(false);
  });

  it('begins anew when the server ignores ranges, or gives another part', async () => {
    storeAnswers(
      cut(100_000),
      (_, response) => {
        response.writeHead(206, { 'content-range': `bytes 5-${weights.length - 1}/${weights.length}` });
        response.end(weights.subarray(5));
      },
      cut(50_000),
      (_, response) => {
        response.writeHead(200, { 'content-length': weights.length });
        response.end(weights);
      },
    );
    await resolveSource(id, { files });
    expect(gets('store').map(({ headers }) => headers.range)).toEqual([
      undefined,
      'bytes=100000-',
      undefined,
      'bytes=50000-',
    ]);
    expect(weightsOf(snapshot())).toBe(sha256(weights));
  });

  it('begins anew when the file behind an address has changed between two tries', async () => {
    storeAnswers(cut(100_000), (_, response) => {
      // A server that does not know If-Range, and has something else by now.
      response.writeHead(206, {
        etag: '"another"',
        'content-range': `bytes 100000-${weights.length - 1}/${weights.length}`,
      });
      response.end(bytes(200_000));
    });
    await resolveSource(id, { files });
    expect(gets('store').map(({ headers }) => headers.range)).toEqual([undefined, 'bytes=100000-', undefined]);
  });

  it('goes on from what another program left, and checks that as well', async () => {
    mkdirSync(join(place(), 'blobs'), { recursive: true });
    writeFileSync(incomplete(), weights.subarray(0, 123_456));
    await resolveSource(id, { files });
    expect(gets('store').map(({ headers }) => headers.range)).toEqual(['bytes=123456-']);
    expect(weightsOf(snapshot())).toBe(sha256(weights));
  });

  it.each([
    ['wrong bytes', () => bytes(1000), ['bytes=1000-', undefined]],
    ['too many bytes', () => Buffer.concat([weights, weights]), [undefined]],
    ['all bytes but wrong ones', () => bytes(300_000), [undefined]],
    ['all bytes', () => weights, []],
  ])('left with %s by another program is right in the end', async (_, left, ranges) => {
    mkdirSync(join(place(), 'blobs'), { recursive: true });
    writeFileSync(incomplete(), left());
    await resolveSource(id, { files });
    expect(gets('store').map(({ headers }) => headers.range)).toEqual(ranges);
    expect(weightsOf(snapshot())).toBe(sha256(weights));
    expect(existsSync(incomplete())).toBe(false);
  });

  it('with a wrong byte is fetched once more, and refused when it is wrong again', async () => {
    const wrong = Buffer.from(weights);
    wrong[150_000] = (wrong[150_000] as number) ^ 1;
    const answer = (_: () => void, response: import('node:http').ServerResponse) =>
      response.writeHead(200, { 'content-length': wrong.length }).end(wrong);
    storeAnswers(answer);
    await resolveSource(id, { files });
    expect(weightsOf(snapshot())).toBe(sha256(weights));
    rmSync(home, { recursive: true });
    storeAnswers(answer, answer);
    expect(await refused(resolveSource(id, { files }))).toContain(
      'model.safetensors of owner/name came twice with another hash',
    );
    expect([existsSync(join(snapshot(), 'model.safetensors')), existsSync(join(place(), 'refs'))]).toEqual([
      false,
      false,
    ]);
    expect(readFileSync(incomplete())).toHaveLength(0);
  });

  it.each([
    [299_999, "has 300000 bytes by the hub's word, but 127.0.0.1"],
    [300_001, "has 300000 bytes by the hub's word, but 127.0.0.1"],
  ])('of a length of %i that does not fit is refused', async (length, message) => {
    storeAnswers((_, response) => response.writeHead(200, { 'content-length': length }).end(Buffer.alloc(length)));
    expect(await refused(resolveSource(id, { files }))).toContain(message);
  });

  it('that does not end is refused once more comes than there should be', async () => {
    storeAnswers((_, response) => {
      response.writeHead(200);
      const more = () =>
        response.writableEnded || response.destroyed || response.write(Buffer.alloc(1 << 16), () => setImmediate(more));
      more();
    });
    expect(await refused(resolveSource(id, { files }))).toContain('but more come');
  });

  it('waits as long as it is asked to, and tries again', async () => {
    pause.unit = 60_000;
    const begun = performance.now();
    storeAnswers(
      (_, response) => response.writeHead(429, { 'retry-after': '1' }).end(),
      (_, response) => response.writeHead(503, { 'retry-after': new Date(Date.now() - 1000).toUTCString() }).end(),
    );
    await resolveSource(id, { files });
    expect(performance.now() - begun).toBeGreaterThan(990);
    expect(gets('store')).toHaveLength(3);
  });

  it.each([500, 502, 503, 504])('gives up after five answers of %i, and keeps what has come', async status => {
    const answers = [
      cut(1000),
      ...Array.from(
        { length: 9 },
        () => (_: () => void, response: import('node:http').ServerResponse) => response.writeHead(status).end(),
      ),
    ];
    storeAnswers(...answers);
    expect(await refused(resolveSource(id, { files }))).toBe(
      `127.0.0.1:${new URL(hub.url).port} answers ${status} for model.safetensors: try again later`,
    );
    expect(gets('store')).toHaveLength(5);
    expect(readFileSync(incomplete())).toHaveLength(1000);
    hub.instead = () => false;
    await resolveSource(id, { files });
    expect(gets('store').at(-1)?.headers.range).toBe('bytes=1000-');
  });

  it('does not wait for a hub that asks for an hour', async () => {
    hub.instead = (_, response) => Boolean(response.writeHead(429, { 'retry-after': '3600' }).end());
    expect(await refused(resolveSource(id))).toContain('set HF_TOKEN; it asks to wait 3600 s');
  });

  it('gives up a connection that is silent', async () => {
    vi.stubEnv('HF_HUB_DOWNLOAD_TIMEOUT', '1');
    storeAnswers((_, response) => {
      response.writeHead(200, { 'content-length': weights.length });
      response.write(weights.subarray(0, 1000));
    });
    await resolveSource(id, { files });
    expect(gets('store').map(({ headers }) => headers.range)).toEqual([undefined, 'bytes=1000-']);
  });

  it('stops when it is told to, at once, and goes on later', async () => {
    const stop = new AbortController();
    storeAnswers((_, response) => {
      response.writeHead(200, { 'content-length': weights.length });
      response.write(weights.subarray(0, 70_000), () => setTimeout(() => stop.abort(new Error('enough')), 100));
    });
    expect(await refused(resolveSource(id, { files, signal: stop.signal }))).toBe('enough');
    expect(readFileSync(incomplete())).toHaveLength(70_000);
    await resolveSource(id, { files });
    expect(gets('store').at(-1)?.headers.range).toBe('bytes=70000-');
  });

  it('is done once for two who ask in this process', async () => {
    await Promise.all([resolveSource(id, { files }), resolveSource(id, { files }), resolveSource(id, { files })]);
    expect(gets('store')).toHaveLength(1);
  });
});

describe('the hub refuses', () => {
  const answers = (status: number, headers: Record<string, string> = {}, path = '') => {
    hub.instead = (seen, response) => seen.path.includes(path) && Boolean(response.writeHead(status, headers).end());
  };

  it('a gated model: the page to visit and the token to set', async () => {
    vi.stubEnv('HF_TOKEN', '');
    answers(401, { 'x-error-code': 'GatedRepo' }, '/resolve/');
    expect(await refused(resolveSource(id))).toBe(
      `owner/name is gated: accept its terms on ${hub.url}/owner/name, and set HF_TOKEN to a token of your account (status 401)`,
    );
    vi.stubEnv('HF_TOKEN', SECRET);
    answers(403, { 'x-error-code': 'GatedRepo' }, '/resolve/');
    expect(await refused(resolveSource(id))).toContain(
      'set HF_TOKEN to a token of an account that may read it (status 403)',
    );
  });

  it('a token that is not valid', async () => {
    answers(401);
    expect(await refused(resolveSource(id))).toContain('does not accept the token for owner/name: set HF_TOKEN anew');
  });

  it('an unknown or private repository, and says that no such folder is here either', async () => {
    vi.stubEnv('HF_TOKEN', '');
    for (const status of [401, 404]) {
      answers(status);
      const message = await refused(resolveSource('ownr/name'));
      expect(message).toContain(`knows no model ownr/name, or it is private: check the name on ${hub.url}/ownr/name`);
      expect(message).toContain('nor is there a folder ownr/name here');
    }
    answers(404);
    expect(await refused(resolveSource(id, { kind: 'dataset' }))).toContain(`${hub.url}/datasets/owner/name`);
  });

  it('a revision that is not there', async () => {
    expect(await refused(resolveSource(`${id}@v2`))).toContain('owner/name has no revision v2');
  });

  it('with a web page and status 200: the list, the description, the file', async () => {
    const page = (at: (seen: (typeof hub.seen)[number]) => boolean) => {
      hub.instead = (seen, response) =>
        at(seen) &&
        Boolean(response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>log in</html>'));
    };
    page(({ path }) => path.startsWith('/api'));
    expect(await refused(resolveSource(id))).toContain(
      'sends a web page instead of the files of owner/name: is there a login page',
    );
    page(({ method }) => method === 'HEAD');
    expect(await refused(resolveSource(id))).toContain('sends a web page instead of config.json');
    page(({ at }) => at === 'store');
    expect(await refused(resolveSource(id, { files }))).toContain('sends a web page instead of model.safetensors');
    expect(existsSync(snapshot())).toBe(false);
  });

  it('with a list that is none, or of another commit', async () => {
    const list = (json: unknown) => {
      hub.instead = ({ path }, response) => path.startsWith('/api') && Boolean(response.end(JSON.stringify(json)));
    };
    for (const json of [
      null,
      [],
      {},
      { sha: 'main', siblings: [] },
      { sha: hub.commit },
      { sha: hub.commit, siblings: [{ rfilename: 5 }] },
    ]) {
      list(json);
      expect(await refused(resolveSource(id))).toContain('gives no list of the files of owner/name');
    }
    list({ sha: 'a'.repeat(40), siblings: [] });
    expect(await refused(resolveSource(`${id}@${hub.commit}`))).toContain('nothing was fetched');
  });

  it.each(['../../../.bashrc', '/etc/passwd', 'a/../../b', 'a\\..\\b', 'C:b', 'a//b', './a', 'a\nb'])(
    'to write to %j',
    async name => {
      hub.files.set(name, config);
      expect(await refused(resolveSource(id))).toContain('which is no name inside a folder: nothing was written');
      expect(blobs()).toEqual([]);
    },
  );

  it('a hash that is none: it would become the name of a file', async () => {
    for (const etag of ['"../../x"', '"d41d8cd98f00b204e9800998ecf8427e"', '']) {
      hub.instead = ({ method }, response) =>
        method === 'HEAD' && Boolean(response.writeHead(200, { etag, 'content-length': 5 }).end());
      expect(await refused(resolveSource(id))).toContain('names no hash for config.json');
    }
  });

  it('with redirects in a circle, or out of the web', async () => {
    hub.instead = (_, response) => Boolean(response.writeHead(302, { location: '/again' }).end());
    expect(await refused(resolveSource(id))).toContain('leads in a circle');
    hub.instead = (_, response) => Boolean(response.writeHead(302, { location: 'file:///etc/passwd' }).end());
    expect(await refused(resolveSource(id))).toContain('leads to file:, which is not the web');
  });
});

describe('without the network', () => {
  /** Lets the hub's address be one where nobody listens. */
  async function unplug(): Promise<void> {
    const server = createServer();
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    vi.stubEnv('HF_ENDPOINT', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await new Promise(done => server.close(done));
  }

  it('what is in the cache serves, whether it is switched off or out of reach', async () => {
    const { path } = await resolveSource(id, { files });
    await unplug();
    expect((await resolveSource(id, { files })).path).toBe(path);
    expect((await resolveSource(`${id}@${hub.commit}`, { files })).path).toBe(path);
    vi.stubEnv('HF_HUB_OFFLINE', '1');
    expect((await resolveSource(id, { files })).path).toBe(path);
    vi.stubEnv('HF_HUB_OFFLINE', '');
    vi.stubEnv('HF_ENDPOINT', hub.url);
    hub.instead = (_, response) => Boolean(response.writeHead(503).end());
    hub.seen.length = 0;
    expect((await resolveSource(id, { files })).path).toBe(path);
    expect(hub.seen).toHaveLength(1);
  });

  it('what is not there, or not whole, is asked for with a way to get it', async () => {
    await unplug();
    expect(await refused(resolveSource(id))).toMatch(
      /owner\/name is not in .*, and 127.0.0.1:\d+ cannot be reached \(ECONNREFUSED\): fetch it where there is a network \(hf download owner\/name\), copy it here, and give its folder or a .gguf file of it \(RADIS_MODEL\)/,
    );
    vi.stubEnv('HF_HUB_OFFLINE', 'true');
    expect(await refused(resolveSource(id))).toContain('and HF_HUB_OFFLINE keeps this program off the network');
    expect(await refused(resolveSource(id, { kind: 'dataset' }))).toContain('--repo-type dataset');
    vi.stubEnv('HF_HUB_OFFLINE', '0');
    vi.stubEnv('HF_ENDPOINT', hub.url);
    await resolveSource(id, { files });
    vi.stubEnv('HF_HUB_OFFLINE', '1');
    const missing = () => 'model-00002-of-00002.safetensors';
    expect(await refused(resolveSource(id, { files, missing }))).toContain('or not whole');
    expect(hub.seen.length).toBeGreaterThan(0);
  });

  it('a link to a blob that was removed is no file', async () => {
    await resolveSource(id, { files });
    rmSync(join(place(), 'blobs', sha256(weights)));
    const wantsWeights = (names: readonly string[]) => files(names).filter(name => name === 'model.safetensors');
    vi.stubEnv('HF_HUB_OFFLINE', '1');
    await refused(resolveSource(id, { files: wantsWeights }));
    vi.stubEnv('HF_HUB_OFFLINE', '');
    await resolveSource(id, { files });
    expect(weightsOf(snapshot())).toBe(sha256(weights));
    expect(lstatSync(join(snapshot(), 'model.safetensors')).isSymbolicLink()).toBe(true);
  });
});

describe('a source', () => {
  it('that exists is what it is, also when a hub id would look the same', async () => {
    const model = join(folder, 'local', 'model');
    mkdirSync(model, { recursive: true });
    writeFileSync(join(folder, 'local', 'x.gguf'), 'GGUF');
    writeFileSync(join(folder, 'local', 'x.txt'), '');
    expect(await resolveSource(model)).toEqual({ kind: 'folder', path: model });
    expect(await resolveSource(join(folder, 'local', 'x.gguf'))).toEqual({
      kind: 'gguf',
      path: join(folder, 'local', 'x.gguf'),
    });
    expect(await resolveSource(join(folder, 'local', 'x.txt'), { kind: 'dataset' })).toMatchObject({ kind: 'file' });
    expect(await refused(resolveSource(join(folder, 'local', 'x.txt')))).toContain(
      'is a file: give the folder of the model, or a .gguf file',
    );
    // The project has both of these folders.
    expect(await resolveSource('src/hub')).toEqual({ kind: 'folder', path: 'src/hub' });
    expect(hub.seen).toEqual([]);
  });

  it.each([
    './owner/name',
    '../owner/name',
    '/owner/name',
    '~/owner/name',
    'C:\\owner\\name',
    'models/x.gguf',
    './x.gguf',
  ])('%s is a path, and no hub id', async source => {
    expect(await refused(resolveSource(source))).toContain('there is no model');
    expect(hub.seen).toEqual([]);
  });

  it.each([
    '',
    ' ',
    'name',
    'a/b/c',
    'owner/na me',
    '-x/y',
    'a--b/c',
    'a/b..c',
    'a/b.git',
    'https://huggingface.co/a/b',
  ])('%j is neither, and says what was tried', async source => {
    expect(await refused(resolveSource(source))).toMatch(
      /no model is named|and it is no hub id \(owner\/name, owner\/name@revision\)/,
    );
    expect(hub.seen).toEqual([]);
  });

  it('with a revision that is a path is refused', async () => {
    expect(await refused(resolveSource(`${id}@../../x`))).toContain('the revision is called "../../x"');
    expect(await refused(resolveSource(`${id}@a`, { revision: 'b' }))).toContain('name one revision');
  });
});

describe('the settings', () => {
  it('are those of huggingface_hub', () => {
    const env = { HF_HOME: '/h', HF_TOKEN: ' hf_x\n' };
    expect(hubSettings(env)).toMatchObject({
      endpoint: 'https://huggingface.co',
      cache: '/h/hub',
      token: 'hf_x',
      offline: false,
      timeout: 10_000,
    });
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the shell
    expect(hubSettings({ ...env, HF_HUB_CACHE: '$HF_HOME/${X}', X: 'c' }).cache).toBe('/h/c');
    expect(hubSettings({ XDG_CACHE_HOME: '/x' }).cache).toBe('/x/huggingface/hub');
    expect(hubSettings({ ...env, HF_ENDPOINT: 'https://mirror.example/hf/' }).endpoint).toBe(
      'https://mirror.example/hf',
    );
    for (const on of ['1', 'on', 'Yes', 'TRUE']) expect(hubSettings({ ...env, HF_HUB_OFFLINE: on }).offline).toBe(true);
    expect(hubSettings({ ...env, HF_HUB_DISABLE_IMPLICIT_TOKEN: '1' }).token).toBeUndefined();
  });

  it('take the token from the file that a login leaves', () => {
    const place = join(folder, 'login');
    mkdirSync(place);
    writeFileSync(join(place, 'token'), 'hf_file\n');
    expect(hubSettings({ HF_HOME: place }).token).toBe('hf_file');
    expect(hubSettings({ HF_HOME: place, HF_TOKEN: 'hf_env' }).token).toBe('hf_env');
    expect(hubSettings({ HF_HOME: '/none', HF_TOKEN_PATH: join(place, 'token') }).token).toBe('hf_file');
  });

  it('refuse what cannot be used, without showing a secret', () => {
    expect(() => hubSettings({ HF_TOKEN: `${SECRET} x` })).toThrow(/^the token in HF_TOKEN holds a space/);
    expect(() => hubSettings({ HF_ENDPOINT: 'https://me:word@hub' })).toThrow(
      /^HF_ENDPOINT holds a password: leave it out/,
    );
    expect(() => hubSettings({ HF_ENDPOINT: 'huggingface.co' })).toThrow(
      'HF_ENDPOINT is huggingface.co: give an address',
    );
  });
});
