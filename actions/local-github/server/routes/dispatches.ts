import { emit } from '../emit.ts';
import {
  noContent,
  parameter,
  repositoryOf,
  type Exchange,
  type Reply,
  type Routes,
} from '../exchange.ts';
import { filesOf } from '../git/files.ts';
import { HttpError, invalid, notFound } from '../http-error.ts';
import { countedReply } from '../pages.ts';
import { optionalObject, requiredText } from '../read-body.ts';
import type { Repository } from '../repository.ts';
import { resolveCommit } from '../resolve-commit.ts';
import { workflowId } from '../run-json.ts';
import { nodeId } from '../account.ts';
import { fullNameOf } from '../find.ts';
import { isWorkflow } from './runs.ts';

const repo = '/repos/{owner}/{repo}';
const mostPayloadProperties = 10;
const longestEventType = 100;
const mostInputs = 25;

export const dispatchesRoutes: Routes = {
  [`POST ${repo}/dispatches`]: dispatchEvent,
  [`GET ${repo}/actions/workflows`]: listWorkflows,
  [`POST ${repo}/actions/workflows/{workflow_id}/dispatches`]: dispatchWorkflow,
};

function dispatchEvent(exchange: Exchange): Reply {
  const { state, principal, body } = exchange;
  const type = requiredText(body, 'event_type');
  const payload = optionalObject(body, 'client_payload') ?? {};
  if (type.length > longestEventType) throw invalid('event_type is too long', 'event_type');
  if (Object.keys(payload).length > mostPayloadProperties) {
    throw new HttpError(422, `No more than ${mostPayloadProperties} properties are allowed.`);
  }
  emit(
    state,
    { principal, repository: repositoryOf(exchange) },
    {
      name: 'repository_dispatch',
      action: type,
      payload: { branch: 'main', client_payload: payload },
    },
  );
  return noContent();
}

function dispatchWorkflow(exchange: Exchange): Reply {
  const { state, principal, body } = exchange;
  const repository = repositoryOf(exchange);
  const reference = requiredText(body, 'ref').replace(/^refs\/heads\//, '');
  const sha = repository.references.get(`refs/heads/${reference}`);
  if (sha === undefined) throw new HttpError(422, `No ref found for: ${reference}`);
  const asked = parameter(exchange, 'workflow_id');
  const known = workflowsAt(repository, sha).find(({ file }) => isWorkflow(file, asked));
  const onDefault = workflowsAt(repository, resolveCommit(repository, 'HEAD'));
  // It is known by the default branch, and run as the branch that is named has it.
  if (!known || !onDefault.some(({ file }) => file === known.file)) throw notFound();
  if (!known.text.includes('workflow_dispatch')) {
    throw new HttpError(422, "Workflow does not have 'workflow_dispatch' trigger");
  }
  const inputs = optionalObject(body, 'inputs') ?? {};
  if (Object.keys(inputs).length > mostInputs) throw invalid('Too many inputs', 'inputs');
  emit(
    state,
    { principal, repository },
    {
      name: 'workflow_dispatch',
      ref: `refs/heads/${reference}`,
      sha,
      workflow: known.file,
      payload: {
        inputs,
        ref: `refs/heads/${reference}`,
        workflow: `.github/workflows/${known.file}`,
      },
    },
  );
  return noContent();
}

function listWorkflows(exchange: Exchange): Reply {
  const { state } = exchange;
  const repository = repositoryOf(exchange);
  const html = `${state.url}/${fullNameOf(state, repository)}`;
  const api = `${state.url}/repos/${fullNameOf(state, repository)}/actions/workflows`;
  const all = workflowsAt(repository, resolveCommit(repository, 'HEAD'));
  return countedReply(
    exchange,
    'workflows',
    all.map(({ file }) => ({
      id: workflowId(file),
      node_id: nodeId('Workflow', workflowId(file)),
      name: file.replace(/\.ya?ml$/, ''),
      path: `.github/workflows/${file}`,
      state: 'active',
      created_at: repository.createdAt,
      updated_at: repository.createdAt,
      url: `${api}/${workflowId(file)}`,
      html_url: `${html}/blob/${repository.defaultBranch}/.github/workflows/${file}`,
      badge_url: `${html}/workflows/${file}/badge.svg`,
    })),
  );
}

export function workflowsAt(
  { objects }: Repository,
  commit: string,
): readonly { readonly file: string; readonly text: string }[] {
  const found = [...filesOf(objects, commit)].filter(([path]) =>
    /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path),
  );
  return found.map(([path, { sha }]) => ({
    file: path.slice('.github/workflows/'.length),
    text: objects.blobs.get(sha)?.toString('utf8') ?? '',
  }));
}
