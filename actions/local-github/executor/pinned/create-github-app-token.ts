import { Failure } from '@orangery/schemas';
import type { Permissions } from '../../forge.ts';
import { optional, required, type PinnedAction, type PinnedCall } from './pinned-action.ts';

const hour = 3600;

const scopes = [
  ...['actions', 'administration', 'artifact-metadata', 'attestations', 'checks', 'contents'],
  ...[
    'custom-properties-for-organizations',
    'deployments',
    'discussions',
    'environments',
    'issues',
  ],
  ...[
    'members',
    'merge-queues',
    'metadata',
    'organization-administration',
    'organization-custom-roles',
  ],
  ...['organization-events', 'organization-hooks', 'organization-plan', 'organization-projects'],
  ...[
    'organization-secrets',
    'organization-self-hosted-runners',
    'packages',
    'pages',
    'pull-requests',
  ],
  ...['repository-hooks', 'repository-projects', 'secrets', 'security-events', 'single-file'],
  ...['statuses', 'vulnerability-alerts', 'workflows'],
];

/** A token of the App's installation, which ends with the job. Its permissions must be named one by one. */
export const createGitHubAppToken: PinnedAction = {
  inputs: {
    'app-id': optional(),
    'client-id': optional(),
    'private-key': required,
    owner: optional(),
    repositories: optional(),
    enterprise: optional(),
    'skip-token-revoke': optional('false'),
    'github-api-url': optional('${{ github.api_url }}'),
    ...Object.fromEntries(scopes.map((scope) => [`permission-${scope}`, optional()])),
  },
  unsupported: ['enterprise'],
  run: create,
};

async function create({ inputs, outputs, session }: PinnedCall): Promise<void> {
  const [ownOwner = '', ownName = ''] = session.event.repository.split('/');
  const { log, forge } = session;
  const owner = inputs['owner'] || ownOwner;
  const listed = (inputs['repositories'] ?? '').split(/[\s,]+/).filter((name) => name !== '');
  const appId = inputs['client-id'] || inputs['app-id'] || '';
  const repositories = listed.length === 0 && !inputs['owner'] ? [ownName] : listed;
  const permissions = readPermissions(inputs);
  if (appId === '') throw refused('app-id or client-id is required');
  if (repositories.length === 0) throw refused('repositories must be named beside owner');
  if (Object.keys(permissions).length === 0) throw refused('name at least one permission-* input');
  const token = await forge.mintAppToken({
    ...{ appId, privateKey: inputs['private-key'] ?? '', owner, repositories },
    ...{ permissions, seconds: hour },
  });
  log.mask(token);
  Object.assign(outputs, { token, 'installation-id': '1', 'app-slug': forge.appSlug });
  if (inputs['skip-token-revoke'] === 'true') return;
  session.posts.push({
    name: 'Post: revoke the token of the App',
    run: async () => forge.revokeToken(token),
  });
}

function readPermissions(inputs: Readonly<Record<string, string>>): Permissions {
  const given = scopes.flatMap((scope): [string, 'read' | 'write'][] => {
    const level = inputs[`permission-${scope}`] ?? '';
    if (level === '') return [];
    if (level !== 'read' && level !== 'write')
      throw refused(`permission-${scope} cannot be ${level}`);
    return [[scope.replaceAll('-', '_'), level]];
  });
  return Object.fromEntries(given);
}

function refused(message: string): Failure {
  return new Failure('ACCESS_REFUSED', `actions/create-github-app-token: ${message}`, {
    hint: 'A token is only for what its job does: name repositories and permissions.',
  });
}
