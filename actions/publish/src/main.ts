import { createHash } from 'node:crypto';
import { Failure, formatProblem, isServable, toFailure, type Problem } from '@orangery/schemas';
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

export interface Published {
  readonly tag: string;
  /** The file with the weights; null where a module has none. */
  readonly weights: ReleasedFile | null;
}

export interface ReleasedFile {
  readonly name: string;
  /** SHA-256 of its bytes, in hexadecimal digits. */
  readonly sha256: string;
}

export interface Publication {
  readonly published: readonly Published[];
  /** Ids of what was released now and has servers, of which images are made. */
  readonly servable: readonly string[];
  /** MODULE_INVALID; VERIFY_FAILED when a candidate's weights are not those of the module; GITHUB_FAILED. */
  readonly failures: readonly Failure[];
}

/**
 * Makes a release `<id>@<version>` of every module's version that has none: of a result by publishing the
 * draft that holds its weights, of others with the weights in the folder. Again it finds nothing to do. A
 * module that cannot be released keeps no other from it: what was released would be attested by no later run.
 * @throws Failure FILE_MISSING, GITHUB_FAILED, CANCELLED
 */
export async function publish(github: GitHub, order: PublishOrder): Promise<Publication> {
  const { modules, problems } = await readModules(order.root);
  const releases = await github.listReleases();
  const published: Published[] = [];
  const servable: string[] = [];
  const failures = problems.length === 0 ? [] : [invalid(problems)];
  for (const module of modules) {
    const tag = releaseTag(module);
    const found = releases.filter((release) => release.tag === tag);
    if (found.some(({ isDraft }) => !isDraft)) continue;
    try {
      published.push({ tag, weights: await publishModule(github, module, found, order) });
      if (isServable(module.frontMatter)) servable.push(module.id);
      order.info(`Released ${tag}`);
    } catch (error) {
      const failure = toFailure(error);
      if (failure.code === 'CANCELLED') throw failure;
      failures.push(failure);
    }
  }
  return { published, servable, failures };
}

function invalid(problems: readonly Problem[]): Failure {
  const message = problems.map(formatProblem).join('\n');
  return new Failure('MODULE_INVALID', message, { problems });
}

async function publishModule(
  github: GitHub,
  module: Module,
  drafts: readonly Release[],
  order: PublishOrder,
): Promise<ReleasedFile | null> {
  const { artifact, changelog = [], version } = module.frontMatter;
  const name = artifact === undefined ? null : weightsName(artifact.sha256);
  const candidate = drafts.find(({ assets }) => assets.some((asset) => asset.name === name));
  const body = changelog.find((change) => change.version === version)?.changes ?? '';
  if (candidate !== undefined && name !== null) {
    const weights = { name, sha256: digestOf(candidate, name) };
    await github.updateRelease(candidate.id, { isDraft: false, commit: order.commit, body });
    return weights;
  }
  if (name !== null && module.artifact === null) {
    throw new Failure(
      'VERIFY_FAILED',
      `modules/${module.id}: expected a candidate with ${name}, found none`,
      { hint: 'It was deleted, or the module names other weights: retrain it.' },
    );
  }
  return releaseFolder(github, module, { ...order, body, name });
}

/** Of what GitHub holds, not of what was meant to be uploaded. */
function digestOf({ tag, assets }: Release, name: string): string {
  const digest = assets.find((asset) => asset.name === name)?.digest ?? null;
  const [, sha256] = /^sha256:([0-9a-f]{64})$/.exec(digest ?? '') ?? [];
  if (sha256 !== undefined) return sha256;
  throw new Failure(
    'GITHUB_FAILED',
    `Draft ${tag}, ${name}: expected its SHA-256, found ${digest ?? 'none'}`,
    { hint: 'The upload did not end, or is older than these digests: retrain the module.' },
  );
}

interface FolderRelease extends PublishOrder {
  readonly body: string;
  readonly name: string | null;
}

async function releaseFolder(
  github: GitHub,
  module: Module,
  { root, commit, body, name }: FolderRelease,
): Promise<ReleasedFile | null> {
  const tag = releaseTag(module);
  const release = await github.createRelease({ tag, title: tag, body, isDraft: true, commit });
  let weights: ReleasedFile | null = null;
  if (name !== null) {
    const content = await packFolder(join(root, 'modules', module.id, 'artifact'));
    await github.uploadAsset(release.id, name, content);
    weights = { name, sha256: createHash('sha256').update(content).digest('hex') };
  }
  await github.updateRelease(release.id, { isDraft: false });
  return weights;
}
