import type { MachineContainer } from '@orangery/runner/machines';
import type { Registration } from './registry.ts';

/** How machines of this host are, and should be. */
export interface MachinesState {
  /** Of this host; names of machines begin with it. */
  readonly name: string;
  /** Slots that should have a machine, from 1; others should have none. */
  readonly wanted: readonly number[];
  /** Of the containers that should be there. */
  readonly settings: string;
  readonly containers: readonly MachineContainer[];
  readonly registrations: readonly Registration[];
}

/** One thing to do. */
export type MachineStep =
  /** It has ended: its log is kept, then it is removed. */
  | { readonly kind: 'clear'; readonly container: MachineContainer }
  /** GitHub knows a machine that is gone. */
  | { readonly kind: 'forget'; readonly registration: Registration }
  /** It is not wanted, and not at work: GitHub forgets it first, so that no job reaches it. */
  | {
      readonly kind: 'retire';
      readonly container: MachineContainer;
      readonly registration: Registration;
    }
  | { readonly kind: 'start'; readonly slot: number };

/** A machine is named after its container: whatever was killed in between, they are found together. */
export function machineName(name: string, { id }: Pick<MachineContainer, 'id'>): string {
  return `${name}-${id.slice(0, 12)}`;
}

/** A machine of this host, not of one whose name begins with the same word. */
export function isNameOf(name: string, machine: string): boolean {
  return machine.startsWith(`${name}-`) && /^[0-9a-f]{12}$/.test(machine.slice(name.length + 1));
}

/**
 * What brings machines to what is wanted. One at work is never touched. A container that runs and that GitHub does
 * not know waits for its configuration, which it does for three minutes, or has just done its job: it ends by itself.
 */
export function planMachines(state: MachinesState): readonly MachineStep[] {
  const { name, wanted, settings, containers } = state;
  const registrations = new Map(
    state.registrations
      .filter((registration) => isNameOf(name, registration.name))
      .map((registration) => [registration.name, registration]),
  );
  const running = containers.filter(({ isRunning }) => isRunning);
  const alive = new Set(running.map((container) => machineName(name, container)));
  const taken = new Set(running.map(({ slot }) => slot));
  return [
    ...containers
      .filter(({ isRunning }) => !isRunning)
      .map((container) => ({ kind: 'clear' as const, container })),
    // one that is online and not here runs on another host of this name
    ...[...registrations.values()]
      .filter((one) => !alive.has(one.name) && !one.isOnline && !one.isBusy)
      .map((registration) => ({ kind: 'forget' as const, registration })),
    ...running.flatMap((container) => {
      const isWanted = wanted.includes(container.slot) && container.settings === settings;
      const registration = registrations.get(machineName(name, container));
      if (isWanted || registration === undefined || registration.isBusy) return [];
      return [{ kind: 'retire' as const, container, registration }];
    }),
    ...wanted.filter((slot) => !taken.has(slot)).map((slot) => ({ kind: 'start' as const, slot })),
  ];
}
