import { cancelRun } from '../cancel-run.ts';
import {
  created,
  noContent,
  numberParameter,
  ok,
  parameter,
  repositoryOf,
  type Exchange,
  type Reply,
  type Routes,
} from '../exchange.ts';
import { HttpError, notFound } from '../http-error.ts';
import { countedReply } from '../pages.ts';
import { artifactJson, runJson, workflowId } from '../run-json.ts';
import type { RunRecord } from '../run.ts';
import { timestamp, type Artifact } from '../state.ts';
import { redirectTo } from '../stored-file.ts';
import { jobJson } from '../job-json.ts';

const actions = '/repos/{owner}/{repo}/actions';

export const runsRoutes: Routes = {
  [`GET ${actions}/runs`]: (exchange) => list(exchange, () => true),
  [`GET ${actions}/workflows/{workflow_id}/runs`]: (exchange) => {
    const name = parameter(exchange, 'workflow_id');
    return list(exchange, ({ workflow }) => isWorkflow(workflow, name));
  },
  [`GET ${actions}/runs/{run_id}`]: (exchange) =>
    ok(runJson(exchange.state, repositoryOf(exchange), runOf(exchange))),
  [`GET ${actions}/runs/{run_id}/jobs`]: (exchange) => {
    const run = runOf(exchange);
    const jobs = [...run.jobs.values()];
    return countedReply(
      exchange,
      'jobs',
      jobs.map((job) => jobJson(exchange.state, { repository: repositoryOf(exchange), run, job })),
    );
  },
  [`GET ${actions}/runs/{run_id}/artifacts`]: (exchange) => {
    const { id } = runOf(exchange);
    return listArtifacts(exchange, (artifact) => artifact.run === id);
  },
  [`POST ${actions}/runs/{run_id}/rerun`]: repeat,
  [`POST ${actions}/runs/{run_id}/cancel`]: cancel,
  [`POST ${actions}/runs/{run_id}/force-cancel`]: cancel,
  [`GET ${actions}/jobs/{job_id}`]: (exchange) => {
    const { run, job } = jobOf(exchange);
    return ok(jobJson(exchange.state, { repository: repositoryOf(exchange), run, job }));
  },
  [`GET ${actions}/jobs/{job_id}/logs`]: (exchange) => {
    const { job } = jobOf(exchange);
    return redirectTo(exchange.state, `log/${job.id}`);
  },
  [`GET ${actions}/artifacts`]: (exchange) => listArtifacts(exchange, () => true),
  [`GET ${actions}/artifacts/{artifact_id}`]: (exchange) =>
    ok(artifactJson(exchange.state, repositoryOf(exchange), artifactOf(exchange))),
  [`DELETE ${actions}/artifacts/{artifact_id}`]: (exchange) => {
    exchange.state.artifacts.delete(artifactOf(exchange).id);
    return noContent();
  },
  [`GET ${actions}/artifacts/{artifact_id}/{archive_format}`]: (exchange) => {
    const { id } = artifactOf(exchange);
    return redirectTo(exchange.state, `artifact/${id}`);
  },
};

/** By file name, or by the number of it. */
export function isWorkflow(file: string, name: string): boolean {
  return name === file || name === String(workflowId(file));
}

function list(exchange: Exchange, isWanted: (run: RunRecord) => boolean): Reply {
  const { state, query } = exchange;
  const repository = repositoryOf(exchange);
  const found = [...state.runs.values()]
    .filter((run) => run.repository === repository.id)
    .filter(isWanted)
    .filter((run) => matches(run, query))
    .reverse();
  return countedReply(
    exchange,
    'workflow_runs',
    found.map((run) => runJson(state, repository, run)),
  );
}

/** `status` also takes a conclusion. */
function matches(run: RunRecord, query: URLSearchParams): boolean {
  const wanted: Readonly<Record<string, readonly (string | null)[]>> = {
    head_sha: [run.headSha],
    branch: [run.headBranch],
    event: [run.event.name],
    actor: [run.event.actor.login],
    status: [run.status, run.conclusion],
  };
  return Object.entries(wanted).every(([name, values]) => {
    const value = query.get(name);
    return value === null || values.includes(value);
  });
}

function cancel(exchange: Exchange): Reply {
  const run = runOf(exchange);
  if (run.status === 'completed')
    throw new HttpError(409, 'Cannot cancel a workflow run that is completed.');
  cancelRun(run);
  return { status: 202, json: {} };
}

/** The same run with the same event, once more. */
function repeat(exchange: Exchange): Reply {
  const { state } = exchange;
  const run = runOf(exchange);
  if (run.status !== 'completed') {
    throw new HttpError(403, 'This workflow is already running');
  }
  Object.assign(run, {
    status: 'queued',
    conclusion: null,
    attempt: run.attempt + 1,
    cancelled: new AbortController(),
    updatedAt: timestamp(state),
  });
  for (const listener of state.repeatListeners) listener(run.id);
  return created({});
}

function listArtifacts(exchange: Exchange, isWanted: (artifact: Artifact) => boolean): Reply {
  const { state, query } = exchange;
  const repository = repositoryOf(exchange);
  const name = query.get('name');
  const found = [...state.artifacts.values()]
    .filter(({ run }) => state.runs.get(run)?.repository === repository.id)
    .filter((artifact) => isWanted(artifact) && (name === null || artifact.name === name));
  return countedReply(
    exchange,
    'artifacts',
    found.map((artifact) => artifactJson(state, repository, artifact)),
  );
}

function runOf(exchange: Exchange): RunRecord {
  const run = exchange.state.runs.get(numberParameter(exchange, 'run_id'));
  if (run?.repository !== repositoryOf(exchange).id) throw notFound();
  return run;
}

function jobOf(exchange: Exchange) {
  const id = numberParameter(exchange, 'job_id');
  for (const run of exchange.state.runs.values()) {
    if (run.repository !== repositoryOf(exchange).id) continue;
    for (const job of run.jobs.values()) if (job.id === id) return { run, job };
  }
  throw notFound();
}

function artifactOf(exchange: Exchange): Artifact {
  const artifact = exchange.state.artifacts.get(numberParameter(exchange, 'artifact_id'));
  const run = artifact && exchange.state.runs.get(artifact.run);
  if (!artifact || run?.repository !== repositoryOf(exchange).id) throw notFound();
  return artifact;
}
