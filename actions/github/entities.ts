/** What GitHub knows, with the fields we read. */

/** The author of what a deleted account left is `ghost` with id 0, which nobody has. */
export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Bot' | 'Organization';
}

export interface Repository {
  readonly isPrivate: boolean;
  readonly defaultBranch: string;
}

export interface TreeEntry {
  /** From the root of the repository. */
  readonly path: string;
  /** `100644`, `100755`, `120000` a link, `160000` a submodule, `040000` a folder. */
  readonly mode: string;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly sha: string;
  readonly sizeBytes?: number;
}

export interface Issue {
  readonly number: number;
  readonly author: Account;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'closed';
  readonly labels: readonly string[];
  readonly isPullRequest: boolean;
  readonly createdAt: string;
}

export interface Comment {
  readonly id: number;
  readonly author: Account;
  readonly body: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface PullRequest {
  readonly number: number;
  readonly nodeId: string;
  readonly author: Account;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'closed';
  readonly isDraft: boolean;
  readonly isMerged: boolean;
  /** `repository` is null where the fork was deleted. */
  readonly head: {
    readonly sha: string;
    readonly branch: string;
    readonly repository: string | null;
  };
  readonly base: { readonly sha: string; readonly branch: string };
  /** How many files it changes, also beyond those that are listed; null in lists of pull requests, where GitHub does not say. */
  readonly changedFiles: number | null;
  readonly createdAt: string;
}

export interface FileChange {
  readonly path: string;
  /** Of a renamed file. */
  readonly previousPath?: string;
  readonly status:
    'added' | 'modified' | 'removed' | 'renamed' | 'copied' | 'changed' | 'unchanged';
  /** The file's part of the diff, from its first `@@`; GitHub leaves it out of binary and of large files. */
  readonly patch?: string;
}

export interface WorkflowRun {
  readonly id: number;
  /** File name, such as `validate.yml`. */
  readonly workflow: string;
  /** As its `run-name` says. */
  readonly title: string;
  readonly event: string;
  readonly status: 'queued' | 'in_progress' | 'completed';
  readonly conclusion: string | null;
  readonly head: string;
  readonly branch: string | null;
  /** `owner/name` that the head lies in; null where the fork was deleted. */
  readonly headRepository: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly url: string;
}

export interface RunJob {
  readonly name: string;
  readonly conclusion: string | null;
  /** Null while it waits. */
  readonly startedAt: string | null;
  readonly completedAt: string | null;
  readonly runner: string | null;
  readonly labels: readonly string[];
}

export interface Release {
  readonly id: number;
  readonly tag: string;
  readonly title: string;
  readonly isDraft: boolean;
  readonly assets: readonly {
    readonly id: number;
    readonly name: string;
    readonly sizeBytes: number;
    /** `sha256:` and hexadecimal digits; null while it is uploaded, and of what is older than digests. */
    readonly digest: string | null;
  }[];
  readonly createdAt: string;
}
