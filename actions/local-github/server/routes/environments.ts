import { nodeId } from '../account.ts';
import {
  noContent,
  numberParameter,
  ok,
  parameter,
  repositoryOf,
  type Exchange,
  type Reply,
  type Routes,
} from '../exchange.ts';
import { fullNameOf } from '../find.ts';
import { invalid, notFound } from '../http-error.ts';
import { countedReply } from '../pages.ts';
import { optionalFlag, optionalObject, optionalText, requiredText } from '../read-body.ts';
import type { BranchPolicy, EnvironmentRecord } from '../repository.ts';
import { nextNumber, timestamp } from '../state.ts';

const list = '/repos/{owner}/{repo}/environments';
const one = `${list}/{environment_name}`;
const policies = `${one}/deployment-branch-policies`;

export const environmentsRoutes: Routes = {
  [`GET ${list}`]: (exchange) => {
    const all = [...repositoryOf(exchange).environments.values()];
    return countedReply(
      exchange,
      'environments',
      all.map((environment) => environmentJson(exchange, environment)),
    );
  },
  [`GET ${one}`]: (exchange) => ok(environmentJson(exchange, environmentOf(exchange))),
  [`PUT ${one}`]: put,
  [`DELETE ${one}`]: (exchange) => {
    repositoryOf(exchange).environments.delete(environmentOf(exchange).name);
    return noContent();
  },
  [`GET ${policies}`]: (exchange) =>
    countedReply(exchange, 'branch_policies', policiesOf(exchange).map(policyJson)),
  [`POST ${policies}`]: addPolicy,
  [`GET ${policies}/{branch_policy_id}`]: (exchange) => ok(policyJson(policyOf(exchange))),
  [`PUT ${policies}/{branch_policy_id}`]: renamePolicy,
  [`DELETE ${policies}/{branch_policy_id}`]: removePolicy,
  [`GET ${one}/secrets`]: listSecrets,
  [`GET ${one}/variables`]: listVariables,
};

function environmentOf(exchange: Exchange): EnvironmentRecord {
  const name = parameter(exchange, 'environment_name');
  const environment = repositoryOf(exchange).environments.get(name);
  if (!environment) throw notFound();
  return environment;
}

function put(exchange: Exchange): Reply {
  const { state, body } = exchange;
  const { environments } = repositoryOf(exchange);
  const name = parameter(exchange, 'environment_name');
  const now = timestamp(state);
  const environment: EnvironmentRecord = environments.get(name) ?? {
    id: nextNumber(state, 'environment', 1),
    name,
    secrets: {},
    variables: {},
    policies: null,
    createdAt: now,
    updatedAt: now,
  };
  const policy = optionalObject(body, 'deployment_branch_policy');
  const isCustom = policy && optionalFlag(policy, 'custom_branch_policies');
  const isProtected = policy && optionalFlag(policy, 'protected_branches');
  if (policy && isCustom === isProtected) {
    throw invalid('protected_branches and custom_branch_policies cannot have the same value');
  }
  environment.policies = isCustom ? (environment.policies ?? []) : null;
  environment.updatedAt = now;
  environments.set(name, environment);
  return ok(environmentJson(exchange, environment));
}

function policiesOf(exchange: Exchange): BranchPolicy[] {
  const { policies: all } = environmentOf(exchange);
  if (all === null) throw notFound();
  return all;
}

function addPolicy(exchange: Exchange): Reply {
  const { state, body } = exchange;
  const all = policiesOf(exchange);
  const name = requiredText(body, 'name');
  const type = optionalText(body, 'type') === 'tag' ? 'tag' : 'branch';
  if (all.some((policy) => policy.name === name && policy.type === type)) {
    return { status: 303, headers: { location: exchange.state.url } };
  }
  const policy = { id: nextNumber(state, 'branch policy', 1), name, type } as const;
  all.push(policy);
  return ok(policyJson(policy));
}

function policyOf(exchange: Exchange): BranchPolicy {
  const id = numberParameter(exchange, 'branch_policy_id');
  const policy = policiesOf(exchange).find((each) => each.id === id);
  if (!policy) throw notFound();
  return policy;
}

function renamePolicy(exchange: Exchange): Reply {
  const all = policiesOf(exchange);
  const policy = policyOf(exchange);
  const renamed = { ...policy, name: requiredText(exchange.body, 'name') };
  all.splice(all.indexOf(policy), 1, renamed);
  return ok(policyJson(renamed));
}

function removePolicy(exchange: Exchange): Reply {
  const all = policiesOf(exchange);
  all.splice(all.indexOf(policyOf(exchange)), 1);
  return noContent();
}

function policyJson({ id, name, type }: BranchPolicy) {
  return { id, node_id: nodeId('BranchPolicy', id), name, type };
}

/** Names alone: nobody reads a secret back. */
function listSecrets(exchange: Exchange): Reply {
  const { secrets, createdAt, updatedAt } = environmentOf(exchange);
  const times = { created_at: createdAt, updated_at: updatedAt };
  return countedReply(
    exchange,
    'secrets',
    Object.keys(secrets).map((name) => ({ name, ...times })),
  );
}

function listVariables(exchange: Exchange): Reply {
  const { variables, createdAt, updatedAt } = environmentOf(exchange);
  const times = { created_at: createdAt, updated_at: updatedAt };
  return countedReply(
    exchange,
    'variables',
    Object.entries(variables).map(([name, value]) => ({ name, value, ...times })),
  );
}

function environmentJson(exchange: Exchange, environment: EnvironmentRecord) {
  const { state } = exchange;
  const fullName = fullNameOf(state, repositoryOf(exchange));
  const { id, name, policies: all, createdAt, updatedAt } = environment;
  const rule = { id, node_id: nodeId('BranchPolicyRule', id), type: 'branch_policy' };
  return {
    id,
    node_id: nodeId('Environment', id),
    name,
    url: `${state.url}/repos/${fullName}/environments/${encodeURIComponent(name)}`,
    html_url: `${state.url}/${fullName}/deployments/activity_log?environments_filter=${encodeURIComponent(name)}`,
    created_at: createdAt,
    updated_at: updatedAt,
    protection_rules: all === null ? [] : [rule],
    deployment_branch_policy:
      all === null ? null : { protected_branches: false, custom_branch_policies: true },
  };
}
