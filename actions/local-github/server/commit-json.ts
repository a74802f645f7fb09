import { accountJson, nodeId } from './account.ts';
import { accountById, fullNameOf } from './find.ts';
import type { Commit, Signature } from './git/objects.ts';
import { notFound } from './http-error.ts';
import type { Repository } from './repository.ts';
import { timestamp, type State } from './state.ts';

const unsigned = {
  verified: false,
  reason: 'unsigned',
  signature: null,
  payload: null,
  verified_at: null,
};

/** A commit as lists of commits have it. */
export function commitJson(state: State, repository: Repository, sha: string) {
  const commit = requireCommit(repository, sha);
  const url = `${state.url}/repos/${fullNameOf(state, repository)}`;
  return {
    sha,
    node_id: nodeId('Commit', Number.parseInt(sha.slice(0, 8), 16)),
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
      url: `${url}/git/commits/${sha}`,
      comment_count: 0,
      verification: unsigned,
    },
    url: `${url}/commits/${sha}`,
    html_url: `${state.url}/${fullNameOf(state, repository)}/commit/${sha}`,
    comments_url: `${url}/commits/${sha}/comments`,
    author: accountOfSignature(state, commit.author),
    committer: accountOfSignature(state, commit.committer),
    parents: parentsJson(url, commit),
  };
}

/** A commit as `git/commits` has it. */
export function gitCommitJson(state: State, repository: Repository, sha: string) {
  const commit = requireCommit(repository, sha);
  const url = `${state.url}/repos/${fullNameOf(state, repository)}`;
  return {
    sha,
    node_id: nodeId('Commit', Number.parseInt(sha.slice(0, 8), 16)),
    url: `${url}/git/commits/${sha}`,
    html_url: `${state.url}/${fullNameOf(state, repository)}/commit/${sha}`,
    author: commit.author,
    committer: commit.committer,
    message: commit.message,
    tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
    parents: parentsJson(url, commit),
    verification: unsigned,
  };
}

export function requireCommit(repository: Repository, sha: string): Commit {
  const commit = repository.objects.commits.get(sha);
  if (!commit) throw notFound();
  return commit;
}

/** How an account signs what it commits through the API. */
export function signatureOf(state: State, account: number): Signature {
  const { login, id } = accountById(state, account);
  return { name: login, email: `${id}+${login}@users.noreply.github.com`, date: timestamp(state) };
}

/** The account whose address of GitHub a signature has. */
function accountOfSignature(state: State, { email }: Signature) {
  const id = /^(\d+)\+.*@users\.noreply\.github\.com$/.exec(email)?.[1];
  const account = id === undefined ? undefined : state.accounts.get(Number(id));
  return account ? accountJson(account, state.url) : null;
}

function parentsJson(url: string, { parents }: Commit) {
  return parents.map((sha) => ({
    sha,
    url: `${url}/commits/${sha}`,
    html_url: `${url}/commit/${sha}`,
  }));
}
