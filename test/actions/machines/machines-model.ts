import { createHash } from 'node:crypto';
import type { MachineContainer, MachineEngine } from '../../../runner/src/machines/index.ts';
import { machineName } from '../../../actions/machines/plan-machines.ts';
import type { MachineRegistry, Registration } from '../../../actions/machines/registry.ts';
import { Failure } from '../../../schemas/src/failure.ts';

type Changeable<Value> = { -readonly [Name in keyof Value]: Value[Name] };

/** An engine and a GitHub that remember, and where the deeds of a killed `up` may stop anywhere. */
export class MachinesModel {
  readonly containers: Changeable<MachineContainer>[] = [];
  readonly registrations: Changeable<Registration>[] = [];
  readonly configured = new Map<string, string>();
  readonly deeds: string[] = [];
  isClosed = false;
  /** Thrown by what is asked next, as often as there are. */
  faults: Error[] = [];
  /** Deeds until the process is killed; Infinity: never. */
  left = Infinity;
  readonly name: string;
  #made = 0;

  constructor(name = 'oak') {
    this.name = name;
  }

  /** One container and what GitHub knows of it, in some state. */
  plant(
    slot: number,
    state: 'idle' | 'busy' | 'starting' | 'waiting' | 'ended' | 'forgotten',
  ): void {
    const container = this.#make(slot);
    if (state === 'forgotten') this.containers.pop();
    else container.isRunning = state !== 'ended';
    if (state === 'waiting') return;
    const isOnline = state === 'idle' || state === 'busy';
    this.#register(machineName(this.name, container), { isOnline, isBusy: state === 'busy' });
  }

  /** Its job comes to its end. */
  finish(machine: string): void {
    const at = this.registrations.findIndex(({ name }) => name === machine);
    if (at >= 0) this.registrations.splice(at, 1);
    const container = this.containers.find((one) => machineName(this.name, one) === machine);
    if (container !== undefined) container.isRunning = false;
  }

  readonly engine: MachineEngine = {
    check: async () => this.#throwFault(),
    list: async () => structuredClone(this.containers).sort((a, b) => a.slot - b.slot),
    start: async (slot) => {
      this.#do(`start ${slot}`);
      if (this.containers.some((one) => one.slot === slot)) throw new Error(`${slot} is taken`);
      return structuredClone(this.#make(slot));
    },
    configure: async (id, configuration) => {
      this.#do('configure');
      this.configured.set(id, configuration);
      this.registrations.find(({ name }) => name.endsWith(id.slice(0, 12)))!.isOnline = true;
    },
    remove: async ({ id }) => {
      this.#do(`remove ${id.slice(0, 12)}`);
      const at = this.containers.findIndex((one) => one.id === id);
      if (at >= 0) this.containers.splice(at, 1);
    },
    close: async () => {
      this.isClosed = true;
    },
  };

  readonly registry: MachineRegistry = {
    list: async (prefix) => {
      this.#throwFault();
      return structuredClone(this.registrations).filter(({ name }) => name.startsWith(prefix));
    },
    create: async (name) => {
      this.#do(`create ${name}`);
      const { id } = this.#register(name, { isOnline: false, isBusy: false });
      return { id, configuration: `secret of ${name}` };
    },
    remove: async (id) => {
      this.#do(`forget ${id}`);
      const at = this.registrations.findIndex((one) => one.id === id);
      if (this.registrations[at]?.isBusy === true) return false;
      if (at >= 0) this.registrations.splice(at, 1);
      return true;
    },
  };

  #make(slot: number): Changeable<MachineContainer> {
    this.#made += 1;
    const id = createHash('sha256').update(String(this.#made)).digest('hex');
    const container = {
      ...{ id, slot, isRunning: true, since: '2026-11-20T10:00:00Z', exitCode: 0 },
      ...{ settings: 'now', memoryBytes: 1 },
    };
    this.containers.push(container);
    return container;
  }

  #register(name: string, state: Pick<Registration, 'isOnline' | 'isBusy'>) {
    const registration = { id: (this.#made += 1), name, ...state };
    this.registrations.push(registration);
    return registration;
  }

  #throwFault(): void {
    const fault = this.faults.shift();
    if (fault !== undefined) throw fault;
  }

  #do(deed: string): void {
    if (this.left <= 0) throw new Failure('CANCELLED', 'killed');
    this.left -= 1;
    this.deeds.push(deed);
  }
}
