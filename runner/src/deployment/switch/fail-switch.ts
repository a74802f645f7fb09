import { Failure, toFailure, type DeploymentState, type HostStage } from '@orangery/schemas';
import { describeFullDisk } from '../host/full-disk.ts';
import { changeHostStage, nameVersion, readHostStage } from '../host/host-stage.ts';
import { stageName } from '../host/host-folders.ts';
import type { SlotName, Step } from '../reconcile/slots.ts';
import type { Version } from '../wanted-stage.ts';
import { keepRecord, servingState, stateOf } from './stage-states.ts';
import type { StageOutcome, Switching } from './switch-order.ts';

/** For removing what failed, also after Ctrl-C. */
const removeTimeoutMs = 60_000;
const longestLine = 500;
const mostFailures = 20;

/**
 * After a step that failed: the new servers are removed and their revision remembered, the records say why, the old
 * ones go on.
 * @throws the error itself when somebody has stopped the work
 */
export async function failSwitch(
  error: unknown,
  step: Step,
  switching: Switching,
): Promise<StageOutcome> {
  const { order, deployer, signal } = switching;
  const host = await readHostStage(deployer.folders, deployer.targetName, order);
  const log = isOfNew(step, host) ? await remove(step, error, switching) : [];
  if (signal.aborted) throw error;
  const { message, hint } = toFailure(describeFullDisk(error, deployer.folders));
  const version = about(step, host, switching);
  if (version === undefined) throw error;
  const serving = await servingState(switching);
  const failed: DeploymentState = {
    ...stateOf(version, switching, { health: 'unhealthy' }),
    ...{
      act: order.act,
      message: firstLines(message),
      log: log.map((line) => line.slice(0, longestLine)),
    },
  };
  await keepRecord(failed, deployer);
  if (serving !== null && serving.health === 'healthy') {
    const goesOn = `${nameVersion(failed)} failed; this one serves on`;
    await keepRecord({ ...serving, message: goesOn }, deployer);
  }
  const told = [
    `${stageName(order)}: ${nameVersion(failed)}: ${message}`,
    ...log.map((line) => `  ${line}`),
  ];
  return {
    ...{ kind: 'failed', state: failed },
    error: new Failure('DEPLOYMENT_FAILED', told.join('\n'), {
      cause: error,
      ...(hint !== undefined && { hint }),
    }),
  };
}

type StepOfSlot = Extract<Step, { readonly slot: SlotName }>;

/** What has yet to serve; also one that whoever was killed has started, and that does not come up. */
function isOfNew(step: Step, { percents }: HostStage): step is StepOfSlot {
  if (step.kind === 'start' || step.kind === 'test') return true;
  return step.kind === 'scale' && (percents[step.slot] ?? 0) === 0;
}

/** The version that a step was about. */
function about(
  step: Step,
  { slots, history }: HostStage,
  { wanted }: Switching,
): Version | undefined {
  if (step.kind === 'start') return step.run;
  const slot = step.kind === 'shift' ? undefined : step.slot;
  return slots.find((one) => one.slot === slot)?.run ?? wanted ?? history.at(-1);
}

/** Ends a slot that did not come to serve. What goes wrong with that is told, and left to whoever comes next. */
async function remove(
  step: StepOfSlot,
  error: unknown,
  { order, deployer, signal }: Switching,
): Promise<readonly string[]> {
  const { folders, targetName, world } = deployer;
  const { slot } = step;
  const target = deployer.openTarget(AbortSignal.timeout(removeTimeoutMs));
  const tell = (cause: unknown): void =>
    world.logger.warn(`${stageName(order)}: removing slot ${slot}: ${toFailure(cause).message}`);
  // what is not there has printed nothing
  const log = await target.log(order, slot).catch(() => []);
  const at = new Date(world.now()).toISOString();
  const without = (host: HostStage): HostStage =>
    withoutSlot(step, host, signal.aborted ? undefined : { at, error });
  const after = await changeHostStage(folders, targetName, order, without).catch(
    async (cause: unknown) => {
      tell(cause);
      return without(await readHostStage(folders, targetName, order));
    },
  );
  await target.stop(order, slot, after).catch(tell);
  return log;
}

/** @param failure that is remembered of its revision; none when somebody has stopped the work */
function withoutSlot(
  step: StepOfSlot,
  host: HostStage,
  failure?: { readonly at: string; readonly error: unknown },
): HostStage {
  const before = host.slots.find((one) => one.slot === step.slot);
  const slots = host.slots.filter((one) => one.slot !== step.slot);
  // what could not be exported or built was never in its slot
  const revision = step.kind === 'start' ? step.revision : before?.revision;
  if (revision === undefined || failure === undefined) return { ...host, slots };
  const attempts = (host.failed.find((one) => one.revision === revision)?.attempts ?? 0) + 1;
  const message = firstLines(toFailure(failure.error).message);
  const failed = [
    ...host.failed.filter((one) => one.revision !== revision),
    { revision, at: failure.at, attempts, message },
  ];
  return { ...host, slots, failed: failed.slice(-mostFailures) };
}

function firstLines(message: string): string {
  return message.slice(0, 600);
}
