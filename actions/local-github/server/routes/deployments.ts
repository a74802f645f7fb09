import { accountJson, nodeId } from '../account.ts';
import {
  actorOf,
  created,
  noContent,
  numberParameter,
  ok,
  repositoryOf,
  type Exchange,
  type Reply,
  type Routes,
} from '../exchange.ts';
import { accountById, fullNameOf } from '../find.ts';
import { HttpError, invalid, notFound } from '../http-error.ts';
import { listReply } from '../pages.ts';
import { optionalFlag, optionalObject, optionalText, requiredText } from '../read-body.ts';
import type { DeploymentRecord } from '../repository.ts';
import { resolveCommit } from '../resolve-commit.ts';
import { nextNumber, timestamp } from '../state.ts';

const list = '/repos/{owner}/{repo}/deployments';
const one = `${list}/{deployment_id}`;
const states = ['error', 'failure', 'inactive', 'in_progress', 'queued', 'pending', 'success'];

export const deploymentsRoutes: Routes = {
  [`GET ${list}`]: listDeployments,
  [`POST ${list}`]: create,
  [`GET ${one}`]: (exchange) => ok(deploymentJson(exchange, deploymentOf(exchange))),
  [`DELETE ${one}`]: remove,
  [`GET ${one}/statuses`]: (exchange) =>
    listReply(exchange, [...deploymentOf(exchange).statuses].reverse()),
  [`POST ${one}/statuses`]: addStatus,
};

function deploymentOf(exchange: Exchange): DeploymentRecord {
  const id = numberParameter(exchange, 'deployment_id');
  const deployment = repositoryOf(exchange).deployments.get(id);
  if (!deployment) throw notFound();
  return deployment;
}

function listDeployments(exchange: Exchange): Reply {
  const { query } = exchange;
  const filters = ['environment', 'ref', 'sha', 'task'] as const;
  const found = [...repositoryOf(exchange).deployments.values()]
    .filter((deployment) =>
      filters.every((name) => query.get(name) === null || query.get(name) === deployment[name]),
    )
    .reverse();
  return listReply(
    exchange,
    found.map((deployment) => deploymentJson(exchange, deployment)),
  );
}

function create(exchange: Exchange): Reply {
  const { state, body } = exchange;
  const repository = repositoryOf(exchange);
  const ref = requiredText(body, 'ref');
  const environment = optionalText(body, 'environment') ?? 'production';
  const deployment: DeploymentRecord = {
    id: nextNumber(state, 'deployment', 1),
    ref,
    sha: resolveCommit(repository, ref),
    task: optionalText(body, 'task') ?? 'deploy',
    environment,
    isProduction: optionalFlag(body, 'production_environment') ?? environment === 'production',
    description: optionalText(body, 'description') ?? null,
    payload: typeof body.payload === 'string' ? {} : (optionalObject(body, 'payload') ?? {}),
    creator: actorOf(exchange),
    createdAt: timestamp(state),
    statuses: [],
  };
  repository.deployments.set(deployment.id, deployment);
  return created(deploymentJson(exchange, deployment));
}

/** GitHub removes only what is inactive, unless it is the only one. */
function remove(exchange: Exchange): Reply {
  const { deployments } = repositoryOf(exchange);
  const deployment = deploymentOf(exchange);
  const isActive = deployment.statuses.at(-1)?.state !== 'inactive';
  if (isActive && deployments.size > 1) {
    throw new HttpError(422, 'We cannot delete an active deployment unless it is the only one.');
  }
  deployments.delete(deployment.id);
  return noContent();
}

function addStatus(exchange: Exchange): Reply {
  const { state, body } = exchange;
  const deployment = deploymentOf(exchange);
  const given = requiredText(body, 'state');
  if (!states.includes(given)) throw invalid(`${given} is not a state`, 'state');
  const id = nextNumber(state, 'deployment status', 1);
  const { url, repository_url } = deploymentJson(exchange, deployment);
  const now = timestamp(state);
  const status = {
    url: `${url}/statuses/${id}`,
    id,
    node_id: nodeId('DeploymentStatus', id),
    state: given,
    creator: accountJson(accountById(state, actorOf(exchange)), state.url),
    description: optionalText(body, 'description') ?? '',
    environment: optionalText(body, 'environment') ?? deployment.environment,
    target_url: optionalText(body, 'target_url') ?? '',
    created_at: now,
    updated_at: now,
    deployment_url: url,
    repository_url,
    environment_url: optionalText(body, 'environment_url') ?? '',
    log_url: optionalText(body, 'log_url') ?? '',
  };
  deployment.statuses.push(status);
  return created(status);
}

function deploymentJson(exchange: Exchange, deployment: DeploymentRecord) {
  const { state } = exchange;
  const repositoryUrl = `${state.url}/repos/${fullNameOf(state, repositoryOf(exchange))}`;
  const url = `${repositoryUrl}/deployments/${deployment.id}`;
  return {
    url,
    id: deployment.id,
    node_id: nodeId('Deployment', deployment.id),
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    payload: deployment.payload,
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description,
    creator: accountJson(accountById(state, deployment.creator), state.url),
    created_at: deployment.createdAt,
    updated_at: deployment.createdAt,
    statuses_url: `${url}/statuses`,
    repository_url: repositoryUrl,
    transient_environment: false,
    production_environment: deployment.isProduction,
  };
}
