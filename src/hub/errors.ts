import { type Repository, repositoryPage } from './names';

interface HubErrorOptions {
  passing?: boolean;
  wait?: number | undefined;
  unknown?: boolean;
  cause?: unknown;
}

/** Something the hub, or the way to it, did not give. */
export class HubError extends Error {
  /** Whether asking again may help. */
  readonly passing: boolean;
  /** How long to wait before, in milliseconds, where the hub says it. */
  readonly wait: number | undefined;
  /** Whether no such repository is known: the name may be meant otherwise. */
  readonly unknown: boolean;

  constructor(message: string, { passing = false, wait, unknown = false, cause }: HubErrorOptions = {}) {
    super(message, { cause });
    this.passing = passing;
    this.wait = wait;
    this.unknown = unknown;
  }
}

/** What is asked for, in the words of messages. */
export interface Asked {
  endpoint: string;
  repository: Repository;
  revision: string;
  /** A file of the repository; without it, the list of its files. */
  file?: string;
  /** Whether a token was sent. */
  known: boolean;
}

/** What an answer that is no success means, and what to do. */
export function refusal(response: Response, asked: Asked): HubError {
  const { endpoint, repository, revision, file, known } = asked;
  const { status, headers } = response;
  const [id, page, host] = [repository.id, repositoryPage(endpoint, repository), new URL(endpoint).host];
  const code = headers.get('x-error-code') ?? '';
  const token = `set HF_TOKEN to a token of ${known ? 'an account that may read it' : 'your account'}`;
  if (code === 'RevisionNotFound')
    return new HubError(`${id} has no revision ${revision}: see the branches and tags on ${page}`);
  if (code === 'EntryNotFound' || (status === 404 && file !== undefined && code !== 'RepoNotFound'))
    return new HubError(`${id} has no file ${file} at ${revision}: see ${page}/tree/${revision}`);
  if (code === 'GatedRepo' || (status === 403 && file !== undefined))
    return new HubError(`${id} is gated: accept its terms on ${page}, and ${token} (status ${status})`);
  if (status === 401 && known && !/RepoNotFound/.test(code))
    return new HubError(`${host} does not accept the token for ${id}: set HF_TOKEN anew (status 401)`);
  if (status === 401 || status === 404)
    return new HubError(
      `${host} knows no ${repository.kind} ${id}, or it is private: check the name on ${page}, or ${token} (status ${status})`,
      { unknown: true },
    );
  if (status === 403)
    return new HubError(`${host} does not give ${id} to this account: see ${page}, or ${token} (status 403)`);
  const wait = retryAfter(headers.get('retry-after'));
  const passing = [408, 425, 429, 500, 502, 503, 504].includes(status);
  const advice = status === 429 ? 'it is asked too often: wait a while, or set HF_TOKEN' : 'try again later';
  return new HubError(`${host} answers ${status} for ${file ?? id}: ${advice}`, { passing, wait });
}

/** Retry-After, in milliseconds: seconds or a date (RFC 9110, section 10.2.3). */
function retryAfter(value: string | null): number | undefined {
  if (value === null) return undefined;
  const milliseconds = /^\s*\d+\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : undefined;
}

/** What a request that got no answer means. */
export function unreachable(error: unknown, host: string): HubError {
  const reason = (error as { cause?: { code?: string; message?: string } }).cause ?? (error as NodeJS.ErrnoException);
  const code = reason.code ?? '';
  if (/CERT|SIGNATURE|SELF_SIGNED|ALTNAME/.test(code))
    return new HubError(
      `the certificate of ${host} is not trusted (${code}): name that of your network in NODE_EXTRA_CA_CERTS`,
      {
        cause: error,
      },
    );
  return new HubError(`${host} cannot be reached (${code || reason.message || 'no answer'})`, {
    passing: true,
    cause: error,
  });
}
