import { Failure } from '@orangery/schemas';
import { askGit, type GitPlace } from '../git.ts';
import { fetchTag, type Version } from './fetch-version.ts';

export interface BaseOrder {
  readonly link: string;
  /** The marketplace as it is. */
  readonly here: Version;
  /** The version it goes to. */
  readonly target: Version;
  /** A tag that it comes from, where somebody says so. */
  readonly said: string | undefined;
}

/**
 * The version of Orangery that a marketplace was made of, to tell its own changes from Orangery's: the last commit
 * they have in common, or the tag of its version, whichever is later. A copy without history, and one into which
 * upgrades were squashed, have only the tag.
 * @throws Failure USAGE when neither is there
 */
export async function findBase(place: GitPlace, order: BaseOrder): Promise<string> {
  const { link, here, target, said } = order;
  if (said !== undefined) {
    const commit = await fetchTag(place, link, said);
    if (commit !== null) return commit;
    throw new Failure('USAGE', `--base ${said}: expected a tag of ${link}, found none`);
  }
  const common = (await askGit(place, 'merge-base', here.commit, target.commit))?.trim() ?? null;
  const tagged = await taggedVersion(place, link, here.version);
  const isUseful = tagged !== null && (await isAncestor(place, tagged, target.commit));
  if (isUseful && (common === null || (await isAncestor(place, common, tagged)))) return tagged;
  if (common !== null) return common;
  throw new Failure(
    'USAGE',
    `Expected a tag v${here.version} of ${link}, which this marketplace was made of, found none`,
    { hint: 'Say which tag it was made of: --base <tag>' },
  );
}

export async function isAncestor(
  place: GitPlace,
  ancestor: string,
  descendant: string,
): Promise<boolean> {
  return (await askGit(place, 'merge-base', '--is-ancestor', ancestor, descendant)) !== null;
}

async function taggedVersion(
  place: GitPlace,
  link: string,
  version: string,
): Promise<string | null> {
  for (const tag of [`v${version}`, version]) {
    const commit = await fetchTag(place, link, tag);
    if (commit !== null) return commit;
  }
  return null;
}
