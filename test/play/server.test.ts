import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadModelFolder } from '../../src/model';
import { projectPath } from '../../src/paths';
import { type Play, speak, startPlay } from '../../src/play';
import { useCpuBackend } from '../helpers';

const source = projectPath('data', 'models', 'tinychat');
const base = loadModelFolder(source);
let page: Play;
let token: string;
let port: number;

beforeAll(async () => {
  await useCpuBackend();
  page = await startPlay(base, { source });
  const url = new URL(page.url);
  token = url.searchParams.get('token') as string;
  port = Number(url.port);
});
afterAll(() => page.close());

/** What the server says, with headers that no browser would let a page set. */
function call(
  path: string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<{ status: number; text: string; headers: NodeJS.Dict<string | string[]> }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, response => {
      let text = '';
      response.on('data', part => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode as number, text, headers: response.headers }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const authorised = () => ({ 'x-token': token });

describe('the server of the page', () => {
  it('gives the page, and lets it load nothing from elsewhere', async () => {
    const { status, text, headers } = await call(`/?token=${token}`);
    expect(status).toBe(200);
    expect(text).toContain('Play with λ');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('answers nobody without the token, of another host, or for another page', async () => {
    const state = (headers: Record<string, string>) => call('/api/state', { headers });
    expect((await state(authorised())).status).toBe(200);
    expect((await state({})).status).toBe(403);
    expect((await state({ 'x-token': 'x'.repeat(token.length) })).status).toBe(403);
    expect((await state({ ...authorised(), host: `evil.example:${port}` })).status).toBe(403);
    expect((await state({ ...authorised(), origin: 'http://evil.example' })).status).toBe(403);
    expect((await state({ ...authorised(), origin: `http://127.0.0.1:${port}` })).status).toBe(200);
  });

  it('serves nothing but its own files', async () => {
    for (const path of ['/../package.json', '/%2e%2e/package.json', '/api/nothing', '/src/play/server.ts'])
      expect((await call(path, { headers: authorised() })).status).toBe(404);
  });

  it('refuses what is no choice, no JSON, or too long', async () => {
    const train = (body: string) => call('/api/train', { method: 'POST', headers: authorised(), body });
    expect(await train('{"method":"magic"}')).toMatchObject({
      status: 400,
      text: expect.stringContaining('vanilla or radis'),
    });
    expect((await train('{')).status).toBe(400);
    expect((await train('x'.repeat(30_000))).status).toBe(413);
    const ask = (message: unknown) =>
      call('/api/ask', { method: 'POST', headers: authorised(), body: JSON.stringify({ message }) });
    expect((await ask('')).status).toBe(400);
    expect((await ask(7)).status).toBe(400);
  });

  it('streams what the base says, token by token with its probability', async () => {
    const { text } = await call('/api/ask', {
      method: 'POST',
      headers: authorised(),
      body: JSON.stringify({ message: 'What does a bear eat?' }),
    });
    const events = text
      .split('\n\n')
      .filter(Boolean)
      .map(part => JSON.parse(part.slice('data: '.length)));
    expect(events.length).toBeGreaterThan(3);
    const { name, text: said, tokens } = events.at(-1);
    expect([name, said]).toEqual(['base', 'A bear eats honey.']);
    expect(tokens.map((token: { text: string }) => token.text).join('')).toBe(said);
  });
});

describe('the tokens of an answer', () => {
  it('are as far from the base as the two models are apart', async () => {
    const other = loadModelFolder(projectPath('data', 'models', 'other-words'));
    const own = await speak(base, base, 'What does a bear eat?');
    expect(own.tokens.every(({ farther, probability }) => farther === 0 && probability > 0 && probability <= 1)).toBe(
      true,
    );
    const { tokens } = await speak(
      { ...other, tokenizer: base.tokenizer, config: base.config },
      base,
      'What does a bear eat?',
    );
    expect(tokens.some(({ farther }) => farther > 0)).toBe(true);
  });
});
