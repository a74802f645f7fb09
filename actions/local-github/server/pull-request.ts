/** What the issue of the same number does not hold. */
export interface PullRequestRecord {
  readonly number: number;
  readonly id: number;
  readonly author: number;
  readonly head: { readonly repository: number; readonly branch: string; readonly owner: number };
  readonly base: { branch: string };
  isDraft: boolean;
  state: 'open' | 'closed';
  /** Follows the branch while the pull request is open. */
  headSha: string;
  /** The base branch's commit when the head was last compared with it. */
  baseSha: string;
  /** `refs/pull/<number>/merge`; null where the two do not merge. */
  testMergeSha: string | null;
  merged: { readonly at: string; readonly by: number; readonly sha: string } | null;
  readonly createdAt: string;
}

export interface ReviewRecord {
  readonly id: number;
  readonly pullRequest: number;
  readonly author: number;
  readonly body: string;
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'PENDING';
  readonly commit: string;
  readonly submittedAt: string;
  readonly comments: readonly ReviewComment[];
}

export interface ReviewComment {
  readonly id: number;
  readonly path: string;
  readonly line: number;
  readonly side: 'LEFT' | 'RIGHT';
  readonly body: string;
}
