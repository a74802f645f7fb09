import { createHash } from 'node:crypto';
import type {
  AppTokenOrder,
  CommitFile,
  Forge,
  ForgeEnvironment,
  ForgeEvent,
  JobTokenOrder,
  NewRun,
  RunChange,
  RunJob,
} from '../../../actions/local-github/forge.ts';
import { serveMemory } from './serve-memory.ts';

export interface MemoryRun extends NewRun {
  readonly changes: RunChange[];
  readonly jobs: Map<string, RunJob>;
  readonly artifacts: Map<string, Buffer>;
  readonly cancelled: AbortController;
}

type Files = Readonly<Record<string, string | Omit<CommitFile, 'path'>>>;

export const repository = 'acme/catalogue';

/** A forge of one repository that keeps everything in memory; its REST interface knows commits and artifacts. */
export class MemoryForge implements Forge {
  apiUrl = '';
  readonly appSlug = 'orangery';
  readonly commits = new Map<string, readonly CommitFile[]>();
  readonly runs = new Map<number, MemoryRun>();
  readonly jobTokens = new Map<string, JobTokenOrder>();
  readonly appTokens = new Map<string, AppTokenOrder>();
  readonly environments = new Map<string, ForgeEnvironment>();
  readonly revoked: string[] = [];
  /** Told when a run's job changes. */
  onJob: (run: number, job: RunJob) => void = () => {};
  /** Told when a step asks for `/started/<run>`. */
  onStarted: (run: number) => void = () => {};
  readonly #listeners: ((event: ForgeEvent) => void)[] = [];

  /** Commits a set of files: texts, or whole entries for other modes. */
  commit(files: Files): string {
    const entries = Object.entries(files).map(([path, file]): CommitFile => {
      if (typeof file !== 'string') return { path, ...file };
      return { path, mode: '100644', content: Buffer.from(file) };
    });
    const text = JSON.stringify(entries) + this.commits.size;
    const sha = createHash('sha1').update(text).digest('hex');
    this.commits.set(sha, entries);
    return sha;
  }

  emit(event: Partial<ForgeEvent> & Pick<ForgeEvent, 'name' | 'sha'>): void {
    const actor = { login: 'ada', id: 1 };
    const usual = {
      repository,
      ref: 'refs/heads/main',
      workflowSha: event.sha,
      actor,
      payload: {},
    };
    for (const listener of this.#listeners) listener({ ...usual, ...event });
  }

  onEvent(listener: (event: ForgeEvent) => void): void {
    this.#listeners.push(listener);
  }

  mintJobToken(order: JobTokenOrder): string {
    const token = `ghs_job${this.jobTokens.size + 1}`.padEnd(24, 'x');
    this.jobTokens.set(token, order);
    return token;
  }

  async mintAppToken(order: AppTokenOrder): Promise<string> {
    if (order.privateKey !== 'key of the app') throw new Error('the key is not that of the App');
    const token = `ghs_app${this.appTokens.size + 1}`.padEnd(24, 'y');
    this.appTokens.set(token, order);
    return token;
  }

  revokeToken(token: string): void {
    this.revoked.push(token);
  }

  async readFiles(_: string, commit: string): Promise<readonly CommitFile[]> {
    const files = this.commits.get(commit);
    if (files === undefined) throw new Error(`no commit ${commit}`);
    return files;
  }

  async readWorkflows(_: string, commit: string): Promise<ReadonlyMap<string, string>> {
    const files = await this.readFiles(_, commit);
    const workflows = files.filter(({ path }) => path.startsWith('.github/workflows/'));
    return new Map(workflows.map(({ path, content }) => [path, content.toString('utf8')]));
  }

  environment(_: string, name: string): ForgeEnvironment | null {
    return this.environments.get(name) ?? null;
  }

  variables(): Readonly<Record<string, string>> {
    return { REGION: 'north' };
  }

  createRun(run: NewRun): number {
    const id = this.runs.size + 1;
    const cancelled = new AbortController();
    this.runs.set(id, { ...run, changes: [], jobs: new Map(), artifacts: new Map(), cancelled });
    return id;
  }

  updateRun(id: number, change: RunChange): void {
    const run = this.runs.get(id)!;
    run.changes.push(change);
    if (change.status !== 'completed') return;
    const { sha, name: event } = run.event;
    const followed = { id, name: run.name, event, head_sha: sha, head_branch: 'main' };
    const repo = { full_name: run.repository };
    const { conclusion } = change;
    const payload = { workflow_run: { ...followed, conclusion, head_repository: repo } };
    this.emit({ name: 'workflow_run', action: 'completed', sha, payload });
  }

  putJob(id: number, job: RunJob): void {
    this.runs.get(id)!.jobs.set(job.name, job);
    this.onJob(id, job);
  }

  storeArtifact(id: number, name: string, zip: Buffer): void {
    this.runs.get(id)!.artifacts.set(name, zip);
  }

  readArtifact(id: number, name: string): Buffer | null {
    return this.runs.get(id)?.artifacts.get(name) ?? null;
  }

  cancelSignal(id: number): AbortSignal {
    return this.runs.get(id)!.cancelled.signal;
  }
}

/** Starts one with its REST interface, which ends with the test. */
export async function startMemoryForge(): Promise<MemoryForge> {
  const forge = new MemoryForge();
  forge.apiUrl = await serveMemory(forge);
  return forge;
}
