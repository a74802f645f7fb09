import type { GitHub } from './github.ts';
import { accountRequests } from './requests/accounts.ts';
import { branchRequests } from './requests/branches.ts';
import { contentRequests } from './requests/contents.ts';
import { issueRequests } from './requests/issues.ts';
import { pullRequestRequests } from './requests/pull-requests.ts';
import { releaseRequests } from './requests/releases.ts';
import { createRequester, type RequesterOrder } from './requests/requester.ts';
import { runRequests } from './requests/runs.ts';

/** GitHub itself, through Octokit, as far as the token's permissions go. */
export function createOctokitGitHub(order: RequesterOrder): GitHub {
  const requester = createRequester(order);
  return {
    repository: order.repository,
    ...accountRequests(requester),
    ...contentRequests(requester),
    ...branchRequests(requester),
    ...issueRequests(requester),
    ...pullRequestRequests(requester),
    ...runRequests(requester),
    ...releaseRequests(requester),
  };
}
