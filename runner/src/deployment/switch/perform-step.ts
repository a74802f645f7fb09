import { join } from 'node:path';
import type { HostStage } from '@orangery/schemas';
import { newKey } from '../../serving/keys/index.ts';
import { askGolden } from '../check/ask-golden.ts';
import { awaitReady } from '../check/await-ready.ts';
import { basePathOf, stageFolder } from '../host/host-folders.ts';
import { changeHostStage, nameVersion, readHostStage, withHistory } from '../host/host-stage.ts';
import { writeKeys } from '../host/stage-keys.ts';
import type { SlotName, Step } from '../reconcile/slots.ts';
import { prepareParts, restoreParts } from './slot-parts.ts';
import { mainSlot } from './stage-states.ts';
import type { Switching } from './switch-order.ts';

const defaultReadyTimeoutMs = 120_000;
/** Longer than any golden test takes. */
const testKeyLifeMs = 15 * 60_000;

/** Does one step, and says so. @throws whatever goes wrong */
export async function performStep(step: Step, switching: Switching): Promise<void> {
  const { order, deployer } = switching;
  const { deployment, stage } = order;
  const about = { deployment, stage, step: step.kind };
  const began = performance.now();
  deployer.onMoment?.(`${step.kind}: begins`);
  deployer.onProgress({ ...about, state: 'begins', text: wordsOf(step) });
  try {
    const text = await doStep(step, switching);
    const seconds = (performance.now() - began) / 1000;
    deployer.onProgress({ ...about, state: 'done', text, seconds });
  } catch (error) {
    deployer.onProgress({ ...about, state: 'failed', text: wordsOf(step) });
    throw error;
  }
  deployer.onMoment?.(`${step.kind}: done`);
}

function wordsOf(step: Step): string {
  if (step.kind === 'start') return nameVersion(step.run);
  if (step.kind === 'shift') return JSON.stringify(step.percents);
  return step.kind === 'scale' ? `${step.replicas} copies` : `slot ${step.slot}`;
}

async function doStep(step: Step, switching: Switching): Promise<string> {
  switch (step.kind) {
    case 'start':
      return start(step, switching);
    case 'test':
      return test(step.slot, switching);
    case 'scale':
      return scale(step.slot, step.replicas, switching);
    case 'shift':
      return shift(step.percents, switching);
    case 'stop':
      return stop(step.slot, switching);
  }
}

async function start(
  { slot, revision, run, replicas }: Extract<Step, { kind: 'start' }>,
  switching: Switching,
): Promise<string> {
  const { order, target, deployer } = switching;
  const parts = await prepareParts({ run, replicas }, switching);
  const entry = { slot, revision, run, replicas, isTested: false, ...parts };
  const host = await change(switching, (before) => ({
    ...before,
    slots: [...before.slots.filter((one) => one.slot !== slot), entry],
  }));
  deployer.onMoment?.('start: remembered');
  await target.run(order, host);
  return nameVersion(run);
}

async function test(slot: SlotName, switching: Switching): Promise<string> {
  const { order, target, deployer, signal, wanted } = switching;
  const timeoutMs = deployer.readyTimeoutMs ?? defaultReadyTimeoutMs;
  await awaitReady(target, order, slot, { signal, timeoutMs });
  deployer.onMoment?.('test: ready');
  const { slots } = await readHostStage(deployer.folders, deployer.targetName, order);
  const { folder, run, revision } = slots.find((one) => one.slot === slot)!;
  const key = run.isOpen ? undefined : await testKey(switching);
  const cases = await askGolden({
    folder: join(folder, 'modules', run.module.id),
    own: await target.ownAddress(order, slot),
    ...(key !== undefined && { key }),
    signal,
  });
  await writeKeys(keysFolder(switching), callersOf(wanted));
  await change(switching, (before) => ({
    ...before,
    slots: before.slots.map((one) => (one.slot === slot ? { ...one, isTested: true } : one)),
    failed: before.failed.filter((one) => one.revision !== revision),
  }));
  return cases === 0 ? 'ready; it has no golden test' : `golden test: ${cases} of ${cases}`;
}

/** A key for the golden test alone, beside those of the file. */
async function testKey(switching: Switching): Promise<string> {
  const { deployer, wanted } = switching;
  const { text, sha256, id } = newKey();
  const now = deployer.world.now();
  const entry = {
    ...{ id, sha256, issuer: 'orangery', consumer: 'golden test' },
    created: new Date(now).toISOString(),
    expires: new Date(now + testKeyLifeMs).toISOString(),
  };
  await writeKeys(keysFolder(switching), [...callersOf(wanted), entry]);
  return text;
}

function keysFolder({ order, deployer }: Switching): string {
  return stageFolder(deployer.folders, deployer.targetName, order);
}

function callersOf(wanted: Switching['wanted']) {
  const callers = wanted?.callers ?? null;
  return callers === 'everybody' || callers === null ? [] : callers;
}

async function scale(slot: SlotName, replicas: number, switching: Switching): Promise<string> {
  const { order, target, deployer, signal } = switching;
  await change(switching, (before) => ({
    ...before,
    slots: before.slots.map((one) => (one.slot === slot ? { ...one, replicas } : one)),
  }));
  await target.run(order, await restoreParts(slot, switching));
  const timeoutMs = deployer.readyTimeoutMs ?? defaultReadyTimeoutMs;
  await awaitReady(target, order, slot, { signal, timeoutMs });
  return `${replicas} ${replicas === 1 ? 'copy' : 'copies'}`;
}

async function shift(
  percents: Extract<Step, { kind: 'shift' }>['percents'],
  switching: Switching,
): Promise<string> {
  const { order, target, deployer, wanted } = switching;
  const host = await change(switching, ({ domain: _, ...before }) => {
    const routed = {
      // what failed before this one is no longer of interest
      ...{ ...before, percents, owner: order.owner, failed: [] },
      ...(wanted?.domain !== undefined && { domain: wanted.domain }),
    };
    const main = mainSlot(routed);
    return main === undefined ? routed : withHistory(routed, main.run);
  });
  deployer.onMoment?.('shift: remembered');
  await target.route(order, host);
  return Object.keys(percents).length === 0
    ? 'no requests any more'
    : `${deployer.address}${basePathOf(order)}/`;
}

async function stop(slot: SlotName, switching: Switching): Promise<string> {
  const { order, target, deployer } = switching;
  let ended = 'what was left';
  const host = await change(switching, (before) => {
    const entry = before.slots.find((one) => one.slot === slot);
    if (entry !== undefined) ended = nameVersion(entry.run);
    return { ...before, slots: before.slots.filter((one) => one.slot !== slot) };
  });
  deployer.onMoment?.('stop: remembered');
  await target.stop(order, slot, host);
  return ended;
}

async function change(
  { order, deployer }: Switching,
  by: (before: HostStage) => HostStage,
): Promise<HostStage> {
  return changeHostStage(deployer.folders, deployer.targetName, order, by);
}
