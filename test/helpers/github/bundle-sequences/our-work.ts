import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { Failure } from '@orangery/schemas';
import type { LocalGitHub } from '../../../../actions/local-github/server/index.ts';
import type { GitHubEvent } from '../../../../actions/orders/hear-event.ts';
import { runnerName } from '../model/garden.ts';
import { runBundle } from '../run-bundle.ts';
import type { Deeds } from '../sequences/deeds.ts';
import type { World } from '../sequences/world.ts';

export type OurWork = Pick<Deeds, 'handle' | 'reconcile'>;

const clock = pathToFileURL(join(import.meta.dirname, 'fixed-clock.mjs')).href;

const command = {
  ...({ contents: 'write', pull_requests: 'write', issues: 'write' } as const),
  ...({ actions: 'write', members: 'read' } as const),
};

/** As the workflows ask for, by the bundle. */
const permissions = {
  ...{ command, finish: command },
  reap: { ...command, organization_self_hosted_runners: 'write' },
} as const;

export interface WorkOrder {
  readonly hub: LocalGitHub;
  /** What they take for GitHub; known once the world is there. */
  readonly apiUrl: () => string;
  /** Folder of the bundles; the committed ones when absent. */
  readonly bundles?: string | undefined;
}

/** What is ours is done by bundles, each a process of its own. */
export function bundleWork(world: World, order: WorkOrder): OurWork {
  const taken = new Set<number>();
  const run = (bundle: keyof typeof permissions, event: GitHubEvent) => {
    return runOurs(world, { ...order, bundle, event });
  };
  return {
    handle: (event) => run('command', event),
    // the event of a run that has ended, if there is one; otherwise what the clock does every hour
    reconcile: async () => {
      const { runs } = world.garden.runner;
      const ended = runs.find(({ id, status }) => status === 'completed' && !taken.has(id));
      if (ended === undefined) {
        await run('reap', { name: 'schedule', run: 1, payload: {} });
        return undefined;
      }
      taken.add(ended.id);
      const payload = { client_payload: { run: ended.id } };
      await run('finish', { name: 'repository_dispatch', run: 1, payload });
      return [ended.title];
    },
  };
}

interface Step extends WorkOrder {
  readonly bundle: keyof typeof permissions;
  readonly event: GitHubEvent;
}

async function runOurs(world: World, step: Step): Promise<void> {
  const { hub, apiUrl, bundles, bundle, event } = step;
  const token = await hub.forge.mintAppToken({
    ...{ appId: hub.appId, privateKey: hub.appPrivateKey, owner: 'garden', seconds: 3600 },
    repositories: ['orangery', 'orangery-runner'],
    permissions: permissions[bundle],
  });
  const { code, annotations, log } = await runBundle(bundle, {
    inputs: { token, 'app-slug': 'orangery', 'runner-repository': runnerName },
    event,
    ...(bundles !== undefined && { bundles }),
    env: {
      ...{ GITHUB_API_URL: apiUrl(), GITHUB_RUN_ID: String(event.run) },
      ...{ NODE_OPTIONS: `--import=${clock}`, ORANGERY_TEST_NOW: String(world.garden.forge.now) },
    },
  });
  if (code === 0) return;
  const told = annotations.find(({ level }) => level === 'error')?.message;
  throw new Failure('GITHUB_FAILED', told ?? `${bundle} ended with ${code}: ${log.slice(-500)}`);
}
