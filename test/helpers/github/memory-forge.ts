import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
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

export interface MemoryRun extends NewRun {
  readonly changes: RunChange[];
  readonly jobs: Map<string, RunJob>;
  readonly artifacts: Map<string, Buffer>;
  readonly cancelled: AbortController;
}

/** A forge that keeps everything in memory; its REST interface knows commits and artifacts. */
export interface MemoryForge extends Forge {
  readonly runs: ReadonlyMap<number, MemoryRun>;
  readonly jobTokens: ReadonlyMap<string, JobTokenOrder>;
  readonly appTokens: ReadonlyMap<string, AppTokenOrder>;
  readonly revoked: readonly string[];
  /** Of each repository by full name. */
  readonly environments: Map<string, ForgeEnvironment>;
  /** Commits a set of files: texts, or whole entries for other modes. */
  commit(files: Readonly<Record<string, string | Omit<CommitFile, 'path'>>>): string;
  emit(event: Partial<ForgeEvent> & Pick<ForgeEvent, 'name' | 'sha'>): void;
  /** Told when a run's job changes. */
  onJob: (run: number, job: RunJob) => void;
  /** Told when a step asks for `/started/<run>`. */
  onStarted: (run: number) => void;
}

export const repository = 'acme/catalogue';

export async function startMemoryForge(): Promise<MemoryForge> {
  const commits = new Map<string, readonly CommitFile[]>();
  const runs = new Map<number, MemoryRun>();
  const jobTokens = new Map<string, JobTokenOrder>();
  const appTokens = new Map<string, AppTokenOrder>();
  const environments = new Map<string, ForgeEnvironment>();
  const revoked: string[] = [];
  const listeners: ((event: ForgeEvent) => void)[] = [];
  const filesOf = (commit: string) => {
    const files = commits.get(commit);
    if (files === undefined) throw new Error(`no commit ${commit}`);
    return files;
  };
  const emit: MemoryForge['emit'] = (event) => {
    const actor = { login: 'ada', id: 1 };
    const whole = {
      repository,
      ref: 'refs/heads/main',
      workflowSha: event.sha,
      actor,
      payload: {},
    };
    for (const listener of listeners) listener({ ...whole, ...event });
  };
  const answer = (path: string, token: string) => {
    const [, , owner, name, kind, what] = path.split('/');
    const permissions = jobTokens.get(token)?.permissions ?? appTokens.get(token)?.permissions;
    if (permissions === undefined || revoked.includes(token)) return [401, 'Bad credentials'];
    const needed = kind === 'commits' ? 'contents' : 'actions';
    if (permissions[needed] === undefined) return [403, `${needed}=read`];
    if (kind === undefined) return [200, { default_branch: 'main', full_name: `${owner}/${name}` }];
    if (kind === 'commits') {
      const sha = what === 'main' || what === 'heads' ? [...commits.keys()].at(-1) : what;
      return commits.has(sha ?? '') ? [200, { sha }] : [404, 'Not Found'];
    }
    const run = runs.get(Number(path.split('/')[6]));
    const artifacts = [...(run?.artifacts.keys() ?? [])].map((one) => ({ name: one }));
    return run === undefined ? [404, 'Not Found'] : [200, { artifacts }];
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    const started = /^\/started\/(\d+)$/.exec(pathname)?.[1];
    if (started !== undefined) forge.onStarted(Number(started));
    const [status, body] = answer(pathname, token);
    response.writeHead(Number(status), { 'content-type': 'application/json' });
    response.end(JSON.stringify(typeof body === 'string' ? { message: body } : body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;

  const forge: MemoryForge = {
    ...{ runs, jobTokens, appTokens, environments, revoked, emit },
    apiUrl: `http://127.0.0.1:${port}`,
    onJob: () => {},
    onStarted: () => {},
    onEvent: (listener) => void listeners.push(listener),
    mintJobToken(order) {
      const token = `ghs_job${jobTokens.size + 1}`.padEnd(24, 'x');
      jobTokens.set(token, order);
      return token;
    },
    revokeToken: (token) => void revoked.push(token),
    async mintAppToken(order) {
      if (order.privateKey !== 'key of the app') throw new Error('the key is not that of the App');
      const token = `ghs_app${appTokens.size + 1}`.padEnd(24, 'y');
      appTokens.set(token, order);
      return token;
    },
    readFiles: async (_, commit) => filesOf(commit),
    readWorkflows: async (_, commit) =>
      new Map(
        filesOf(commit)
          .filter(({ path }) => path.startsWith('.github/workflows/'))
          .map(({ path, content }) => [path, content.toString('utf8')]),
      ),
    environment: (_, name) => environments.get(name) ?? null,
    variables: () => ({ REGION: 'north' }),
    createRun(run) {
      const id = runs.size + 1;
      const cancelled = new AbortController();
      runs.set(id, { ...run, changes: [], jobs: new Map(), artifacts: new Map(), cancelled });
      return id;
    },
    updateRun(id, change) {
      const run = runs.get(id)!;
      run.changes.push(change);
      if (change.status !== 'completed') return;
      const { event, sha } = { event: run.event.name, sha: run.event.sha };
      const followed = { id, name: run.name, event, head_sha: sha, head_branch: 'main' };
      const repo = { full_name: run.repository };
      const payload = {
        workflow_run: { ...followed, conclusion: change.conclusion, head_repository: repo },
      };
      emit({ name: 'workflow_run', action: 'completed', sha, payload });
    },
    putJob(id, job) {
      runs.get(id)!.jobs.set(job.name, job);
      forge.onJob(id, job);
    },
    storeArtifact: (id, name, zip) => void runs.get(id)!.artifacts.set(name, zip),
    readArtifact: (id, name) => runs.get(id)?.artifacts.get(name) ?? null,
    cancelSignal: (id) => runs.get(id)!.cancelled.signal,
    commit(files) {
      const entries = Object.entries(files).map(([path, file]): CommitFile => {
        if (typeof file !== 'string') return { path, ...file };
        return { path, mode: '100644', content: Buffer.from(file) };
      });
      const sha = createHash('sha1')
        .update(JSON.stringify(entries) + commits.size)
        .digest('hex');
      commits.set(sha, entries);
      return sha;
    },
  };
  return forge;
}
