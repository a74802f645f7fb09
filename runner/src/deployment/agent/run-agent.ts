import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import { toFailure } from '@orangery/schemas';
import { withLock } from '../../dataset/cache/with-lock.ts';
import { deploymentsFolder, stageName } from '../host/host-folders.ts';
import { listHostStages, readHostStage } from '../host/host-stage.ts';
import type { StageId } from '../reconcile/slots.ts';
import { switchStage } from '../switch/switch-stage.ts';
import type { Deployer, StageOutcome } from '../switch/switch-order.ts';
import { acceptedCommit, followMain, type FollowOptions } from './follow-main.ts';
import type { GitJournal } from './git-journal.ts';
import { readWanted, type WantedAt } from './read-wanted.ts';

export interface AgentOrder {
  readonly deployer: Deployer;
  readonly follow: FollowOptions;
  readonly journal: GitJournal;
  /** Between two looks; 15 when absent. */
  readonly everySeconds?: number;
  /** Whether it looks once and ends. */
  readonly isOnce: boolean;
  /** Told after every look. */
  readonly onLook: (look: AgentLook) => void;
}

/** What came of one look. */
export interface AgentLook {
  /** That what runs was taken from; null before the first was accepted. */
  readonly commit: string | null;
  readonly outcomes: readonly StageOutcome[];
  /** What went wrong, a line each. */
  readonly problems: readonly string[];
}

/**
 * Follows the branch of a repository: what its files want is brought to run, again and again. What is
 * refused, or cannot be reached, leaves what runs as it is. One agent a host.
 * @throws Failure TIMED_OUT when another agent runs; CANCELLED
 */
export async function runAgent(order: AgentOrder): Promise<void> {
  const { deployer, everySeconds = 15, isOnce, onLook } = order;
  const { signal } = deployer.world;
  const path = join(deploymentsFolder(deployer.folders), 'locks', 'agent');
  const lock = { signal, label: 'The agent of this host', timeoutMs: 0 };
  await withLock(path, lock, async (held) => {
    for (;;) {
      onLook(await look(order));
      if (isOnce) return;
      await pause(1000 * everySeconds, undefined, { signal: held });
    }
  });
}

async function look(order: AgentOrder): Promise<AgentLook> {
  const { follow, deployer } = order;
  const problems: string[] = [];
  const tell = (error: unknown): undefined => {
    deployer.world.signal.throwIfAborted();
    problems.push(toFailure(error).message);
  };
  const commit = await followMain(follow).catch(async (error: unknown) => {
    tell(error);
    return (await acceptedCommit(follow).catch(tell)) ?? null;
  });
  const wanted = commit === null ? undefined : await readWanted(commit, follow).catch(tell);
  problems.push(...(wanted?.refused ?? []).map(({ failure }) => failure.message));
  const outcomes = wanted === undefined ? [] : await bringAll(wanted, deployer, tell);
  await order.journal.flush().catch(tell);
  return { commit, outcomes, problems };
}

async function bringAll(
  wanted: WantedAt,
  deployer: Deployer,
  tell: (error: unknown) => undefined,
): Promise<readonly StageOutcome[]> {
  const outcomes: StageOutcome[] = [];
  const bring = async (work: Promise<StageOutcome>): Promise<void> => {
    const outcome = await work.catch(tell);
    if (outcome === undefined) return;
    outcomes.push(outcome);
    if (outcome.kind === 'failed') tell(outcome.error);
  };
  for (const { actor, ...stage } of wanted.stages) {
    const { deployment, stage: name, owner } = stage;
    const id = { deployment, stage: name };
    await bring(
      switchStage(
        { ...id, owner, actor, wanted: stage, act: 'deploy', isRetried: false },
        deployer,
      ),
    );
  }
  for (const id of (await abandoned(wanted, deployer).catch(tell)) ?? []) {
    await bring(endAbandoned(id, deployer));
  }
  return outcomes;
}

async function endAbandoned(id: StageId, deployer: Deployer): Promise<StageOutcome> {
  const { owner = 'unknown' } = await readHostStage(deployer.folders, deployer.targetName, id);
  const order = { ...id, owner, actor: 'orangery agent', wanted: null } as const;
  return switchStage({ ...order, act: 'stop', isRetried: false }, deployer);
}

/** Stages of this host that no file wants any more; what is refused is left alone. */
async function abandoned(
  { stages, refused }: WantedAt,
  { folders, targetName }: Deployer,
): Promise<readonly StageId[]> {
  const kept = new Set(stages.map(stageName));
  const all = await listHostStages(folders, targetName);
  return all.filter(
    (id) =>
      !kept.has(stageName(id)) &&
      !refused.some(
        ({ deployment, stage }) =>
          deployment === id.deployment && (stage === undefined || stage === id.stage),
      ),
  );
}
