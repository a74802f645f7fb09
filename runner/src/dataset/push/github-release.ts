import { Failure } from '@orangery/schemas';
import { countOf, listOf, textOf } from '../links/answer-fields.ts';
import type { HttpRequest, HttpText } from '../network/http-client.ts';
import type { Destination } from './destination.ts';
import type { FoundFile, UploadContext } from './uploader.ts';

const mostPages = 20;

export type GitHubDestination = Extract<Destination, { kind: 'github' }>;

export interface GitHubTarget extends UploadContext {
  readonly place: GitHubDestination;
  /** Of the repository in the API. */
  readonly base: string;
  readonly token: string;
  readonly label: string;
}

export interface Release {
  readonly id: number;
  /** Where assets are sent. */
  readonly uploadUrl: URL;
}

export interface Asset extends FoundFile {
  readonly id: number;
  /** Half of it came when it is another than `uploaded`. */
  readonly state: string;
}

/** The release of the tag; `undefined` when it has none. @throws Failure UPLOAD_FAILED */
export async function findRelease(target: GitHubTarget): Promise<Release | undefined> {
  const { base, place } = target;
  const url = new URL(`${base}/releases/tags/${encodeURIComponent(place.tag)}`);
  const answer = await askGitHub(target, { url });
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw refused(target, answer);
  return readRelease(answer, target);
}

/** As a prerelease, so that it is nobody's newest. */
export async function makeRelease(target: GitHubTarget): Promise<Release> {
  const { base, place, label, world } = target;
  const body = JSON.stringify({ tag_name: place.tag, name: place.tag, prerelease: true });
  const answer = await askGitHub(target, {
    method: 'POST',
    url: new URL(`${base}/releases`),
    body,
  });
  // made a moment ago by somebody else, or by an attempt whose answer was lost
  const made = answer.status === 422 ? await findRelease(target) : undefined;
  if (made !== undefined) return made;
  if (answer.status !== 201) throw refused(target, answer);
  world.logger.info(`${label}: the tag had no release; made one, as a prerelease`);
  return readRelease(answer, target);
}

function readRelease(answer: HttpText, target: GitHubTarget): Release {
  const release = parse(answer, target);
  const id = countOf(release, 'id');
  const url = URL.parse(textOf(release, 'upload_url')?.replace(/\{.*$/, '') ?? '');
  if (id === undefined || url === null) throw notUnderstood(target);
  checkUploadHost(url, target);
  return { id, uploadUrl: url };
}

/** The token goes to the API's host and to its uploads host, wherever the answer points. */
function checkUploadHost(url: URL, { access, label }: GitHubTarget): void {
  const { protocol, host } = access.endpoints.github;
  const hosts = [host, `uploads.${host}`, host.replace(/^api\./, 'uploads.')];
  if (url.protocol === protocol && hosts.includes(url.host)) return;
  throw new Failure(
    'LINK_REFUSED',
    `${label}: expected to upload to a host of ${host}, found ${url.host}`,
  );
}

/** The release's asset of the file's name, whole or not. */
export async function findAssetOf(
  target: GitHubTarget,
  { id }: Release,
): Promise<Asset | undefined> {
  const { base, file } = target;
  for (let page = 1; page <= mostPages; page += 1) {
    const url = new URL(`${base}/releases/${id}/assets?per_page=100&page=${page}`);
    const answer = await askGitHub(target, { url });
    if (answer.status !== 200) throw refused(target, answer);
    const assets = listOf(parse(answer, target));
    const found = assets.find((asset) => textOf(asset, 'name') === file.name);
    if (found !== undefined) return readAsset(found, target);
    if (assets.length < 100) return undefined;
  }
  return undefined;
}

function readAsset(asset: unknown, target: GitHubTarget): Asset {
  const id = countOf(asset, 'id');
  const bytes = countOf(asset, 'size');
  if (id === undefined || bytes === undefined) throw notUnderstood(target);
  const digest = /^sha256:([0-9a-f]{64})$/.exec(textOf(asset, 'digest') ?? '')?.[1];
  const state = textOf(asset, 'state') ?? '';
  return { id, bytes, state, ...(digest === undefined ? {} : { sha256: digest }) };
}

export function askGitHub(target: GitHubTarget, request: HttpRequest): Promise<HttpText> {
  const headers = headersOf(target);
  return target.http.send(() => ({ ...request, headers }), target.label);
}

export function headersOf({ token }: GitHubTarget): Record<string, string> {
  return {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${token}`,
    'x-github-api-version': '2022-11-28',
  };
}

function parse({ text }: HttpText, target: GitHubTarget): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notUnderstood(target);
  }
}

function notUnderstood({ label }: GitHubTarget): Failure {
  return new Failure('UPLOAD_FAILED', `${label}: expected GitHub’s answer, found another form`, {
    hint: 'Check GITHUB_API_URL.',
  });
}

/** The failure of an answer with another status than asked for; its text is not shown. */
export function refused({ label }: GitHubTarget, answer: HttpText): Failure {
  const hint = hints[answer.status] ?? 'Check the repository and the tag, then try again.';
  return new Failure(
    'UPLOAD_FAILED',
    `${label}: expected GitHub to take it, found status ${answer.status}`,
    {
      hint,
    },
  );
}

const hints: Readonly<Record<number, string>> = {
  401: 'GITHUB_TOKEN is not good any more: make another.',
  403: 'GITHUB_TOKEN may not write the repository’s contents, or too much was asked: see its permissions.',
  404: 'Check owner and repository; a token that may not see it finds nothing there.',
  422: 'The tag cannot be made: an empty repository has nothing to tag, and rules may protect tags.',
};
