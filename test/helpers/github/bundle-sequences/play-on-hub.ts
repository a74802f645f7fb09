import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  startLocalGitHub,
  type LocalGitHub,
  type SeedFiles,
} from '../../../../actions/local-github/server/index.ts';
import { checkAgainstOpenApi } from '../check-against-openapi.ts';
import { appPermissions } from '../local-github.ts';
import { findCommit } from '../model/history.ts';
import { plantGarden, type Garden } from '../model/garden.ts';
import type { ModelRepository } from '../model/model-state.ts';
import { applyEvent } from '../sequences/apply-event.ts';
import type { SequenceEvent } from '../sequences/event.ts';
import { plantWorld, type World } from '../sequences/world.ts';
import { machineWorkflow } from '../small-garden.ts';
import { hubDeeds } from './hub-deeds.ts';
import { judgingProxy } from './judging-proxy.ts';
import { bundleWork } from './our-work.ts';
import { readHub } from './read-hub.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');

/** What came of a sequence. */
export interface Played {
  /** What the oracle found wrong at the first event that went wrong; none when all is well. */
  readonly violations: readonly string[];
  /** Pull requests that the bot merged. */
  readonly merges: number;
  /** Jobs that were sent to the machines. */
  readonly sent: number;
  /** Comments of the bot. */
  readonly answers: number;
}

/**
 * Lets events happen one after the other on a local GitHub of their own, what is ours by the bundles.
 * @param bundles folder of them; the committed ones when absent
 */
export async function playOnHub(
  events: readonly SequenceEvent[],
  bundles?: string,
): Promise<Played> {
  const problems: string[] = [];
  const planted = plantWorld();
  const garden: Garden = {
    ...plantGarden(),
    bot: { id: 90_006_001, login: 'orangery[bot]', type: 'Bot' },
  };
  const hub = await startHub(planted, {
    now: () => new Date(garden.forge.now),
    onExchange: (exchange) => problems.push(...checkAgainstOpenApi(exchange)),
  });
  const deeds = (one: World) => {
    return hubDeeds(one, hub, bundleWork(one, { hub, apiUrl: () => proxy.url, bundles }));
  };
  const world = plantWorld(undefined, deeds, garden);
  const follow = (): Promise<void> => readHub(hub.state, garden);
  const proxy = await judgingProxy(world, hub.url, follow);
  try {
    await follow();
    for (const event of events) {
      await applyEvent(world, event);
      if (world.violations.length + problems.length > 0) break;
    }
    const { pulls, comments } = garden.catalogue;
    return {
      violations: [...new Set([...world.violations, ...problems])],
      merges: [...pulls.values()].filter(({ isMerged }) => isMerged).length,
      sent: garden.runner.runs.length,
      answers: comments.filter(({ author }) => author.id === garden.bot.id).length,
    };
  } finally {
    await proxy.close();
    await hub.close();
  }
}

/** A local GitHub with what the model was planted with. */
async function startHub(
  { garden, people }: World,
  options: Pick<Parameters<typeof startLocalGitHub>[0], 'now' | 'onExchange'>,
): Promise<LocalGitHub> {
  const { forge, catalogue, bot } = garden;
  const logins = [...forge.accounts.values()].map(({ id, login }) => {
    return id === bot.id ? 'gardener' : login.replace('[bot]', '');
  });
  const teams = [...forge.teams].map(([slug, ids]) => {
    const members = [...ids].map((id) => logins[id - bot.id]!);
    return [slug, { members, repositories: { orangery: 'triage' as const } }] as const;
  });
  const dispatch = {
    members: ['ada', 'ann', 'mo', 'dora'],
    repositories: { orangery: 'write' as const },
  };
  const hub = await startLocalGitHub({
    ...options,
    organisation: {
      ...{ login: 'garden', owners: ['gardener'] },
      teams: { ...Object.fromEntries(teams), dispatch },
    },
    people: logins,
    repositories: [
      { name: 'orangery', files: { ...filesOf(garden, catalogue), ...commandWorkflow } },
      {
        ...{ name: 'orangery-runner', isPrivate: true },
        files: {
          '.github/workflows/retrain.yml': machineWorkflow('retrain'),
          '.github/workflows/benchmark.yml': machineWorkflow('benchmark'),
        },
      },
    ],
    app: { slug: 'orangery', permissions: appPermissions },
  });
  const robot = hub.state.accounts.get(people.robot.id)!;
  hub.state.accounts.set(robot.id, { ...robot, login: 'robot[bot]', type: 'Bot' });
  return hub;
}

const path = '.github/workflows/command.yml';
const commandWorkflow = { [path]: readFileSync(join(root, path), 'utf8') };

function filesOf({ forge }: Garden, { branches }: ModelRepository): SeedFiles {
  return Object.fromEntries(findCommit(forge, branches.get('main')!)!.tree);
}
