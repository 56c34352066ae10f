import { setTimeout as delay } from 'node:timers/promises';
import { HubError, unreachable } from './errors';
import type { HubSettings } from './settings';

const REDIRECTS = 8;
const TRIES = 5;
/** And this often in all, also where a little comes each time. */
const MOST_TRIES = 200;
/** A hub that asks for a longer wait than this is not waited for, in milliseconds. */
const LONGEST_WAIT = 300_000;

export interface Request {
  method?: 'GET' | 'HEAD';
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Whether to go where an answer points to; by default always. */
  follow?(response: Response, to: URL): boolean;
}

/** An answer, and what came on the way to it. */
export interface Reply {
  response: Response;
  /** All answers, the last included. */
  steps: readonly Response[];
  /** Says that something came: a connection that is silent for too long is given up. */
  alive(): void;
  /** Ends the watch over the connection. */
  done(): void;
}

/**
 * Asks once. Redirects are followed by hand: the token goes to the hub's own address, and never again once another was visited.
 *
 * @throws HubError when there is no answer; the signal's reason when it is aborted
 */
export async function request(address: string, settings: HubSettings, options: Request = {}): Promise<Reply> {
  const { method = 'GET', headers = {}, signal, follow = () => true } = options;
  const silence = new AbortController();
  const timer = setTimeout(
    () =>
      silence.abort(
        new HubError(`${new URL(address).host} was silent for ${settings.timeout / 1000} s`, { passing: true }),
      ),
    settings.timeout,
  );
  const steps: Response[] = [];
  let url = new URL(address);
  let token = settings.token;
  try {
    for (;;) {
      if (url.origin !== new URL(settings.endpoint).origin) token = undefined;
      const response = await fetch(url, {
        method,
        // Compressed answers have another length and another ETag than the file.
        headers: {
          'accept-encoding': 'identity',
          'user-agent': 'radis-workbench',
          ...headers,
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        redirect: 'manual',
        signal: AbortSignal.any([silence.signal, ...(signal === undefined ? [] : [signal])]),
      });
      steps.push(response);
      const to = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
      if (to === null || !URL.canParse(to, url) || !follow(response, new URL(to, url)))
        return { response, steps, alive: () => void timer.refresh(), done: () => clearTimeout(timer) };
      url = new URL(to, url);
      await response.body?.cancel();
      if (!/^https?:$/.test(url.protocol))
        throw new HubError(`${address} leads to ${url.protocol}, which is not the web`);
      if (steps.length > REDIRECTS) throw new HubError(`${address} leads in a circle: check HF_ENDPOINT`);
      timer.refresh();
    }
  } catch (error) {
    clearTimeout(timer);
    signal?.throwIfAborted();
    if (silence.signal.aborted) throw silence.signal.reason;
    throw error instanceof HubError ? error : unreachable(error, url.host);
  }
}

/** Reads a body whole. @throws HubError when it is longer than `limit` bytes, or breaks off */
export async function body({ response, alive, done }: Reply, limit: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const part of response.body ?? []) {
      alive();
      bytes += part.length;
      if (bytes > limit)
        throw new HubError(`${new URL(response.url).host} sends more than ${limit} bytes where a list is expected`);
      parts.push(part);
    }
    return Buffer.concat(parts);
  } catch (error) {
    throw error instanceof HubError ? error : unreachable(error, new URL(response.url).host);
  } finally {
    done();
  }
}

/**
 * Does something again while what hinders it may pass, waiting 1, 2, 4, 8 s between, or as long as the hub asks.
 *
 * @param moved whether anything came since the last try: then the count begins anew
 */
export async function withRetries<T>(
  act: () => Promise<T>,
  { signal, tries = TRIES, moved = () => false }: { signal?: AbortSignal; tries?: number; moved?: () => boolean } = {},
): Promise<T> {
  for (let [failed, all] = [0, 1]; ; all++) {
    try {
      return await act();
    } catch (error) {
      signal?.throwIfAborted();
      failed = moved() ? 1 : failed + 1;
      if (!(error instanceof HubError && error.passing) || failed >= tries || all >= MOST_TRIES) throw error;
      const wait = error.wait ?? pause.unit * 2 ** (failed - 1);
      if (wait > LONGEST_WAIT)
        throw new HubError(`${error.message}; it asks to wait ${Math.ceil(wait / 1000)} s`, { cause: error });
      await delay(wait, undefined, { ...(signal !== undefined && { signal }) }).catch(() => signal?.throwIfAborted());
    }
  }
}

/** The first wait between tries, in milliseconds: tests shorten it. */
export const pause = { unit: 1000 };
