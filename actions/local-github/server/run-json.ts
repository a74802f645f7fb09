import { accountJson, nodeId } from './account.ts';
import { accountById, fullNameOf } from './find.ts';
import { repositoryJson } from './repository-json.ts';
import type { Repository } from './repository.ts';
import type { RunRecord } from './run.ts';
import type { Artifact, State } from './state.ts';

/** A run of a workflow as the API and the event `workflow_run` have it. */
export function runJson(state: State, repository: Repository, run: RunRecord) {
  const actor = accountJson(accountById(state, run.event.actor.id), state.url);
  const head = run.headRepository === null ? null : state.repositories.get(run.headRepository);
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('WorkflowRun', run.id),
    check_suite_id: run.id,
    check_suite_node_id: nodeId('CheckSuite', run.id),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: `.github/workflows/${run.workflow}`,
    run_number: run.number,
    run_attempt: run.attempt,
    event: run.event.name,
    display_title: run.title,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: workflowId(run.workflow),
    pull_requests: [],
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    run_started_at: run.createdAt,
    actor,
    triggering_actor: actor,
    referenced_workflows: [],
    ...urlsOf(state, repository, run),
    head_commit: headCommit(repository, run.headSha),
    repository: repositoryJson(state, repository),
    head_repository: head ? repositoryJson(state, head) : null,
  };
}

function urlsOf(state: State, repository: Repository, { id, workflow }: RunRecord) {
  const fullName = fullNameOf(state, repository);
  const api = `${state.url}/repos/${fullName}/actions`;
  const url = `${api}/runs/${id}`;
  return {
    url,
    html_url: `${state.url}/${fullName}/actions/runs/${id}`,
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${state.url}/repos/${fullName}/check-suites/${id}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: null,
    workflow_url: `${api}/workflows/${workflowId(workflow)}`,
  };
}

/** A number that a workflow's file name always has. */
export function workflowId(file: string): number {
  return [...file].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_000_007, 7);
}

export function artifactJson(state: State, repository: Repository, artifact: Artifact) {
  const url = `${state.url}/repos/${fullNameOf(state, repository)}/actions/artifacts/${artifact.id}`;
  const run = state.runs.get(artifact.run);
  return {
    id: artifact.id,
    node_id: nodeId('Artifact', artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.zip.length,
    url,
    archive_download_url: `${url}/zip`,
    expired: false,
    created_at: artifact.createdAt,
    expires_at: artifact.createdAt,
    updated_at: artifact.createdAt,
    workflow_run: {
      id: artifact.run,
      repository_id: repository.id,
      head_repository_id: run?.headRepository ?? repository.id,
      head_branch: run?.headBranch ?? '',
      head_sha: run?.headSha ?? '',
    },
  };
}

function headCommit({ objects }: Repository, sha: string) {
  const commit = objects.commits.get(sha);
  if (!commit) return null;
  const { tree, message, author, committer } = commit;
  return {
    id: sha,
    tree_id: tree,
    message,
    timestamp: committer.date,
    author: { name: author.name, email: author.email },
    committer: { name: committer.name, email: committer.email },
  };
}
