import { join } from 'node:path';
import { createOctokitGitHub, type GitHub } from '@orangery/actions/access';
import { Failure } from '@orangery/schemas';
import { readRecord } from '@orangery/schemas/files';
import type { Context } from '../../verb.ts';
import { askGit, git, type GitPlace } from '../git.ts';
import { tokenSettings } from '../token-settings.ts';

export interface Proposal {
  readonly branch: string;
  readonly commit: string;
  readonly title: string;
  readonly body: string;
}

/**
 * The repository on GitHub that pull requests go to: where `orangery.config.yml` names one and GITHUB_TOKEN is set.
 * @throws Failure FILE_INVALID
 */
export async function findCatalogue(root: string, context: Context): Promise<GitHub | null> {
  const { env, signal } = context;
  const file = 'orangery.config.yml';
  const { repositories } = await readRecord('configuration', join(root, file), file);
  const [repository, token] = [repositories?.catalogue, env.GITHUB_TOKEN];
  if (repository === undefined || token === undefined || token === '') return null;
  const apiUrl = env.GITHUB_API_URL ?? 'https://api.github.com';
  return createOctokitGitHub({ token, apiUrl, signal, repository, job: 'this command' });
}

/**
 * Pushes a branch, and keeps one pull request of it.
 * @returns the number of the pull request
 * @throws Failure COMMAND_FAILED, GITHUB_FAILED, USAGE when the branch there is somebody's
 */
export async function proposeUpgrade(
  place: GitPlace,
  remote: string,
  github: GitHub,
  proposal: Proposal,
): Promise<number> {
  const { branch, commit, title, body } = proposal;
  await push(place, remote, branch, commit);
  const open = (await github.listPullRequests()).find(({ head }) => {
    return head.branch === branch && head.repository === github.repository;
  });
  if (open === undefined) {
    return (await github.openPullRequest({ branch, title, body, isDraft: false })).number;
  }
  if (open.title !== title || open.body !== body) {
    await github.updatePullRequest(open.number, { title, body });
  }
  return open.number;
}

async function push(
  place: GitPlace,
  remote: string,
  branch: string,
  commit: string,
): Promise<void> {
  const name = `refs/heads/${branch}`;
  const link = (await askGit(place, 'remote', 'get-url', '--push', '--', remote))?.trim();
  if (link === undefined) {
    throw new Failure('USAGE', `--remote: expected a remote of this repository, found ${remote}`, {
      hint: 'git remote shows them; --no-pull-request leaves the branch here.',
    });
  }
  const more = tokenSettings(link, place.context.env.GITHUB_TOKEN);
  const there = { ...place, more };
  const listed = await git(there, 'ls-remote', '--heads', '--', remote, name);
  const before = listed.split('\t')[0] ?? '';
  if (before === commit) return;
  // an upgrade of ours from before is replaced; what is not known here is somebody's
  const isKnown = before === '' || (await isReplaced(place, before, commit));
  if (!isKnown) {
    throw new Failure(
      'USAGE',
      `${branch} of ${remote}: expected no such branch, or an upgrade of ours`,
      {
        hint: `Merge it, or take it away: git push ${remote} --delete ${branch}`,
      },
    );
  }
  const lease = `--force-with-lease=${name}:${before}`;
  await git(there, 'push', '--quiet', lease, '--', remote, `${commit}:${name}`);
}

/** Whether both bring the same version to the same history. */
async function isReplaced(place: GitPlace, before: string, commit: string): Promise<boolean> {
  const [was, is] = await Promise.all(
    [before, commit].map((one) => askGit(place, 'rev-parse', `${one}^2`)),
  );
  return was !== null && was === is;
}
