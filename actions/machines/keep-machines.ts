import { setTimeout } from 'node:timers/promises';
import { Failure, toFailure } from '@orangery/schemas';
import type { MachineContainer } from '@orangery/runner/machines';
import { converge, type MachinesWorld } from './converge.ts';
import { machineName } from './plan-machines.ts';

export interface KeepOrder {
  /** Machines at a time. */
  readonly count: number;
  /** Whether each takes one job and no other takes its place. */
  readonly isOnce: boolean;
  /** Ends it; the signals of engine and registry are others. */
  readonly signal: AbortSignal;
  /** How long jobs that are at work at the end may take. */
  readonly drainMs: number;
  readonly paces?: Paces;
}

export interface Paces {
  /** Between two looks. */
  readonly lookMs: number;
  /** After a failure, and doubled up to `mostMs` as they follow. */
  readonly failureMs: number;
  readonly mostMs: number;
}

const defaultPaces: Paces = { lookMs: 5_000, failureMs: 2_000, mostMs: 60_000 };
/** About a quarter of an hour. */
const mostFailures = 20;

/**
 * Keeps so many machines until it is ended; then those without a job go at once, and those with one when they are done.
 * @throws Failure of the first look; later of a refusal of GitHub, or when twenty looks one after the other failed
 */
export async function keepMachines(world: MachinesWorld, order: KeepOrder): Promise<void> {
  const { drainMs, paces = defaultPaces } = order;
  try {
    await keep(world, order, paces);
  } catch (error) {
    await endMachines(world, { drainMs: 0, paces }).catch((cause: unknown) => {
      world.log(`Machines may be left, which orangery runner down removes: ${firstLine(cause)}`);
    });
    throw error;
  }
  await endMachines(world, { drainMs, paces });
}

async function keep(
  world: MachinesWorld,
  { count, isOnce, signal }: KeepOrder,
  paces: Paces,
): Promise<void> {
  const wanted = Array.from({ length: count }, (_, index) => index + 1);
  let running = await converge(world, wanted);
  while (!signal.aborted && (!isOnce || running.length > 0)) {
    await rest(paces.lookMs, signal);
    running = await lookAgain(world, paces, signal, () =>
      converge(world, wanted, { mayStart: !isOnce }),
    );
  }
}

/** Tries again what may be otherwise the next time: an engine that starts anew, a GitHub that is not reached. */
async function lookAgain(
  world: MachinesWorld,
  paces: Paces,
  signal: AbortSignal,
  look: () => Promise<readonly MachineContainer[]>,
): Promise<readonly MachineContainer[]> {
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      return await look();
    } catch (error) {
      if (isRefusal(error) || failures >= mostFailures) throw error;
      if (failures === 0) world.log(`${firstLine(error)}; it is tried again`);
      await rest(Math.min(paces.failureMs * 2 ** failures, paces.mostMs), signal);
    }
  }
  return [];
}

function firstLine(error: unknown): string {
  return toFailure(error).message.split('\n')[0]!;
}

/** GitHub said no: the same request gets the same answer. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Failure)) return false;
  if (error.code === 'ACCESS_REFUSED' || error.code === 'FILE_MISSING') return true;
  const status: unknown = Reflect.get(Object(error.cause), 'status');
  return (
    error.code === 'GITHUB_FAILED' && typeof status === 'number' && [401, 403, 404].includes(status)
  );
}

export interface EndOrder {
  readonly drainMs: number;
  readonly paces?: Pick<Paces, 'lookMs'>;
}

/**
 * Ends all machines: those without a job at once, the others when they are done, or when the time is over.
 * @returns names of those that were stopped in their job
 * @throws Failure ENGINE_UNAVAILABLE, GITHUB_FAILED
 */
export async function endMachines(
  world: MachinesWorld,
  { drainMs, paces = defaultPaces }: EndOrder,
): Promise<readonly string[]> {
  const { name, engine, registry, log } = world;
  const until = Date.now() + drainMs;
  let running = await converge(world, []);
  if (running.length > 0) log(`Waiting for ${said(running.length)} at work`);
  while (running.length > 0 && Date.now() < until) {
    await setTimeout(Math.min(paces.lookMs, Math.max(1, until - Date.now())));
    running = await converge(world, []);
  }
  const stopped = running.map((container) => machineName(name, container));
  for (const container of running) {
    await engine.remove(container);
    log(`${machineName(name, container)}: stopped in its job, time is over`);
  }
  for (const registration of await registry.list(`${name}-`)) {
    if (stopped.includes(registration.name)) await registry.remove(registration.id);
  }
  await engine.close();
  return stopped;
}

function said(count: number): string {
  return count === 1 ? '1 machine' : `${count} machines`;
}

async function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
