import type { ForgeEvent } from '../../forge.ts';
import { textAt, toJson, type JsonObject } from '../json.ts';
import type { Workflow } from '../workflow/workflow.ts';

export interface RunFacts {
  readonly id: number;
  readonly number: number;
  readonly attempt: number;
  readonly event: ForgeEvent;
  readonly workflow: Workflow;
  readonly apiUrl: string;
  readonly serverUrl: string;
}

/** The `github` context as far as it is the same for all jobs of a run. */
export function githubContext({
  id,
  number,
  attempt,
  event,
  workflow,
  ...urls
}: RunFacts): JsonObject {
  const payload = toJson(event.payload);
  const [owner = ''] = event.repository.split('/');
  const file = `${event.repository}/.github/workflows/${workflow.file}`;
  return {
    event: payload,
    event_name: event.name,
    repository: event.repository,
    repository_id: textAt(payload, 'repository', 'id'),
    repository_owner: owner,
    repository_owner_id: textAt(payload, 'repository', 'owner', 'id'),
    repositoryUrl: `${urls.serverUrl}/${event.repository}.git`,
    ref: event.ref,
    ref_name: event.ref.replace(/^refs\/(heads|tags|pull)\//, ''),
    ref_type: event.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    ref_protected: false,
    head_ref: textAt(payload, 'pull_request', 'head', 'ref'),
    base_ref: textAt(payload, 'pull_request', 'base', 'ref'),
    sha: event.sha,
    actor: event.actor.login,
    actor_id: String(event.actor.id),
    triggering_actor: event.actor.login,
    workflow: workflow.name,
    workflow_ref: `${file}@${event.ref}`,
    workflow_sha: event.workflowSha,
    run_id: String(id),
    run_number: String(number),
    run_attempt: String(attempt),
    ...{ retention_days: '90', secret_source: 'Actions' },
    ...{ server_url: urls.serverUrl, api_url: urls.apiUrl },
    graphql_url: `${urls.apiUrl}/graphql`,
  };
}

const inEnvironment = [
  ...[
    'event_name',
    'repository',
    'repository_id',
    'repository_owner',
    'repository_owner_id',
    'ref',
  ],
  ...['ref_name', 'ref_type', 'ref_protected', 'head_ref', 'base_ref', 'sha', 'actor', 'actor_id'],
  ...['triggering_actor', 'workflow', 'workflow_ref', 'workflow_sha', 'run_id', 'run_number'],
  ...['run_attempt', 'retention_days', 'server_url', 'api_url', 'graphql_url', 'workspace', 'job'],
  ...['event_path'],
];

/** What of the context every step gets as `GITHUB_*`. */
export function githubEnvironment(github: JsonObject): Record<string, string> {
  return {
    GITHUB_ACTIONS: 'true',
    ...Object.fromEntries(
      inEnvironment.map((name) => [`GITHUB_${name.toUpperCase()}`, String(github[name] ?? '')]),
    ),
  };
}
