import { join } from 'node:path';
import { toFailure, type HostStage } from '@orangery/schemas';
import { withLock } from '../../dataset/cache/with-lock.ts';
import { describeFullDisk } from '../host/full-disk.ts';
import { deploymentsFolder, stageFolder, stageName } from '../host/host-folders.ts';
import { changeHostStage, heedHold, readHostStage } from '../host/host-stage.ts';
import { pruneModules } from '../host/prune-modules.ts';
import { writeKeys } from '../host/stage-keys.ts';
import { reconcile } from '../reconcile/reconcile.ts';
import type { ActualStage, Step } from '../reconcile/slots.ts';
import type { WantedStage } from '../wanted-stage.ts';
import { blockedRevisions } from './blocked-revisions.ts';
import { checkWanted } from './check-wanted.ts';
import { failSwitch } from './fail-switch.ts';
import { performStep } from './perform-step.ts';
import { startAgain } from './slot-parts.ts';
import { keepRecord, servingState } from './stage-states.ts';
import type { Deployer, StageOrder, StageOutcome, Switching } from './switch-order.ts';

/** For another deployer of the same stage. */
const lockTimeoutMs = 10 * 60_000;

/**
 * Brings a stage to what is wanted of it: starts the new version, waits for it, tests it at an address of its own,
 * sends the requests there, ends the old one. Whatever fails, the old one never stopped serving, and the new one is
 * removed. Broken off anywhere, the same call goes on from there. One at a time for each stage.
 * @throws Failure DEPLOYMENT_REFUSED before anything is done; CANCELLED, TIMED_OUT
 */
export async function switchStage(order: StageOrder, deployer: Deployer): Promise<StageOutcome> {
  const { targetName, folders, world } = deployer;
  if (order.wanted !== null) checkWanted(order.wanted, deployer);
  const name = stageName(order);
  const file = `${targetName}-${order.deployment}-${order.stage}`;
  const lock = {
    ...{ signal: world.signal, label: `Deploying ${name}`, timeoutMs: lockTimeoutMs },
    onWait: () => world.logger.info(`${name} is being deployed by another process; waiting for it`),
  };
  const path = join(deploymentsFolder(folders), 'locks', file);
  const work = withLock(path, lock, async (signal) => {
    const host = await openStage(order, deployer);
    const wanted = heedHold(order.wanted, host);
    const target = deployer.openTarget(signal);
    return bring({ order, wanted, deployer, target, signal }, host);
  });
  return work.catch((error: unknown) => {
    throw describeFullDisk(error, folders);
  });
}

async function openStage(order: StageOrder, { targetName, folders }: Deployer): Promise<HostStage> {
  const { remember } = order;
  if (remember === undefined) return readHostStage(folders, targetName, order);
  return changeHostStage(folders, targetName, order, remember);
}

async function bring(switching: Switching, host: HostStage): Promise<StageOutcome> {
  const { order, wanted, deployer } = switching;
  await allowCallers(order, wanted, deployer);
  const steps = await planSteps(switching, host);
  const act = steps.length === 0 ? host.unrecorded : await begin(steps, switching);
  for (const step of steps) {
    try {
      await performStep(step, switching);
    } catch (error) {
      const outcome = await failSwitch(error, step, switching);
      await end(switching);
      return outcome;
    }
  }
  const state = await servingState(switching);
  if (act === undefined) return { kind: 'unchanged', state };
  // it never served: there is nothing to tell
  if (state === null) {
    await end(switching);
    return { kind: 'unchanged', state };
  }
  const told = { ...state, ...act };
  deployer.onMoment?.('record: begins');
  await keepRecord(told, deployer);
  deployer.onMoment?.('record: done');
  await end(switching);
  await prune(switching);
  return { kind: 'changed', state: told };
}

type Act = NonNullable<HostStage['unrecorded']>;

/** Remembers what is being done: after a crash there may be no step left that would tell. */
async function begin(
  steps: readonly Step[],
  { order, deployer: { folders, targetName } }: Switching,
): Promise<Act> {
  const isReplaced = steps.every(({ kind }) => kind === 'scale');
  const unrecorded: Act = { act: isReplaced ? 'replace' : order.act, actor: order.actor };
  await changeHostStage(folders, targetName, order, (host) => ({ ...host, unrecorded }));
  return unrecorded;
}

/** What can wait: one that fails costs room, no deployment. */
async function prune({ target, deployer, signal }: Switching): Promise<void> {
  const { folders, world } = deployer;
  try {
    await pruneModules(folders, world.now());
    await target.prune();
  } catch (error) {
    signal.throwIfAborted();
    world.logger.warn(`What is no longer used could not be removed: ${toFailure(error).message}`);
  }
}

async function end({ order, deployer: { folders, targetName } }: Switching): Promise<void> {
  await changeHostStage(folders, targetName, order, ({ unrecorded: _, ...host }) => host);
}

/** What is to be done; first of all what serves, and has lost copies or its edge, is made whole. */
async function planSteps(switching: Switching, host: HostStage): Promise<readonly Step[]> {
  const { order, wanted, deployer, target } = switching;
  const actual = await observe(switching, host);
  const steps = reconcile(wanted, actual, deployer);
  if (wanted === null || host.slots.length === 0) return steps;
  const lost = actual.slots.filter(
    ({ slot, percent, running, replicas }) =>
      percent > 0 &&
      running < replicas &&
      !steps.some((step) => step.kind === 'scale' && step.slot === slot),
  );
  if (lost.length === 0 && steps.length === 0) await target.route(order, host);
  // the wanted one may fail: then this one has to be there, which nobody waits for
  if (lost.length > 0 && steps.length > 0) {
    await startAgain(
      lost.map(({ slot }) => slot),
      switching,
    );
  }
  if (steps.length > 0) return steps;
  return lost.map(({ slot, replicas }) => ({ kind: 'scale', slot, replicas }));
}

/** The keys follow the file without a new start. */
async function allowCallers(
  order: StageOrder,
  wanted: WantedStage | null,
  { targetName, folders }: Deployer,
): Promise<void> {
  if (wanted === null) return;
  const { callers } = wanted;
  const keys = callers === 'everybody' || callers === null ? [] : callers;
  await writeKeys(stageFolder(folders, targetName, order), keys);
}

/** What the host remembers, and what is there. */
async function observe(
  { order, target, deployer }: Switching,
  host: HostStage,
): Promise<ActualStage> {
  const { slots, percents } = await target.observe(order);
  const remembered = new Map(host.slots.map((slot) => [slot.slot, slot]));
  const found = new Map(slots.map((slot) => [slot.slot, slot]));
  const names = new Set([...remembered.keys(), ...found.keys()]);
  return {
    slots: [...names].map((slot) => {
      const [known, seen] = [remembered.get(slot), found.get(slot)];
      const isSame = seen?.revision === known?.revision;
      return {
        slot,
        revision: known?.revision ?? seen!.revision,
        isTested: known?.isTested === true,
        replicas: known?.replicas ?? seen!.running,
        running: isSame || known === undefined ? (seen?.running ?? 0) : 0,
        percent: percents[slot] ?? 0,
      };
    }),
    blocked: order.isRetried ? new Set() : blockedRevisions(host, deployer.world.now()),
  };
}
