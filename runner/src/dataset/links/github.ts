import { Failure } from '@orangery/schemas';
import { bearer, childUrl, heldChecksum } from './address-parts.ts';
import { countOf, listOf, textOf } from './answer-fields.ts';
import { ask } from './answer.ts';
import { chooseFile } from './choose-file.ts';
import { fileName } from './file-name.ts';
import { parseGitHub } from './github-link.ts';
import { httpFile, oneFile, told } from './http-file.ts';
import { knownLicense } from '../known-license.ts';
import type { LinkKind, LinkOfKind, ResolveContext } from './link-kind.ts';
import type { Checksum, RemoteFile, ResolvedLink } from './resolved-link.ts';

/** A file of a GitHub release (https://docs.github.com/rest/releases); private with a token. */
export const github: LinkKind<'github'> = {
  kind: 'github',
  examples: [
    'github://owner/repo@tag/asset',
    'https://github.com/owner/repo/releases/download/tag/asset',
  ],
  parse: parseGitHub,
  label: labelOf,
  // a private repository asks for a token besides
  givesAccess: () => false,
  serviceHosts: ({ endpoints }) => [
    endpoints.github.hostname,
    'github.com',
    '.githubusercontent.com',
  ],
  resolve,
};

function labelOf({ owner, repository, tag, asset }: LinkOfKind<'github'>): string {
  return `github://${owner}/${repository}@${tag}/${asset}`;
}

async function resolve(link: LinkOfKind<'github'>, context: ResolveContext): Promise<ResolvedLink> {
  const { endpoints, githubToken } = context.access;
  const repo = childUrl(endpoints.github, 'repos', link.owner, link.repository);
  const label = context.hiddenBehind ?? labelOf(link);
  const url = childUrl(repo, 'releases', 'tags', link.tag);
  const release = await askGitHub(url, label, context);
  const asset = chooseFile(listOf(release, 'assets').flatMap(readAsset), {
    label,
    name: link.asset,
    choose: context.hiddenBehind ? undefined : (name) => labelOf({ ...link, asset: name }),
  });
  if (!asset.isWhole) {
    throw new Failure('DOWNLOAD_FAILED', `${label}: expected a whole file, found a broken upload`, {
      hint: 'Delete the file from the release and upload it again.',
    });
  }
  const license = await licenseFound(repo, label, context);
  return { ...oneFile(fileOf(repo, asset, label, githubToken)), ...told(license, undefined) };
}

interface Asset {
  readonly id: number;
  readonly name: string;
  readonly bytes?: number;
  readonly checksum: Checksum | undefined;
  readonly isWhole: boolean;
}

function readAsset(value: unknown): readonly Asset[] {
  const id = countOf(value, 'id');
  const name = textOf(value, 'name');
  const bytes = countOf(value, 'size');
  if (id === undefined || name === undefined) return [];
  return [
    {
      id,
      name,
      ...(bytes === undefined ? {} : { bytes }),
      checksum: heldChecksum(textOf(value, 'digest')),
      isWhole: (textOf(value, 'state') ?? 'uploaded') === 'uploaded',
    },
  ];
}

function fileOf(repo: URL, asset: Asset, label: string, token: string | undefined): RemoteFile {
  const url = childUrl(repo, 'releases', 'assets', `${asset.id}`);
  const headers = { ...interfaceVersion, accept: 'application/octet-stream', ...bearer(token) };
  return httpFile({
    path: fileName(asset.name),
    label,
    identity: url.href,
    bytes: asset.bytes,
    checksum: asset.checksum,
    request: () => ({ url, headers }),
  });
}

const interfaceVersion = { 'x-github-api-version': '2022-11-28' };

const hints = {
  401: 'GITHUB_TOKEN is not valid (any more): set another, or none for what is public.',
  403: 'GITHUB_TOKEN may not read this repository, or it asked too often: wait, or set another.',
  404: 'Check owner, repository and tag. A draft is not found by its tag: publish it. A private repository needs GITHUB_TOKEN.',
  429: 'GitHub asks to wait: set GITHUB_TOKEN to be allowed more, or try again later.',
};

async function askGitHub(url: URL, label: string, context: ResolveContext): Promise<unknown> {
  const accept = 'application/vnd.github+json';
  const headers = { ...interfaceVersion, accept, ...bearer(context.access.githubToken) };
  const { content } = await ask(context, { request: { url, headers }, label, hints });
  return content;
}

/** The repository's licence; data can do without. */
async function licenseFound(
  repo: URL,
  label: string,
  context: ResolveContext,
): Promise<string | undefined> {
  try {
    return knownLicense(textOf(await askGitHub(repo, label, context), 'license', 'spdx_id'));
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'DOWNLOAD_FAILED') throw error;
    context.world.logger.debug(`${label}: its licence is not known: ${error.message}`);
    return undefined;
  }
}
