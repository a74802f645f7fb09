import { accountJson, nodeId } from '../account.ts';
import {
  created,
  noContent,
  numberParameter,
  ok,
  repositoryOf,
  type Exchange,
  type Reply,
  type Routes,
} from '../exchange.ts';
import { Failure } from '@orangery/schemas';
import { HttpError, invalid, notFound } from '../http-error.ts';
import { countedReply } from '../pages.ts';
import { optionalNumbers, optionalObject, optionalTexts } from '../read-body.ts';
import { repositoryJson } from '../repository-json.ts';
import { timestamp, type State } from '../state.ts';
import { mintAppToken } from '../token.ts';
import type { Permissions } from '../../forge.ts';

const tokenSeconds = 3600;

export const appsRoutes: Routes = {
  'GET /app': ({ state, principal }) => {
    if (principal.kind !== 'app-key') throw notFound();
    return ok(appJson(state));
  },
  'GET /orgs/{org}/installation': (exchange) => ok(installationJson(exchange.state)),
  'GET /repos/{owner}/{repo}/installation': (exchange) => {
    const { state } = exchange;
    if (repositoryOf(exchange).owner !== state.organisation.account.id) throw notFound();
    return ok(installationJson(state));
  },
  'POST /app/installations/{installation_id}/access_tokens': createToken,
  'DELETE /installation/token': ({ state, headers }) => {
    const text = headers.get('authorization')?.replace(/^(Bearer|token)\s+/i, '') ?? '';
    state.tokens.delete(text);
    return noContent();
  },
  'GET /installation/repositories': (exchange) => {
    const { state, principal } = exchange;
    if (principal.kind !== 'app') throw notFound();
    const found = [...state.repositories.values()].filter(({ id }) =>
      principal.repositories.has(id),
    );
    return countedReply(
      exchange,
      'repositories',
      found.map((repository) => repositoryJson(state, repository)),
    );
  },
};

function createToken(exchange: Exchange): Reply {
  const { state, principal, body } = exchange;
  if (principal.kind !== 'app-key') throw new HttpError(401, 'Requires the key of the App');
  if (numberParameter(exchange, 'installation_id') !== state.app.installation) throw notFound();
  const permissions = permissionsIn(exchange) ?? state.app.permissions;
  const repositories = optionalTexts(body, 'repositories') ?? namesById(exchange) ?? [];
  try {
    const owner = state.organisation.account.login;
    const token = mintAppToken(state, { owner, repositories, permissions, seconds: tokenSeconds });
    const expires = new Date(state.now().getTime() + tokenSeconds * 1000).toISOString();
    const selection = repositories.length > 0 ? 'selected' : 'all';
    return created({ token, expires_at: expires, permissions, repository_selection: selection });
  } catch (error) {
    if (error instanceof Failure) throw invalid(error.message);
    throw error;
  }
}

function permissionsIn({ body }: Exchange): Permissions | undefined {
  const given = optionalObject(body, 'permissions');
  if (!given) return undefined;
  const levels = Object.entries(given).map(([name, level]): [string, 'read' | 'write'] => {
    if (level !== 'read' && level !== 'write') throw invalid(`${name} is neither read nor write`);
    return [name, level];
  });
  return Object.fromEntries(levels);
}

function namesById({ state, body }: Exchange): readonly string[] | undefined {
  return optionalNumbers(body, 'repository_ids')?.map((id) => {
    const repository = state.repositories.get(id);
    if (!repository) throw invalid('A repository is not known', 'repository_ids');
    return repository.name;
  });
}

function appJson(state: State) {
  const { id, slug, name, permissions } = state.app;
  const now = timestamp(state);
  return {
    id,
    slug,
    node_id: nodeId('App', id),
    owner: accountJson(state.organisation.account, state.url),
    name,
    description: null,
    external_url: state.url,
    html_url: `${state.url}/apps/${slug}`,
    created_at: now,
    updated_at: now,
    permissions,
    events: [],
    installations_count: 1,
  };
}

function installationJson(state: State) {
  const { id, slug, installation, permissions } = state.app;
  const { account } = state.organisation;
  const now = timestamp(state);
  return {
    id: installation,
    account: accountJson(account, state.url),
    repository_selection: 'all',
    access_tokens_url: `${state.url}/app/installations/${installation}/access_tokens`,
    repositories_url: `${state.url}/installation/repositories`,
    html_url: `${state.url}/organizations/${account.login}/settings/installations/${installation}`,
    app_id: id,
    app_slug: slug,
    target_id: account.id,
    target_type: 'Organization',
    permissions,
    events: [],
    created_at: now,
    updated_at: now,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: null,
  };
}
