import { accountJson } from '../account.ts';
import { codeownersErrors } from '../codeowners-errors.ts';
import { resolveCommit } from '../resolve-commit.ts';
import { askEmulate, refusal } from '../ask-emulate.ts';
import {
  noContent,
  ok,
  parameter,
  repositoryOf,
  type Exchange,
  type Reply,
  type Routes,
} from '../exchange.ts';
import { accountById, requireAccount } from '../find.ts';
import { forkRepository } from '../fork-repository.ts';
import { invalid } from '../http-error.ts';
import { isJsonObject } from '../json.ts';
import { listReply } from '../pages.ts';
import { accountOf } from '../principal.ts';
import { optionalText } from '../read-body.ts';
import { fullRepositoryJson, repositoryJson } from '../repository-json.ts';
import { roleIn, type Role } from '../role.ts';
import { actorOf } from '../exchange.ts';
import { rolesByPermission } from './teams.ts';

const repo = '/repos/{owner}/{repo}';

export const repositoriesRoutes: Routes = {
  [`GET ${repo}`]: (exchange) => ok(describe(exchange)),
  [`PATCH ${repo}`]: update,
  [`DELETE ${repo}`]: remove,
  [`GET ${repo}/forks`]: (exchange) => {
    const { state } = exchange;
    const forks = [...state.repositories.values()].filter(
      ({ parent }) => parent === repositoryOf(exchange),
    );
    return listReply(
      exchange,
      forks.map((fork) => repositoryJson(state, fork)),
    );
  },
  [`POST ${repo}/forks`]: async (exchange) => {
    const { state, body } = exchange;
    const name = optionalText(body, 'name');
    const fork = await forkRepository(state, {
      parent: repositoryOf(exchange),
      owner: actorOf(exchange),
      ...(name !== undefined && { name }),
    });
    return { status: 202, json: fullRepositoryJson(state, fork, 'admin') };
  },
  [`GET ${repo}/collaborators`]: listCollaborators,
  [`PUT ${repo}/collaborators/{username}`]: addCollaborator,
  [`DELETE ${repo}/collaborators/{username}`]: (exchange) => {
    const account = requireAccount(exchange.state, parameter(exchange, 'username'));
    repositoryOf(exchange).collaborators.delete(account.id);
    return noContent();
  },
  [`GET ${repo}/collaborators/{username}/permission`]: readPermission,
  [`GET ${repo}/codeowners/errors`]: (exchange) => {
    const { state, query } = exchange;
    const repository = repositoryOf(exchange);
    const commit = resolveCommit(repository, query.get('ref') ?? 'HEAD');
    return ok({ errors: codeownersErrors(state, repository, commit) });
  },
  [`GET ${repo}/actions/secrets`]: () => ok({ total_count: 0, secrets: [] }),
  [`GET ${repo}/actions/variables`]: (exchange) => {
    const { variables, createdAt } = repositoryOf(exchange);
    const times = { created_at: createdAt, updated_at: createdAt };
    const all = Object.entries(variables).map(([name, value]) => ({ name, value, ...times }));
    return ok({ total_count: all.length, variables: all });
  },
};

function describe(exchange: Exchange) {
  const { state, principal } = exchange;
  const repository = repositoryOf(exchange);
  const role: Role =
    principal.kind === 'person' ? roleIn(state, accountOf(principal), repository) : 'read';
  return fullRepositoryJson(state, repository, role);
}

async function update(exchange: Exchange): Promise<Reply> {
  const { state, body } = exchange;
  const repository = repositoryOf(exchange);
  const account = actorOf(exchange);
  const reply = await askEmulate(state, { method: 'PATCH', path: '', repository, account, body });
  if (reply.status >= 400 || !isJsonObject(reply.json)) throw refusal(reply.status, reply.json);
  repository.profile = reply.json;
  return ok(describe(exchange));
}

/** Pull requests from a fork outlive it. */
async function remove(exchange: Exchange): Promise<Reply> {
  const { state } = exchange;
  const repository = repositoryOf(exchange);
  const question = { method: 'DELETE', path: '', repository, account: actorOf(exchange) };
  const { status, json } = await askEmulate(state, question);
  if (status >= 400) throw refusal(status, json);
  state.repositories.delete(repository.id);
  return noContent();
}

function listCollaborators(exchange: Exchange): Reply {
  const { state } = exchange;
  const repository = repositoryOf(exchange);
  const people = [...state.accounts.values()].filter(
    ({ id, type }) => type === 'User' && !['none', 'read'].includes(roleIn(state, id, repository)),
  );
  return listReply(
    exchange,
    people.map((account) => ({
      ...accountJson(account, state.url),
      role_name: roleIn(state, account.id, repository),
    })),
  );
}

function addCollaborator(exchange: Exchange): Reply {
  const account = requireAccount(exchange.state, parameter(exchange, 'username'));
  const role = rolesByPermission[optionalText(exchange.body, 'permission') ?? 'push'];
  if (!role) throw invalid('permission is not known', 'permission');
  repositoryOf(exchange).collaborators.set(account.id, role);
  return noContent();
}

/** The old names know four levels; `role_name` knows all. */
function readPermission(exchange: Exchange): Reply {
  const { state } = exchange;
  const account = requireAccount(state, parameter(exchange, 'username'));
  const role = roleIn(state, account.id, repositoryOf(exchange));
  const legacy = role === 'triage' ? 'read' : role === 'maintain' ? 'write' : role;
  const user = { ...accountJson(accountById(state, account.id), state.url), role_name: role };
  return ok({ permission: legacy, role_name: role, user });
}
