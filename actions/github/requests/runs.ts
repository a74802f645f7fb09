import { Failure } from '@orangery/schemas';
import type { RunJob, WorkflowRun } from '../entities.ts';
import type { GitHub } from '../github.ts';
import type { Answer } from './answer.ts';
import { readLimited } from './read-limited.ts';
import { always, type Requester } from './requester.ts';

type Runs = Pick<
  GitHub,
  | 'listRuns'
  | 'getRun'
  | 'listJobs'
  | 'listRunsSince'
  | 'listActiveRuns'
  | 'cancelRun'
  | 'repeatRun'
  | 'readArtifact'
  | 'dispatchWorkflow'
  | 'dispatchEvent'
>;

/** Of a run that has not ended: https://docs.github.com/rest/actions/workflow-runs. */
const activeStatuses = ['queued', 'in_progress', 'waiting', 'requested', 'pending'] as const;
const downloadTimeoutMs = 10 * 60_000;

/** Requests about runs of workflows. */
export function runRequests(requester: Requester): Runs {
  const { send, find, list } = requester;
  return {
    listRuns: async (workflow, head) => {
      const route = 'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs';
      const parameters = { workflow_id: workflow, head_sha: head };
      const answers = await list(route, parameters, { key: 'workflow_runs' });
      return answers.map(readRun).sort((a, b) => b.id - a.id);
    },
    getRun: async (id) => {
      const answer = await find('GET /repos/{owner}/{repo}/actions/runs/{run_id}', { run_id: id });
      return answer === null ? null : readRun(answer);
    },
    listJobs: async (run) => {
      const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs';
      return (await list(route, { run_id: run }, { key: 'jobs' })).map(readRunJob);
    },
    listRunsSince: async (moment) => {
      const route = 'GET /repos/{owner}/{repo}/actions/runs';
      const answers = await list(route, { created: `>=${moment}` }, { key: 'workflow_runs' });
      return answers.map(readRun).sort((a, b) => b.id - a.id);
    },
    listActiveRuns: async () => {
      // a run that moves on between two lists may be in both
      const runs = new Map<number, WorkflowRun>();
      for (const status of activeStatuses) {
        const route = 'GET /repos/{owner}/{repo}/actions/runs';
        const answers = await list(route, { status }, { key: 'workflow_runs' });
        for (const run of answers.map(readRun)) runs.set(run.id, run);
      }
      return [...runs.values()].sort((a, b) => b.id - a.id);
    },
    cancelRun: async (id) => {
      const route = 'POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel';
      // 409: it has ended meanwhile
      await send(route, { run_id: id }, { outcomes: { 409: always }, isRepeatable: true });
    },
    repeatRun: async (id) => {
      const route = 'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun';
      // 403: it is at work
      await send(route, { run_id: id }, { outcomes: { 403: /already running/i } });
    },
    readArtifact: (run, name, largestBytes) => readArtifact(requester, { run, name, largestBytes }),
    dispatchWorkflow: async (workflow, inputs) => {
      const route = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches';
      await send(route, { workflow_id: workflow, ref: 'main', inputs });
    },
    dispatchEvent: async (type, payload) => {
      const route = 'POST /repos/{owner}/{repo}/dispatches';
      await send(route, { event_type: type, client_payload: payload });
    },
  };
}

function readRunJob(answer: Answer): RunJob {
  const textOf = (name: string): string | null => answer.field(name).orNull((text) => text.text());
  return {
    name: answer.field('name').text(),
    conclusion: textOf('conclusion'),
    startedAt: textOf('started_at'),
    completedAt: textOf('completed_at'),
    runner: textOf('runner_name'),
    labels: answer.field('labels').orNull((all) => all.list().map((label) => label.text())) ?? [],
  };
}

function readRun(answer: Answer): WorkflowRun {
  const status = answer.field('status').oneOf(['completed', ...activeStatuses]);
  const isWaiting = status !== 'completed' && status !== 'in_progress';
  return {
    id: answer.field('id').number(),
    workflow: workflowFile(answer.field('path').text()),
    title: answer.field('display_title').text(),
    event: answer.field('event').text(),
    status: isWaiting ? 'queued' : status,
    conclusion: answer.field('conclusion').orNull((conclusion) => conclusion.text()),
    head: answer.field('head_sha').text(),
    branch: answer.field('head_branch').orNull((branch) => branch.text()),
    headRepository: answer
      .field('head_repository')
      .orNull((repository) => repository.field('full_name').text()),
    createdAt: answer.field('created_at').text(),
    updatedAt: answer.field('updated_at').text(),
    url: answer.field('html_url').text(),
  };
}

/** `.github/workflows/validate.yml@main` → `validate.yml`. */
function workflowFile(path: string): string {
  return path.split('@')[0]!.split('/').at(-1)!;
}

interface ArtifactOrder {
  readonly run: number;
  readonly name: string;
  readonly largestBytes: number;
}

async function readArtifact(
  { send, list }: Requester,
  { run, name, largestBytes }: ArtifactOrder,
): Promise<Buffer | null> {
  const listed = await list(
    'GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts',
    { run_id: run, name },
    { key: 'artifacts' },
  );
  // run again, a job leaves another one of the same name
  const newest = listed
    .map(readListed)
    .filter((artifact) => artifact.name === name && !artifact.isExpired)
    .sort((a, b) => b.id - a.id)[0];
  if (newest === undefined) return null;
  const file = `artifact ${name} of run ${run}`;
  if (newest.sizeBytes > largestBytes) throw tooLarge(file, largestBytes, newest.sizeBytes);
  const route = 'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}';
  const { body } = await send(
    route,
    { artifact_id: newest.id, archive_format: 'zip' },
    { isStreamed: true, timeoutMs: downloadTimeoutMs },
  );
  const bytes = await readLimited(body, largestBytes);
  if (bytes === null) throw tooLarge(file, largestBytes, largestBytes + 1);
  return bytes;
}

function readListed(answer: Answer) {
  return {
    id: answer.field('id').number(),
    name: answer.field('name').text(),
    sizeBytes: answer.field('size_in_bytes').number(),
    isExpired: answer.field('expired').boolean(),
  };
}

function tooLarge(file: string, largestBytes: number, foundBytes: number): Failure {
  return new Failure(
    'DOWNLOAD_TOO_LARGE',
    `${file}: expected at most ${largestBytes} bytes, found ${foundBytes} or more`,
    { hint: 'It is not what our workflow writes: look at the run.' },
  );
}
