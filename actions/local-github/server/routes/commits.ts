import { commitJson } from '../commit-json.ts';
import {
  ok,
  parameter,
  repositoryOf,
  type Exchange,
  type Reply,
  type Routes,
} from '../exchange.ts';
import { fullNameOf } from '../find.ts';
import { fileChangesJson } from '../file-changes-json.ts';
import { diffFiles } from '../git/diff.ts';
import { filesOf } from '../git/files.ts';
import { ancestors, commitsBetween, mergeBase } from '../git/history.ts';
import { notFound } from '../http-error.ts';
import { listReply } from '../pages.ts';
import { resolveCommit } from '../resolve-commit.ts';

const repo = '/repos/{owner}/{repo}';
/** Comparisons list no more. */
const mostFiles = 300;

export const commitsRoutes: Routes = {
  [`GET ${repo}/commits`]: listCommits,
  [`GET ${repo}/commits/{ref}`]: readCommit,
  [`GET ${repo}/compare/{basehead}`]: compare,
};

function listCommits(exchange: Exchange): Reply {
  const { state, query } = exchange;
  const repository = repositoryOf(exchange);
  const head = resolveCommit(repository, query.get('sha') ?? repository.defaultBranch);
  const path = query.get('path');
  const all = [...ancestors(repository.objects, head)].filter(
    (sha) => path === null || touches(exchange, sha, path),
  );
  return listReply(
    exchange,
    all.map((sha) => commitJson(state, repository, sha)),
  );
}

function touches(exchange: Exchange, sha: string, path: string): boolean {
  return differences(exchange, sha).some(
    (change) => change.path === path || change.path.startsWith(`${path}/`),
  );
}

function differences(exchange: Exchange, sha: string) {
  const { objects } = repositoryOf(exchange);
  const parent = objects.commits.get(sha)?.parents[0] ?? null;
  return diffFiles(filesOf(objects, parent), filesOf(objects, sha));
}

function readCommit(exchange: Exchange): Reply {
  const { state } = exchange;
  const repository = repositoryOf(exchange);
  const sha = resolveCommit(repository, parameter(exchange, 'ref'));
  const files = fileChangesJson(state, { repository, sha, changes: differences(exchange, sha) });
  const stats = { total: 0, additions: 0, deletions: 0 };
  return ok({ ...commitJson(state, repository, sha), stats, files });
}

function compare(exchange: Exchange): Reply {
  const { state } = exchange;
  const repository = repositoryOf(exchange);
  const [from = '', to = ''] = parameter(exchange, 'basehead').split('...').map(withoutOwner);
  const [base, head] = [resolveCommit(repository, from), resolveCommit(repository, to)];
  const common = mergeBase(repository.objects, base, head);
  if (common === null) throw notFound();
  const { objects } = repository;
  const ahead = commitsBetween(objects, base, head).reverse();
  const behind = commitsBetween(objects, head, base);
  const changes = diffFiles(filesOf(objects, common), filesOf(objects, head)).slice(0, mostFiles);
  const names = `${base}...${head}`;
  const html = `${state.url}/${fullNameOf(state, repository)}/compare/${names}`;
  return ok({
    url: `${state.url}/repos/${fullNameOf(state, repository)}/compare/${names}`,
    html_url: html,
    permalink_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: commitJson(state, repository, base),
    merge_base_commit: commitJson(state, repository, common),
    status: statusOf(ahead.length, behind.length),
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    commits: ahead.map((sha) => commitJson(state, repository, sha)),
    files: fileChangesJson(state, { repository, sha: head, changes }),
  });
}

/** `owner:branch` names a branch of a fork; commits of forks are known by their SHA. */
function withoutOwner(name: string): string {
  return name.split(':').at(-1) ?? name;
}

function statusOf(ahead: number, behind: number): string {
  if (ahead > 0 && behind > 0) return 'diverged';
  if (ahead > 0) return 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}
