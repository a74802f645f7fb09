import { onTestFinished } from 'vitest';
import {
  startLocalGitHub,
  type LocalGitHub,
  type LocalGitHubOptions,
  type RecordedExchange,
} from '../../../actions/local-github/server/index.ts';
import { appPermissions } from '../../../actions/local-github/garden/app-permissions.ts';
import type { ForgeEvent } from '../../../actions/local-github/forge.ts';
import { checkAgainstOpenApi } from './check-against-openapi.ts';

export interface CheckedGitHub extends LocalGitHub {
  readonly exchanges: readonly RecordedExchange[];
  readonly events: readonly ForgeEvent[];
  /** Ways in which requests or answers were not as GitHub's description says. */
  readonly problems: readonly string[];
}

export { appPermissions };

/** Only the App moves branches. */
export const onlyTheApp = {
  name: 'only the App',
  target: 'branch',
  enforcement: 'active',
  conditions: { ref_name: { include: ['~ALL'], exclude: [] } },
  rules: [{ type: 'creation' }, { type: 'update' }, { type: 'deletion' }],
  bypass_actors: [{ actor_id: 6001, actor_type: 'Integration', bypass_mode: 'always' }],
};

export const acme: LocalGitHubOptions = {
  organisation: {
    login: 'acme',
    owners: ['ada', 'ben'],
    teams: {
      'app-developers': { members: ['alan'], repositories: { catalogue: 'triage' } },
      dispatch: { members: ['dora'], repositories: { catalogue: 'write' } },
      'model-developers': { members: ['mary'], repositories: { catalogue: 'triage' } },
    },
  },
  people: ['ada', 'ben', 'alan', 'dora', 'mary', 'stranger'],
  repositories: [
    {
      name: 'catalogue',
      files: {
        'README.md': '# Catalogue\n',
        'modules/iris/module.md': 'one\ntwo\nthree\n',
        '.github/workflows/validate.yml': 'on: { pull_request: {}, workflow_dispatch: {} }\n',
        '.github/workflows/nightly.yml': "on:\n  schedule:\n    - cron: '0 3 * * *'\n",
      },
      environments: { control: { branches: ['main'], secrets: { APP_KEY: 'a key' } } },
      rulesets: [onlyTheApp],
    },
    { name: 'runner', isPrivate: true, environments: { gpu: { branches: ['main'] } } },
  ],
  app: { slug: 'orangery', permissions: appPermissions },
};

/** Starts a local GitHub that ends with the test, and keeps what passes through it. */
export async function localGitHub(
  options: Partial<LocalGitHubOptions> = {},
): Promise<CheckedGitHub> {
  const exchanges: RecordedExchange[] = [];
  const problems: string[] = [];
  const events: ForgeEvent[] = [];
  const hub = await startLocalGitHub({
    ...acme,
    ...options,
    onExchange(exchange) {
      exchanges.push(exchange);
      problems.push(...checkAgainstOpenApi(exchange));
    },
  });
  onTestFinished(() => hub.close());
  hub.forge.onEvent((event) => events.push(event));
  return { ...hub, exchanges, events, problems };
}
