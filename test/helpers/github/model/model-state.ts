import { createHash } from 'node:crypto';
import type {
  Account,
  Comment,
  Issue,
  PullRequest,
  Release,
  RunJob,
  WorkflowRun,
} from '../../../../actions/github/entities.ts';

export interface ModelFile {
  readonly mode: string;
  readonly content: Buffer;
}

export interface ModelCommit {
  readonly sha: string;
  readonly parent: string | null;
  readonly message: string;
  readonly tree: ReadonlyMap<string, ModelFile>;
}

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

export interface ModelComment extends Mutable<Comment> {
  readonly issue: number;
  deleted?: true;
}

/** What a pull request is, but its head and base, which follow from branches. */
export interface ModelPull extends Mutable<Omit<PullRequest, 'head' | 'base' | 'changedFiles'>> {
  headBranch: string;
  headRepository: string;
  /** Where it goes; `main` when absent. */
  baseBranch?: string;
  /** The head when it was merged or closed: a branch may be gone then. */
  finalHead?: string;
}

export interface ModelRun extends Mutable<WorkflowRun> {
  jobs: readonly RunJob[];
}

/** A repository of the model. */
export interface ModelRepository {
  readonly name: string;
  isPrivate: boolean;
  readonly commits: Map<string, ModelCommit>;
  readonly branches: Map<string, string>;
  readonly issues: Map<number, Mutable<Issue>>;
  readonly pulls: Map<number, ModelPull>;
  readonly comments: ModelComment[];
  readonly reactions: { readonly to: string; readonly content: string; readonly by: number }[];
  readonly runs: ModelRun[];
  readonly artifacts: Map<string, Buffer>;
  readonly releases: Mutable<Release>[];
  readonly dispatches: ModelDispatch[];
  /** Merges by the bot: what a test judges. */
  readonly merges: { readonly number: number; readonly head: string }[];
}

export interface ModelDispatch {
  readonly workflow: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/** A GitHub of accounts, teams and repositories in memory; time stands still unless it is moved. */
export class ModelForge {
  now = Date.parse('2026-11-23T08:00:00Z');
  readonly accounts = new Map<number, Account>();
  readonly teams = new Map<string, Set<number>>();
  readonly repositories = new Map<string, ModelRepository>();
  readonly blobs = new Map<string, Buffer>();
  #next = 1;

  /** A new number, for anything. */
  id(): number {
    return this.#next++;
  }

  /** The clock, to the second, as GitHub writes it. */
  time(): string {
    return `${new Date(this.now).toISOString().slice(0, 19)}Z`;
  }

  addAccount(login: string, type: Account['type'] = 'User'): Account {
    const account = { id: this.id() + 1000, login, type };
    this.accounts.set(account.id, account);
    return account;
  }

  rename(id: number, login: string): void {
    this.accounts.set(id, { ...this.accounts.get(id)!, login });
  }

  addRepository(
    name: string,
    files: Readonly<Record<string, string | Buffer>>,
    isPrivate = false,
  ): ModelRepository {
    const repository: ModelRepository = {
      ...{ name, isPrivate, commits: new Map(), branches: new Map(), issues: new Map() },
      ...{ pulls: new Map(), comments: [], reactions: [], runs: [], artifacts: new Map() },
      ...{ releases: [], dispatches: [], merges: [] },
    };
    this.repositories.set(name, repository);
    repository.branches.set('main', this.commit(repository, null, files, 'first'));
    return repository;
  }

  /** Commits changes onto a parent; null as content deletes. */
  commit(
    repository: ModelRepository,
    parent: string | null,
    files: Readonly<Record<string, string | Buffer | ModelFile | null>>,
    message: string,
  ): string {
    const tree = new Map(parent === null ? [] : repository.commits.get(parent)!.tree);
    for (const [path, content] of Object.entries(files)) {
      if (content === null) tree.delete(path);
      else {
        const file = fileOf(content);
        this.blobs.set(blobSha(file.content), file.content);
        tree.set(path, file);
      }
    }
    const sha = sha1(
      `${parent} ${message} ${[...tree].map(([path, file]) => `${path} ${file.mode} ${blobSha(file.content)}`).join('\n')}`,
    );
    repository.commits.set(sha, { sha, parent, message, tree });
    return sha;
  }
}

function fileOf(content: string | Buffer | ModelFile): ModelFile {
  if (typeof content === 'string') return { mode: '100644', content: Buffer.from(content) };
  return Buffer.isBuffer(content) ? { mode: '100644', content } : content;
}

const blobShas = new WeakMap<Buffer, string>();

export function blobSha(content: Buffer): string {
  const known = blobShas.get(content);
  if (known !== undefined) return known;
  const sha = sha1(content);
  blobShas.set(content, sha);
  return sha;
}

function sha1(text: string | Buffer): string {
  return createHash('sha1').update(text).digest('hex');
}
