/** What the executor of workflows needs of the local GitHub. */
export interface Forge {
  /** Address of its REST interface: `http://127.0.0.1:<port>`. */
  readonly apiUrl: string;
  /**
   * Calls back for each event that may start workflows, in the order they happen. As on GitHub,
   * what a job's own token does starts none, but for `workflow_dispatch` and `repository_dispatch`.
   */
  onEvent(listener: (event: ForgeEvent) => void): void;
  /** The `GITHUB_TOKEN` of a job. */
  mintJobToken(order: JobTokenOrder): string;
  revokeToken(token: string): void;
  /** The token of an installation of the App; rejects an unknown App, key or permission. */
  mintAppToken(order: AppTokenOrder): Promise<string>;
  /** Name of the App in addresses. */
  readonly appSlug: string;
  /** Every file of a commit. */
  readFiles(repository: string, commit: string): Promise<readonly CommitFile[]>;
  /** Objects of a commit and of all branches, with everything before them; absent where the forge has no Git. */
  readHistory?(repository: string, commit: string): readonly GitObject[];
  /** Texts of `.github/workflows/*.yml` at a commit, by path. */
  readWorkflows(repository: string, commit: string): Promise<ReadonlyMap<string, string>>;
  /** Null when the repository has none of that name. */
  environment(repository: string, name: string): ForgeEnvironment | null;
  variables(repository: string): Readonly<Record<string, string>>;
  createRun(run: NewRun): number;
  /** Completion is told to workflows that listen to `workflow_run`. */
  updateRun(run: number, change: RunChange): void;
  putJob(run: number, job: RunJob): void;
  storeArtifact(run: number, name: string, zip: Buffer): void;
  readArtifact(run: number, name: string): Buffer | null;
  /** Calls back when somebody asks to run a completed run once more: same run, same event. */
  onRepeat?(listener: (run: number) => void): void;
  /** Aborted when somebody cancels the run; another one after each repetition. */
  cancelSignal(run: number): AbortSignal;
}

export type Permissions = Readonly<Record<string, 'read' | 'write'>>;

export interface JobTokenOrder {
  readonly repository: string;
  readonly permissions: Permissions;
  readonly seconds: number;
}

export interface AppTokenOrder {
  readonly appId: string;
  /** PEM. */
  readonly privateKey: string;
  readonly owner: string;
  /** Names without the owner. */
  readonly repositories: readonly string[];
  /** At most those of the App. */
  readonly permissions: Permissions;
  readonly seconds: number;
}

export interface CommitFile {
  readonly path: string;
  /** `100644`, `100755`, `120000` a link, `160000` a submodule. */
  readonly mode: string;
  readonly content: Buffer;
}

export interface GitObject {
  readonly type: 'blob' | 'tree' | 'commit';
  /** The name that Git gives it. */
  readonly sha: string;
  readonly content: Buffer;
}

export interface ForgeEnvironment {
  readonly secrets: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  /** Branches whose jobs may use it; every branch when absent. */
  readonly branches?: readonly string[];
}

export interface ForgeEvent {
  /** `pull_request`, `issues`, `issue_comment`, `push`, `workflow_dispatch`, … */
  readonly name: string;
  readonly action?: string;
  readonly repository: string;
  /** Full name, such as `refs/heads/main`. */
  readonly ref: string;
  readonly sha: string;
  /** The commit whose workflow files are read. */
  readonly workflowSha: string;
  /** The workflow that a `workflow_dispatch` asks for, by file name. */
  readonly workflow?: string;
  readonly actor: { readonly login: string; readonly id: number };
  /** As the webhook of that event has it. */
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface NewRun {
  readonly repository: string;
  /** File name, such as `validate.yml`. */
  readonly workflow: string;
  readonly name: string;
  readonly event: ForgeEvent;
}

export interface RunChange {
  /** As its `run-name` says; the workflow's name until then. */
  readonly title?: string;
  readonly status?: 'queued' | 'in_progress' | 'completed';
  readonly conclusion?: 'success' | 'failure' | 'cancelled' | 'skipped' | 'timed_out';
}

export interface RunJob {
  readonly name: string;
  readonly status: 'queued' | 'in_progress' | 'completed';
  readonly conclusion?: 'success' | 'failure' | 'cancelled' | 'skipped' | 'timed_out';
  /** What its steps printed. */
  readonly log: string;
  /** Of the machine that it asked for; once told, they stay. */
  readonly labels?: readonly string[];
}
