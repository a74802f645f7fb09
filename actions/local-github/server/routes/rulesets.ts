import { nodeId } from '../account.ts';
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
import { fullNameOf } from '../find.ts';
import { invalid, notFound } from '../http-error.ts';
import type { JsonObject } from '../json.ts';
import { listReply } from '../pages.ts';
import { objects, optionalObject, optionalText, requiredText } from '../read-body.ts';
import { rulesFor, type BypassActor, type Ruleset } from '../ruleset.ts';
import { nextNumber, timestamp, type State } from '../state.ts';

const ofRepository = '/repos/{owner}/{repo}/rulesets';
const ofOrganisation = '/orgs/{org}/rulesets';
const enforcements = ['disabled', 'active', 'evaluate'] as const;
const targets = ['branch', 'tag', 'push'] as const;

export const rulesetsRoutes: Routes = {
  ...routesOf(ofRepository),
  ...routesOf(ofOrganisation),
  'GET /repos/{owner}/{repo}/rules/branches/{branch}': listRules,
};

function routesOf(path: string): Routes {
  return {
    [`GET ${path}`]: (exchange) =>
      listReply(
        exchange,
        [...rulesetsOf(exchange).values()].map((ruleset) => briefJson(exchange, ruleset)),
      ),
    [`POST ${path}`]: (exchange) => {
      const { state, body } = exchange;
      const ruleset = readRuleset(state, body, nextNumber(state, 'ruleset', 1));
      rulesetsOf(exchange).set(ruleset.id, ruleset);
      return created(rulesetJson(exchange, ruleset));
    },
    [`GET ${path}/{ruleset_id}`]: (exchange) => ok(rulesetJson(exchange, rulesetOf(exchange))),
    [`PUT ${path}/{ruleset_id}`]: update,
    [`DELETE ${path}/{ruleset_id}`]: (exchange) => {
      rulesetsOf(exchange).delete(rulesetOf(exchange).id);
      return noContent();
    },
  };
}

/** A ruleset in the API's form, with a number. */
export function readRuleset(
  state: State,
  body: JsonObject,
  id: number,
  createdAt = timestamp(state),
): Ruleset {
  const enforcement = requiredText(body, 'enforcement');
  const target = optionalText(body, 'target') ?? 'branch';
  return {
    id,
    name: requiredText(body, 'name'),
    target: oneOf(targets, target, 'target'),
    enforcement: oneOf(enforcements, enforcement, 'enforcement'),
    bypass: objects(body, 'bypass_actors').map(readActor),
    conditions: optionalObject(body, 'conditions') ?? {},
    rules: objects(body, 'rules'),
    createdAt,
    updatedAt: timestamp(state),
  };
}

function oneOf<T extends string>(known: readonly T[], given: string, field: string): T {
  const found = known.find((each) => each === given);
  if (found === undefined) throw invalid(`${given} is not one of ${known.join(', ')}`, field);
  return found;
}

function readActor(actor: JsonObject): BypassActor {
  return {
    actorId: typeof actor.actor_id === 'number' ? actor.actor_id : null,
    actorType: requiredText(actor, 'actor_type'),
    mode: optionalText(actor, 'bypass_mode') ?? 'always',
  };
}

function update(exchange: Exchange): Reply {
  const { state, body } = exchange;
  const before = rulesetOf(exchange);
  const known = {
    name: before.name,
    target: before.target,
    enforcement: before.enforcement,
    conditions: before.conditions,
    rules: before.rules,
    bypass_actors: before.bypass.map(actorJson),
  };
  const ruleset = readRuleset(state, { ...known, ...body }, before.id, before.createdAt);
  rulesetsOf(exchange).set(ruleset.id, ruleset);
  return ok(rulesetJson(exchange, ruleset));
}

function rulesetsOf({ state, repository }: Exchange): Map<number, Ruleset> {
  return repository?.rulesets ?? state.organisation.rulesets;
}

function rulesetOf(exchange: Exchange): Ruleset {
  const ruleset = rulesetsOf(exchange).get(numberParameter(exchange, 'ruleset_id'));
  if (!ruleset) throw notFound();
  return ruleset;
}

function listRules(exchange: Exchange): Reply {
  const { state } = exchange;
  const repository = repositoryOf(exchange);
  const found = rulesFor(state, repository, `refs/heads/${parameter(exchange, 'branch')}`);
  const fullName = fullNameOf(state, repository);
  return listReply(
    exchange,
    found.map(({ rule, ruleset, isOwn }) => ({
      ...rule,
      ruleset_source_type: isOwn ? 'Repository' : 'Organization',
      ruleset_source: isOwn ? fullName : state.organisation.account.login,
      ruleset_id: ruleset.id,
    })),
  );
}

function rulesetJson(exchange: Exchange, ruleset: Ruleset) {
  return {
    ...briefJson(exchange, ruleset),
    bypass_actors: ruleset.bypass.map(actorJson),
    conditions: ruleset.conditions,
    rules: ruleset.rules,
  };
}

function briefJson({ state, repository }: Exchange, ruleset: Ruleset) {
  const fullName = repository && fullNameOf(state, repository);
  const owner = state.organisation.account.login;
  const api = fullName ? `${state.url}/repos/${fullName}` : `${state.url}/orgs/${owner}`;
  return {
    id: ruleset.id,
    name: ruleset.name,
    target: ruleset.target,
    source_type: fullName ? 'Repository' : 'Organization',
    source: fullName ?? owner,
    enforcement: ruleset.enforcement,
    node_id: nodeId('RepositoryRuleset', ruleset.id),
    _links: { self: { href: `${api}/rulesets/${ruleset.id}` } },
    created_at: ruleset.createdAt,
    updated_at: ruleset.updatedAt,
  };
}

function actorJson({ actorId, actorType, mode }: BypassActor) {
  return { actor_id: actorId, actor_type: actorType, bypass_mode: mode };
}
