import { Failure, toFailure } from '@orangery/schemas';
import { git, gitSays, type GitOptions } from './git.ts';

/** Whose signature a commit of `main` must have. */
export type Signers =
  /** A file as `ssh-keygen` takes it (ALLOWED SIGNERS): an address and a public key a line. */
  | { readonly kind: 'ssh'; readonly file: string }
  /** Any good signature by a key of the host's GnuPG keyring. */
  | { readonly kind: 'gpg' }
  /** None, because somebody has said so. */
  | { readonly kind: 'none' };

export interface FollowOptions extends GitOptions {
  readonly remote: string;
  readonly branch: string;
  readonly signers: Signers;
}

/** What the host has last accepted; kept by git, so that it outlives everything. */
const accepted = 'refs/orangery/accepted';
const fetched = 'refs/orangery/fetched';

/**
 * The newest commit of the branch that may be deployed from: it follows the one before it, and is
 * signed by somebody who may. The working tree is not looked at.
 * @throws Failure DEPLOYMENT_REFUSED when the branch was rewritten or the commit is not signed; what was accepted before stays
 */
export async function followMain(options: FollowOptions): Promise<string> {
  const { remote, branch } = options;
  await git(
    ['fetch', '--quiet', '--no-tags', remote, `+refs/heads/${branch}:${fetched}`],
    options,
  ).catch((cause: unknown) => {
    if (options.world.signal.aborted) throw cause;
    throw new Failure(
      'COMMAND_FAILED',
      `Fetching ${branch} of ${remote}: ${toFailure(cause).message}`,
      {
        cause,
        hint: 'What runs goes on; it is tried again.',
      },
    );
  });
  const commit = await git(['rev-parse', fetched], options);
  const before = await acceptedCommit(options);
  if (commit === before) return commit;
  if (
    before !== null &&
    !(await gitSays(['merge-base', '--is-ancestor', before, commit], options))
  ) {
    throw refused(
      branch,
      commit,
      `a commit that follows ${before.slice(0, 12)}, found another history`,
      {
        hint: `Was ${branch} rewritten? When that was right: git update-ref -d ${accepted}`,
      },
    );
  }
  await checkSignature(commit, options);
  await git(['update-ref', accepted, commit], options);
  return commit;
}

/** The commit that was accepted last; null before the first. */
export async function acceptedCommit(options: GitOptions): Promise<string | null> {
  const args = ['rev-parse', '--verify', '--quiet', accepted];
  if (!(await gitSays(args, options))) return null;
  return git(args, options);
}

async function checkSignature(commit: string, options: FollowOptions): Promise<void> {
  const { signers, branch } = options;
  if (signers.kind === 'none') return;
  const settings =
    signers.kind === 'ssh' ? ['-c', `gpg.ssh.allowedSignersFile=${signers.file}`] : [];
  try {
    await git([...settings, 'verify-commit', commit], options);
  } catch (cause) {
    if (options.world.signal.aborted) throw cause;
    throw refused(branch, commit, 'a signature of somebody who may, found none', {
      cause,
      hint: 'Merge on GitHub, which signs, or sign the commit; what runs goes on.',
    });
  }
}

function refused(
  branch: string,
  commit: string,
  expected: string,
  more: { readonly hint: string; readonly cause?: unknown },
): Failure {
  return new Failure(
    'DEPLOYMENT_REFUSED',
    `${branch} at ${commit.slice(0, 12)}: expected ${expected}`,
    more,
  );
}
