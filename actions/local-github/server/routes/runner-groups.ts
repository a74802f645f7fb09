import {
  created,
  noContent,
  numberParameter,
  ok,
  type Exchange,
  type Reply,
  type Routes,
} from '../exchange.ts';
import { HttpError, invalid, notFound } from '../http-error.ts';
import { countedReply } from '../pages.ts';
import { optionalFlag, optionalNumbers, optionalText, requiredText } from '../read-body.ts';
import { repositoryJson } from '../repository-json.ts';
import { nextNumber, type RunnerGroup } from '../state.ts';

const list = '/orgs/{org}/actions/runner-groups';
const one = `${list}/{runner_group_id}`;

export const runnerGroupsRoutes: Routes = {
  [`GET ${list}`]: (exchange) => {
    const groups = [...exchange.state.organisation.runnerGroups.values()];
    return countedReply(
      exchange,
      'runner_groups',
      groups.map((group) => groupJson(exchange, group)),
    );
  },
  [`POST ${list}`]: create,
  [`GET ${one}`]: (exchange) => ok(groupJson(exchange, groupOf(exchange))),
  [`PATCH ${one}`]: update,
  [`DELETE ${one}`]: (exchange) => {
    const group = groupOf(exchange);
    if (group.isDefault) throw new HttpError(422, 'The default group cannot be deleted.');
    exchange.state.organisation.runnerGroups.delete(group.id);
    return noContent();
  },
  [`GET ${one}/repositories`]: listRepositories,
  [`PUT ${one}/repositories`]: (exchange) => {
    groupOf(exchange).repositories = repositoriesIn(exchange);
    return noContent();
  },
};

function groupOf(exchange: Exchange): RunnerGroup {
  const { runnerGroups } = exchange.state.organisation;
  const group = runnerGroups.get(numberParameter(exchange, 'runner_group_id'));
  if (!group) throw notFound();
  return group;
}

function create(exchange: Exchange): Reply {
  const { state, body } = exchange;
  const group: RunnerGroup = {
    id: nextNumber(state, 'runner group', 2),
    name: requiredText(body, 'name'),
    visibility: visibilityIn(exchange) ?? 'all',
    allowsPublicRepositories: optionalFlag(body, 'allows_public_repositories') ?? false,
    repositories: repositoriesIn(exchange),
    isDefault: false,
  };
  state.organisation.runnerGroups.set(group.id, group);
  return created(groupJson(exchange, group));
}

function update(exchange: Exchange): Reply {
  const { body } = exchange;
  const group = groupOf(exchange);
  group.name = requiredText(body, 'name');
  group.visibility = visibilityIn(exchange) ?? group.visibility;
  group.allowsPublicRepositories =
    optionalFlag(body, 'allows_public_repositories') ?? group.allowsPublicRepositories;
  return ok(groupJson(exchange, group));
}

function visibilityIn({ body }: Exchange): RunnerGroup['visibility'] | undefined {
  const given = optionalText(body, 'visibility');
  if (given === undefined) return undefined;
  if (given === 'all' || given === 'selected' || given === 'private') return given;
  throw invalid(`${given} is not a visibility`, 'visibility');
}

function repositoriesIn({ state, body }: Exchange): Set<number> {
  const ids = optionalNumbers(body, 'selected_repository_ids') ?? [];
  if (!ids.every((id) => state.repositories.has(id))) {
    throw invalid('A repository is not known', 'selected_repository_ids');
  }
  return new Set(ids);
}

function listRepositories(exchange: Exchange): Reply {
  const { state } = exchange;
  const found = [...groupOf(exchange).repositories].flatMap((id) => {
    const repository = state.repositories.get(id);
    return repository ? [repositoryJson(state, repository)] : [];
  });
  return countedReply(exchange, 'repositories', found);
}

function groupJson({ state }: Exchange, group: RunnerGroup) {
  const api = `${state.url}/orgs/${state.organisation.account.login}/actions/runner-groups/${group.id}`;
  return {
    id: group.id,
    name: group.name,
    visibility: group.visibility,
    default: group.isDefault,
    ...(group.visibility === 'selected' && { selected_repositories_url: `${api}/repositories` }),
    runners_url: `${api}/runners`,
    hosted_runners_url: `${api}/hosted-runners`,
    inherited: false,
    allows_public_repositories: group.allowsPublicRepositories,
    workflow_restrictions_read_only: false,
    restricted_to_workflows: false,
    selected_workflows: [],
  };
}
