import { createPublicKey } from 'node:crypto';
import { Failure } from '@orangery/schemas';
import type { AppTokenOrder, CommitFile, Forge, NewRun, RunChange, RunJob } from '../forge.ts';
import { emit } from './emit.ts';
import { requireRepository } from './find.ts';
import { filesOf } from './git/files.ts';
import { forgeEnvironment, type Repository } from './repository.ts';
import { runJson, workflowId } from './run-json.ts';
import type { RunRecord } from './run.ts';
import { nextNumber, timestamp, type State } from './state.ts';
import { reachableObjects } from './git/reachable-objects.ts';
import { mintAppToken, mintJobToken } from './token.ts';
import { workflowsAt } from './routes/dispatches.ts';

/** What the executor sees of the local GitHub, without HTTP. */
export function createForge(state: State): Forge {
  const repositoryNamed = (name: string) => requireRepository(state, name);
  return {
    apiUrl: state.url,
    appSlug: state.app.slug,
    onEvent: (listener) => void state.listeners.push(listener),
    mintJobToken: (order) => mintJobToken(state, order),
    revokeToken: (token) => void state.tokens.delete(token),
    mintAppToken: (order) => mintForApp(state, order),
    readFiles: (name, commit) => Promise.resolve(readFiles(repositoryNamed(name), commit)),
    readHistory(name, commit) {
      const { objects, references } = repositoryNamed(name);
      return reachableObjects(objects, [commit, ...references.values()]);
    },
    readWorkflows: (name, commit) => Promise.resolve(readWorkflows(repositoryNamed(name), commit)),
    environment(name, environment) {
      const record = repositoryNamed(name).environments.get(environment);
      return record ? forgeEnvironment(record) : null;
    },
    variables: (name) => repositoryNamed(name).variables,
    createRun: (order) => createRun(state, order),
    updateRun: (id, change) => updateRun(state, requireRun(state, id), change),
    putJob: (id, job) => putJob(state, requireRun(state, id), job),
    storeArtifact: (run, name, zip) => storeArtifact(state, { run, name, zip }),
    readArtifact: (run, name) => findArtifact(state, run, name)?.zip ?? null,
    onRepeat: (listener) => void state.repeatListeners.push(listener),
    cancelSignal: (id) => requireRun(state, id).cancelled.signal,
  };
}

async function mintForApp(state: State, order: AppTokenOrder): Promise<string> {
  const isApp = order.appId === String(state.app.id);
  const isKey = isApp && createPublicKey(order.privateKey).equals(state.app.publicKey);
  if (isKey) return mintAppToken(state, order);
  throw new Failure(
    'ACCESS_REFUSED',
    `making a token of the App: expected the App ${state.app.id} and its key, found ${order.appId} and ${isApp ? 'another key' : 'a key'}`,
    { hint: 'Take the id and key that the local GitHub gives.' },
  );
}

function readFiles({ objects }: Repository, commit: string): readonly CommitFile[] {
  return [...filesOf(objects, commit)].map(([path, { mode, sha }]) => ({
    path,
    mode,
    content: objects.blobs.get(sha) ?? Buffer.from(sha),
  }));
}

function createRun(state: State, order: NewRun): number {
  const repository = requireRepository(state, order.repository);
  const id = nextNumber(state, 'run', 10_001);
  const now = timestamp(state);
  state.runs.set(id, {
    id,
    attempt: 1,
    number: nextNumber(state, `run of ${repository.id} ${order.workflow}`),
    repository: repository.id,
    workflow: order.workflow,
    name: order.name,
    title: order.name,
    event: order.event,
    ...headOf(repository, order),
    status: 'queued',
    conclusion: null,
    createdAt: now,
    updatedAt: now,
    jobs: new Map(),
    cancelled: new AbortController(),
  });
  return id;
}

/** Of a pull request the head of its branch, not the test merge that is run. */
function headOf(
  repository: Repository,
  { event }: NewRun,
): Pick<RunRecord, 'headSha' | 'headBranch' | 'headRepository'> {
  const number = /^refs\/pull\/(\d+)\/merge$/.exec(event.ref)?.[1];
  const record = number === undefined ? undefined : repository.pullRequests.get(Number(number));
  if (record) {
    const { branch, repository: head } = record.head;
    return { headSha: record.headSha, headBranch: branch, headRepository: head };
  }
  const headBranch = event.ref.startsWith('refs/heads/') ? event.ref.slice(11) : null;
  return { headSha: event.sha, headBranch, headRepository: repository.id };
}

function readWorkflows(repository: Repository, commit: string): ReadonlyMap<string, string> {
  const found = workflowsAt(repository, commit);
  return new Map(found.map(({ file, text }) => [`.github/workflows/${file}`, text]));
}

function updateRun(state: State, run: RunRecord, change: RunChange): void {
  Object.assign(run, change, { updatedAt: timestamp(state) });
  if (change.status === 'completed') tellCompletion(state, run);
}

function putJob(state: State, { jobs }: RunRecord, job: RunJob): void {
  const before = jobs.get(job.name);
  const now = timestamp(state);
  jobs.set(job.name, {
    ...job,
    labels: job.labels ?? before?.labels ?? [],
    id: before?.id ?? nextNumber(state, 'job'),
    startedAt: before?.startedAt ?? (job.status === 'in_progress' ? now : null),
    completedAt: job.status === 'completed' ? (before?.completedAt ?? now) : null,
  });
}

function tellCompletion(state: State, run: RunRecord): void {
  const repository = state.repositories.get(run.repository);
  if (!repository) return;
  const principal = { kind: 'person', account: run.event.actor.id } as const;
  const json = runJson(state, repository, run);
  const workflow = { id: workflowId(run.workflow), name: run.name, path: json.path };
  const payload = { workflow_run: json, workflow };
  emit(state, { principal, repository }, { name: 'workflow_run', action: 'completed', payload });
}

function storeArtifact(
  state: State,
  { run, name, zip }: { run: number; name: string; zip: Buffer },
): void {
  requireRun(state, run);
  if (findArtifact(state, run, name)) {
    throw new Failure(
      'FILE_INVALID',
      `storing artifact ${name} of run ${run}: expected a new name, found it taken`,
    );
  }
  const id = nextNumber(state, 'artifact');
  state.artifacts.set(id, { id, run, name, zip, createdAt: timestamp(state) });
}

function findArtifact(state: State, run: number, name: string) {
  return [...state.artifacts.values()].find((one) => one.run === run && one.name === name);
}

function requireRun(state: State, id: number): RunRecord {
  const run = state.runs.get(id);
  if (!run) throw new Failure('INTERNAL', `run ${id}: expected one that was made, found none`);
  return run;
}
