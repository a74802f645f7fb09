import { Failure } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { join } from 'node:path';
import type { Control } from '../orders/control.ts';
import { mainBranch } from '../orders/control.ts';
import { packFolder } from './pack-folder.ts';

/** The release of a version; weights of a candidate lie in a draft of it. */
export function releaseTag({ id, frontMatter }: Pick<Module, 'id' | 'frontMatter'>): string {
  return `${id}@${frontMatter.version}`;
}

/** Weights are named by their hash: what was checked is what is published. */
export function weightsName(sha256: string): string {
  return `${sha256}.zip`;
}

/**
 * Keeps a result's weights in a draft release, which only those with write access see.
 * @returns the address that they have once the release is published
 * @throws Failure GITHUB_FAILED
 */
export async function keepCandidate(
  { catalogue }: Control,
  module: Module,
  { serverUrl }: { readonly serverUrl: string },
): Promise<string> {
  const sha256 = module.frontMatter.artifact?.sha256;
  if (sha256 === undefined) throw new Failure('MODULE_INVALID', `${module.id} has no weights`);
  const tag = releaseTag(module);
  const name = weightsName(sha256);
  const commit = (await catalogue.getBranch(mainBranch)) ?? mainBranch;
  const drafts = (await catalogue.listReleases()).filter((release) => release.tag === tag);
  const body = 'Weights of a result that waits for its review; deleted when it is not merged.';
  const release =
    drafts.find(({ isDraft }) => isDraft) ??
    (await catalogue.createRelease({ tag, title: tag, body, isDraft: true, commit }));
  if (!release.assets.some((asset) => asset.name === name)) {
    const content = await packFolder(join(module.folder, 'artifact'));
    await catalogue.uploadAsset(release.id, name, content);
  }
  const path = `${catalogue.repository}/releases/download/${encodeURIComponent(tag)}/${name}`;
  return `${serverUrl}/${path}`;
}
