import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '@orangery/schemas';
import type { HttpRequest, HttpText } from '../network/http-client.ts';
import { countOf, fieldOf, listOf, textOf } from '../links/answer-fields.ts';
import type { Destination } from './destination.ts';
import type { FoundFile, UploadContext, Uploader } from './uploader.ts';

type GitHubDestination = Extract<Destination, { kind: 'github' }>;

/** @see https://docs.github.com/en/repositories/releasing-projects-on-github/about-releases#storage-and-bandwidth-quotas */
const largestAssetBytes = 2 * 1024 ** 3;
const mostPages = 20;

/** Sends to a release, which is made where the tag has none; as a prerelease, so that it is nobody's newest. */
export function uploadToGitHub(place: GitHubDestination, context: UploadContext): Uploader {
  const { githubToken: token, endpoints } = context.access;
  if (token === undefined) {
    throw new Failure('UPLOAD_FAILED', `${labelOf(place)}: expected a token, found none`, {
      hint: 'Set GITHUB_TOKEN to a token that may write the repository’s contents.',
    });
  }
  const base = `${endpoints.github.href.replace(/\/$/, '')}/repos/${place.owner}/${place.repository}`;
  const target = { ...context, place, base, token, label: labelOf(place) };
  return { find: () => findAsset(target), send: () => sendAsset(target) };
}

interface GitHubTarget extends UploadContext {
  readonly place: GitHubDestination;
  /** Of the repository in the API. */
  readonly base: string;
  readonly token: string;
  readonly label: string;
}

interface Release {
  readonly id: number;
  /** Where assets are sent. */
  readonly uploadUrl: URL;
}

interface Asset extends FoundFile {
  readonly id: number;
  /** Half of it came when it is another than `uploaded`. */
  readonly state: string;
}

async function findAsset(target: GitHubTarget): Promise<FoundFile | undefined> {
  const release = await findRelease(target);
  const asset = release && (await findAssetOf(target, release));
  return asset?.state === 'uploaded' ? asset : undefined;
}

async function sendAsset(target: GitHubTarget): Promise<void> {
  const { file, label, retryPausesMs, world } = target;
  if (file.bytes >= largestAssetBytes) {
    throw new Failure(
      'UPLOAD_FAILED',
      `${label}: expected less than 2 GiB, found ${file.bytes} bytes`,
      { hint: 'GitHub takes no larger assets: push to S3, WebDAV or by rclone.' },
    );
  }
  const release = (await findRelease(target)) ?? (await makeRelease(target));
  for (let attempt = 0; ; attempt += 1) {
    if ((await removeHalf(target, release)) === 'whole') return;
    const pauseMs = retryPausesMs[attempt];
    const problem = await sendOnce(target, release, pauseMs === undefined);
    if (problem === undefined || pauseMs === undefined) return;
    world.logger.warn(`${label}: ${problem}; trying again in ${pauseMs / 1000} s`);
    await pause(pauseMs, undefined, { signal: world.signal });
  }
}

/** An asset whose sending was cut off stands in the way of the next. */
async function removeHalf(target: GitHubTarget, release: Release): Promise<'whole' | 'nothing'> {
  const asset = await findAssetOf(target, release);
  if (asset === undefined) return 'nothing';
  if (asset.state === 'uploaded') return 'whole';
  const url = `${target.base}/releases/assets/${asset.id}`;
  const answer = await ask(target, { method: 'DELETE', url: new URL(url) });
  if (answer.status !== 204 && answer.status !== 404) throw refused(target, answer);
  return 'nothing';
}

/** @returns what went wrong where another try may go better */
async function sendOnce(
  target: GitHubTarget,
  { uploadUrl }: Release,
  isLast: boolean,
): Promise<string | undefined> {
  const { file, meter, once, label } = target;
  const url = new URL(uploadUrl);
  url.searchParams.set('name', file.name);
  const headers = {
    ...headersOf(target),
    'content-type': 'application/octet-stream',
    'content-length': String(file.bytes),
  };
  const body = meter.body({ start: 0, end: file.bytes });
  try {
    const answer = await once.send(() => ({ method: 'POST', url, headers, body }), label);
    if (answer.status === 201) return undefined;
    if (answer.status < 500 || isLast) throw refused(target, answer);
    return `found status ${answer.status}`;
  } catch (error) {
    const mayGoBetter = error instanceof Failure && error.code === 'DOWNLOAD_FAILED';
    if (!mayGoBetter || isLast) throw error;
    return 'the connection was broken off';
  }
}

async function findRelease(target: GitHubTarget): Promise<Release | undefined> {
  const { base, place } = target;
  const url = new URL(`${base}/releases/tags/${encodeURIComponent(place.tag)}`);
  const answer = await ask(target, { url });
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw refused(target, answer);
  return readRelease(answer, target);
}

async function makeRelease(target: GitHubTarget): Promise<Release> {
  const { base, place, label, world } = target;
  const body = JSON.stringify({ tag_name: place.tag, name: place.tag, prerelease: true });
  const answer = await ask(target, { method: 'POST', url: new URL(`${base}/releases`), body });
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

async function findAssetOf(target: GitHubTarget, { id }: Release): Promise<Asset | undefined> {
  const { base, file } = target;
  for (let page = 1; page <= mostPages; page += 1) {
    const url = new URL(`${base}/releases/${id}/assets?per_page=100&page=${page}`);
    const answer = await ask(target, { url });
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

function ask(target: GitHubTarget, request: HttpRequest): Promise<HttpText> {
  const headers = headersOf(target);
  return target.http.send(() => ({ ...request, headers }), target.label);
}

function headersOf({ token }: GitHubTarget): Record<string, string> {
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

function refused({ label }: GitHubTarget, answer: HttpText): Failure {
  const hint = hints[answer.status] ?? 'Check the repository and the tag, then try again.';
  const found = fieldOf(answer, 'status');
  return new Failure('UPLOAD_FAILED', `${label}: expected GitHub to take it, found ${found}`, {
    hint,
  });
}

const hints: Readonly<Record<number, string>> = {
  401: 'GITHUB_TOKEN is not good any more: make another.',
  403: 'GITHUB_TOKEN may not write the repository’s contents, or too much was asked: see its permissions.',
  404: 'Check owner and repository; a token that may not see it finds nothing there.',
  422: 'The tag cannot be made: an empty repository has nothing to tag, and rules may protect tags.',
};

function labelOf({ owner, repository, tag }: GitHubDestination): string {
  return `github://${owner}/${repository}@${tag}`;
}
