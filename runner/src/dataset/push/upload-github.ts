import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '@orangery/schemas';
import {
  askGitHub,
  findAssetOf,
  findRelease,
  headersOf,
  makeRelease,
  refused,
  type GitHubDestination,
  type GitHubTarget,
  type Release,
} from './github-release.ts';
import type { FoundFile, UploadContext, Uploader } from './uploader.ts';

/** @see https://docs.github.com/en/repositories/releasing-projects-on-github/about-releases#storage-and-bandwidth-quotas */
const largestAssetBytes = 2 * 1024 ** 3;

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
  const answer = await askGitHub(target, { method: 'DELETE', url: new URL(url) });
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

function labelOf({ owner, repository, tag }: GitHubDestination): string {
  return `github://${owner}/${repository}@${tag}`;
}
