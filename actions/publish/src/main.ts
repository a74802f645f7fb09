import { Failure } from '@orangery/schemas';
import { readModules, type Module } from '@orangery/schemas/files';
import { join } from 'node:path';
import type { Release } from '../../github/entities.ts';
import type { GitHub } from '../../github/github.ts';
import { releaseTag, weightsName } from '../../results/candidate.ts';
import { packFolder } from '../../results/pack-folder.ts';

export interface PublishOrder {
  /** Checkout of `main`. */
  readonly root: string;
  readonly commit: string;
  readonly info: (message: string) => void;
}

/**
 * Makes a release `<id>@<version>` of every module's version that has none: of a result by publishing the
 * draft that holds its weights, of others with the weights in the folder. Again it finds nothing to do.
 * @returns the tags of what was released
 * @throws Failure MODULE_INVALID; VERIFY_FAILED when the candidate's weights are not those of the module
 */
export async function publish(github: GitHub, order: PublishOrder): Promise<readonly string[]> {
  const { modules } = await readModules(order.root);
  const releases = await github.listReleases();
  const published: string[] = [];
  for (const module of modules) {
    const tag = releaseTag(module);
    const found = releases.filter((release) => release.tag === tag);
    if (found.some(({ isDraft }) => !isDraft)) continue;
    await publishModule(github, module, found, order);
    order.info(`Released ${tag}`);
    published.push(tag);
  }
  return published;
}

async function publishModule(
  github: GitHub,
  module: Module,
  drafts: readonly Release[],
  { root, commit }: PublishOrder,
): Promise<void> {
  const { artifact, changelog = [], version } = module.frontMatter;
  const name = artifact === undefined ? null : weightsName(artifact.sha256);
  const candidate = drafts.find(({ assets }) => assets.some((asset) => asset.name === name));
  const body = changelog.find((change) => change.version === version)?.changes ?? '';
  if (candidate !== undefined) {
    await github.updateRelease(candidate.id, { isDraft: false, commit, body });
    return;
  }
  if (name !== null && module.artifact === null) {
    throw new Failure(
      'VERIFY_FAILED',
      `modules/${module.id}: expected a candidate with ${name}, found none`,
      { hint: 'It was deleted, or the module names other weights: retrain it.' },
    );
  }
  const tag = releaseTag(module);
  const release = await github.createRelease({ tag, title: tag, body, isDraft: true, commit });
  if (name !== null) {
    const folder = join(root, 'modules', module.id, 'artifact');
    await github.uploadAsset(release.id, name, await packFolder(folder));
  }
  await github.updateRelease(release.id, { isDraft: false });
}
