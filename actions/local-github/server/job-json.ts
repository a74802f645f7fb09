import { nodeId } from './account.ts';
import { fullNameOf } from './find.ts';
import type { Repository } from './repository.ts';
import type { JobRecord, RunRecord } from './run.ts';
import type { State } from './state.ts';

/** A job of a run as the API has it. */
export function jobJson(
  state: State,
  order: {
    readonly repository: Repository;
    readonly run: RunRecord;
    readonly job: JobRecord;
  },
) {
  const { repository, run, job } = order;
  const fullName = fullNameOf(state, repository);
  const api = `${state.url}/repos/${fullName}`;
  return {
    id: job.id,
    run_id: run.id,
    run_url: `${api}/actions/runs/${run.id}`,
    run_attempt: run.attempt,
    node_id: nodeId('Job', job.id),
    head_sha: run.headSha,
    url: `${api}/actions/jobs/${job.id}`,
    html_url: `${state.url}/${fullName}/actions/runs/${run.id}/job/${job.id}`,
    status: job.status,
    conclusion: job.conclusion ?? null,
    created_at: run.createdAt,
    started_at: job.startedAt ?? run.createdAt,
    completed_at: job.completedAt,
    name: job.name,
    steps: [],
    check_run_url: `${api}/check-runs/${job.id}`,
    labels: job.labels,
    runner_id: job.startedAt === null ? null : 1,
    runner_name: job.startedAt === null ? null : 'this machine',
    runner_group_id: null,
    runner_group_name: null,
    workflow_name: run.name,
    head_branch: run.headBranch,
  };
}
