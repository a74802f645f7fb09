import type { MachineContainer, MachineEngine } from '@orangery/runner/machines';
import { toFailure } from '@orangery/schemas';
import { machineName, planMachines, type MachineStep } from './plan-machines.ts';
import type { MachineRegistry } from './registry.ts';

/** Machines of one host. */
export interface MachinesWorld {
  readonly name: string;
  /** `settingsOf` what is wanted. */
  readonly settings: string;
  readonly engine: MachineEngine;
  readonly registry: MachineRegistry;
  readonly log: (line: string) => void;
}

/**
 * Looks, plans, and does it, once.
 * @param wanted slots that should have a machine
 * @param options `mayStart` false: none takes the place of one that is gone
 * @returns containers that run now
 * @throws Failure ENGINE_UNAVAILABLE, GITHUB_FAILED, COMMAND_FAILED, FILE_MISSING
 */
export async function converge(
  world: MachinesWorld,
  wanted: readonly number[],
  { mayStart = true }: { readonly mayStart?: boolean } = {},
): Promise<readonly MachineContainer[]> {
  const { engine, registry, name, settings } = world;
  await engine.check();
  // containers first: one that registers in between is known to both
  const containers = await engine.list();
  const registrations = await registry.list(`${name}-`);
  const plan = planMachines({ name, wanted, settings, containers, registrations });
  const running = new Map(
    containers.filter(({ isRunning }) => isRunning).map((one) => [one.id, one]),
  );
  for (const step of plan) {
    if (step.kind === 'start' && !mayStart) continue;
    const made = await perform(world, step);
    if (step.kind === 'retire' && made === 'retired') running.delete(step.container.id);
    if (typeof made !== 'string') running.set(made.id, made);
  }
  return [...running.values()];
}

type Performed = MachineContainer | 'done' | 'retired' | 'left';

async function perform(world: MachinesWorld, step: MachineStep): Promise<Performed> {
  const { name, engine, registry, log } = world;
  switch (step.kind) {
    case 'clear': {
      await engine.remove(step.container);
      const { exitCode } = step.container;
      const how = exitCode === 0 ? '' : `, with exit code ${exitCode}: its log is kept`;
      log(`${machineName(name, step.container)}: gone${how}`);
      return 'done';
    }
    case 'forget':
      await registry.remove(step.registration.id);
      log(`${step.registration.name}: GitHub forgets it, it is not here`);
      return 'done';
    case 'retire':
      // it got a job meanwhile
      if (!(await registry.remove(step.registration.id))) return 'left';
      await engine.remove(step.container);
      log(`${step.registration.name}: removed, it had no job`);
      return 'retired';
    case 'start':
      return startUnlessUsed(world, step.slot);
  }
}

/** A card that something holds keeps its slot empty, and no other. */
async function startUnlessUsed(world: MachinesWorld, slot: number): Promise<Performed> {
  try {
    return await start(world, slot);
  } catch (error) {
    const failure = toFailure(error);
    if (failure.code !== 'BACKEND_UNAVAILABLE') throw error;
    world.log(failure.message);
    return 'left';
  }
}

async function start(world: MachinesWorld, slot: number): Promise<MachineContainer> {
  const { name, engine, registry, log } = world;
  const container = await engine.start(slot);
  const machine = machineName(name, container);
  let registered: number | undefined;
  try {
    const { id, configuration } = await registry.create(machine);
    registered = id;
    await engine.configure(container.id, configuration);
  } catch (error) {
    await takeBack(world, container, registered);
    throw error;
  }
  log(`${machine}: waits for a job in slot ${slot}`);
  return container;
}

/** Nobody has its configuration. What cannot be removed now ends within minutes, and the next look removes it. */
async function takeBack(
  { engine, registry }: MachinesWorld,
  container: MachineContainer,
  registered: number | undefined,
): Promise<void> {
  if (registered !== undefined) await registry.remove(registered).catch(() => false);
  await engine.remove(container).catch(() => {});
}
