import type {
  Account,
  Comment,
  FileChange,
  Issue,
  PullRequest,
  Release,
  Repository,
  RunJob,
  TreeEntry,
  WorkflowRun,
} from './entities.ts';

/**
 * What our work needs of GitHub, for one repository. `octokit-github.ts` is GitHub; tests have a model.
 * Every method throws a Failure GITHUB_FAILED when GitHub does not answer as expected, which names
 * the request and, of a 403, the permission that is missing. Null is what is not there (404).
 */
export interface GitHub {
  /** `owner/name`. */
  readonly repository: string;

  getRepository(): Promise<Repository>;
  /** The account of this name now; of the App it is `<slug>[bot]`. */
  findAccount(login: string): Promise<Account | null>;
  /** The account that has this numeric id now, whatever it was called. */
  getAccount(id: number): Promise<Account | null>;
  /**
   * Whether an account is an active member of a team of the organisation. False too for a team that does
   * not exist, or that the token may not see: GitHub answers the same.
   */
  isTeamMember(team: string, login: string): Promise<boolean>;

  /** The commit a branch points to. */
  getBranch(branch: string): Promise<string | null>;
  /**
   * The text of a file at a commit; throws above 1 MiB and for a folder or submodule. GitHub follows a
   * link to another file of the repository: of a contribution look at `listTree` first.
   */
  readText(path: string, commit: string): Promise<string | null>;
  /** The bytes of a blob. */
  readBlob(sha: string): Promise<Buffer>;
  /** All entries below a folder at a commit, at any depth; none where there is no such folder; throws where GitHub truncates. */
  listTree(
    commit: string,
    folder: string,
    options?: {
      /** Entries of the folder itself are enough; deeper ones may come all the same. */
      readonly isShallow?: boolean;
    },
  ): Promise<readonly TreeEntry[]>;
  /** Commits of the default branch that changed a path, newest first; at most 100. */
  listCommits(path: string): Promise<readonly string[]>;
  /** Commits plain files onto a parent without touching a branch. Content null deletes what must be there. */
  createCommit(order: CommitOrder): Promise<string>;
  /** Makes a branch; false when it is there already. */
  createBranch(branch: string, commit: string): Promise<boolean>;
  /** Moves a branch on; false when it has moved meanwhile, or is not an ancestor. */
  moveBranch(branch: string, commit: string): Promise<boolean>;
  /** Does nothing when it is gone already. */
  deleteBranch(branch: string): Promise<void>;

  getIssue(number: number): Promise<Issue | null>;
  createIssue(order: { title: string; body: string; labels: readonly string[] }): Promise<Issue>;
  /** Open ones with a label. */
  listIssues(label: string): Promise<readonly Issue[]>;
  closeIssue(number: number, reason: 'completed' | 'not_planned'): Promise<void>;

  getComment(id: number): Promise<Comment | null>;
  listComments(issue: number): Promise<readonly Comment[]>;
  createComment(issue: number, body: string): Promise<Comment>;
  updateComment(id: number, body: string): Promise<void>;
  /** Reacts to a comment, or to the issue itself. */
  react(to: { comment: number } | { issue: number }, content: Reaction): Promise<void>;

  getPullRequest(number: number): Promise<PullRequest | null>;
  /** Open ones, oldest first. */
  listPullRequests(): Promise<readonly PullRequest[]>;
  /** At most 3,000, as GitHub gives; `changedFiles` of the pull request tells of more. */
  listFiles(number: number): Promise<readonly FileChange[]>;
  openPullRequest(order: PullRequestOrder): Promise<PullRequest>;
  updatePullRequest(
    number: number,
    change: { title?: string; body?: string; state?: 'closed' },
  ): Promise<void>;
  markReady(nodeId: string): Promise<void>;
  /** Squashes; false when the head is no longer `head`, or GitHub finds a conflict, a draft or a required check missing. */
  mergePullRequest(number: number, head: string, title: string): Promise<boolean>;
  /** One review with comments on lines of the new side, never an approval; throws when a line is not in the diff. */
  createReview(number: number, review: ReviewOrder): Promise<void>;

  /** Runs of a workflow for a head commit, newest first. */
  listRuns(workflow: string, head: string): Promise<readonly WorkflowRun[]>;
  getRun(id: number): Promise<WorkflowRun | null>;
  /** The jobs of a run's latest attempt. */
  listJobs(run: number): Promise<readonly RunJob[]>;
  /** Runs of all workflows that were created since a moment, newest first. */
  listRunsSince(moment: string): Promise<readonly WorkflowRun[]>;
  /** Runs that are queued or at work, of all workflows. */
  listActiveRuns(): Promise<readonly WorkflowRun[]>;
  /** Does nothing when it has ended already. */
  cancelRun(id: number): Promise<void>;
  /** Runs a completed run again, with the same commit. */
  repeatRun(id: number): Promise<void>;
  /** The zip archive of a run's newest artifact of that name; throws DOWNLOAD_TOO_LARGE above `largestBytes`. */
  readArtifact(run: number, name: string, largestBytes: number): Promise<Buffer | null>;
  /** Starts a workflow of `main`. */
  dispatchWorkflow(workflow: string, inputs: Readonly<Record<string, string>>): Promise<void>;
  /** Sends ids to the workflows that listen to `repository_dispatch`. */
  dispatchEvent(type: string, payload: Readonly<Record<string, string | number>>): Promise<void>;

  /** All, drafts too. */
  listReleases(): Promise<readonly Release[]>;
  createRelease(order: {
    tag: string;
    title: string;
    body: string;
    isDraft: boolean;
    commit: string;
  }): Promise<Release>;
  updateRelease(
    id: number,
    change: { tag?: string; title?: string; body?: string; isDraft?: boolean; commit?: string },
  ): Promise<void>;
  /** Does nothing when it is gone already. */
  deleteRelease(id: number): Promise<void>;
  uploadAsset(release: number, name: string, content: Buffer): Promise<void>;
}

export type Reaction = '+1' | '-1' | 'eyes' | 'rocket' | 'confused';

export interface CommitOrder {
  /** Null: a commit without history, of these files alone. */
  readonly parent: string | null;
  readonly message: string;
  readonly files: Readonly<Record<string, string | Buffer | null>>;
}

export interface PullRequestOrder {
  readonly branch: string;
  readonly title: string;
  readonly body: string;
  readonly isDraft: boolean;
}

export interface ReviewOrder {
  readonly head: string;
  readonly body: string;
  readonly comments: readonly { path: string; line: number; body: string }[];
}
