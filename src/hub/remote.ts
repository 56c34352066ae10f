import { plainEtag, type RemoteFile, webPage } from './download';
import { type Asked, HubError, refusal } from './errors';
import { isCommit, repositoryPage } from './names';
import { body, request } from './request';
import type { HubSettings } from './settings';

/** A list of files is not longer than this, in bytes. */
const LONGEST_LIST = 64 << 20;

/** The commit of a revision and the names of its files. */
export async function listed(
  asked: Asked,
  settings: HubSettings,
  signal?: AbortSignal,
): Promise<{ commit: string; names: string[] }> {
  const { repository, revision } = asked;
  const url = `${settings.endpoint}/api/${repository.kind}s/${repository.id}/revision/${encodeURIComponent(revision)}`;
  const reply = await request(url, settings, { ...(signal && { signal }) });
  if (reply.response.status !== 200) {
    reply.done();
    await reply.response.body?.cancel();
    throw refusal(reply.response, asked);
  }
  const text = (await body(reply, LONGEST_LIST)).toString('utf8');
  let json: { sha?: unknown; siblings?: unknown };
  try {
    json = JSON.parse(text) ?? {};
  } catch {
    throw webPage(new URL(url).host, `the files of ${repository.id}`);
  }
  const names = Array.isArray(json.siblings) ? json.siblings.map(each => each?.rfilename) : undefined;
  if (typeof json.sha !== 'string' || !isCommit(json.sha) || !names?.every(name => typeof name === 'string'))
    throw new HubError(
      `${new URL(url).host} gives no list of the files of ${repository.id}: is HF_ENDPOINT the address of a hub?`,
    );
  if (isCommit(revision) && json.sha !== revision)
    throw new HubError(
      `${new URL(url).host} gives commit ${json.sha} of ${repository.id} for ${revision}: nothing was fetched`,
    );
  return { commit: json.sha, names };
}

/** What the hub says of a file: its hash and its size, from X-Linked-ETag and X-Linked-Size where it lies elsewhere. */
export async function described(
  asked: Asked,
  commit: string,
  settings: HubSettings,
  signal?: AbortSignal,
): Promise<RemoteFile> {
  const name = asked.file as string;
  const path = name.split('/').map(encodeURIComponent).join('/');
  const url = `${repositoryPage(settings.endpoint, asked.repository)}/resolve/${commit}/${path}`;
  const { origin, host } = new URL(url);
  const { response, steps, done } = await request(url, settings, {
    method: 'HEAD',
    follow: ({ headers }, to) =>
      to.origin === origin && !(headers.has('x-linked-etag') && headers.has('x-linked-size')),
    ...(signal && { signal }),
  });
  done();
  if (response.status >= 400) throw refusal(response, asked);
  // On the way to a small file of the hub itself, only some answers may name it.
  const linked = steps.map(step => step.headers.get('x-linked-etag')).findLast(value => value !== null);
  const etag = plainEtag(linked ?? response.headers.get('etag')) ?? '';
  const length = response.headers.get('x-linked-size') ?? (response.ok ? response.headers.get('content-length') : null);
  const size = length === null ? Number.NaN : Number(length);
  const given = steps.map(step => step.headers.get('x-repo-commit')).find(value => value !== null);
  if (given !== undefined && given !== commit)
    throw new HubError(`${host} gives ${name} of commit ${given} instead of ${commit}: nothing was fetched`);
  if (
    /^text\/html\b/.test(response.headers.get('content-type') ?? '') &&
    linked === undefined &&
    !/\.html?$/.test(name)
  )
    throw webPage(host, name);
  // The hash becomes the name of a file, and is all that a download is checked by.
  if (!/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(etag))
    throw new HubError(
      `${host} names no hash for ${name} (ETag ${etag.slice(0, 80) || 'missing'}): is HF_ENDPOINT the address of a hub?`,
    );
  if (!Number.isSafeInteger(size) || size < 0)
    throw new HubError(`${host} does not say how large ${name} is: is HF_ENDPOINT the address of a hub?`);
  return { name, url, etag, size };
}
