import { createHash } from 'node:crypto';

/** Containers of one job each, on this machine. */
export interface MachinesOrder {
  /** Of this machine; its containers, network and files are named after it. */
  readonly name: string;
  /** How many at a time. */
  readonly count: number;
  /** Name or digest of the image; it has to be here. */
  readonly image: string;
  /** By which jobs find them. */
  readonly labels: readonly string[];
  readonly limits: MachineLimits;
}

/** Of one container. */
export interface MachineLimits {
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly pids: number;
  /** Of the folder that jobs work in, which is part of the memory. */
  readonly workBytes: number;
  /** Whole GPUs, of its own. */
  readonly gpus: number;
}

/** Where jobs work: memory that ends with the container. */
export const workFolder = '/machine';
/** Where the configuration lies for the moment until it is read. */
export const secretFolder = '/run/machine';
/** Of whom containers run as. */
export const machineUser = 1001;

export const labels = {
  machines: 'org.orangery.machines',
  slot: 'org.orangery.machine.slot',
  settings: 'org.orangery.machine.settings',
} as const;

/** Name of the Compose project. */
export function machinesProject({ name }: Pick<MachinesOrder, 'name'>): string {
  return `orangery-machines-${name}`;
}

/** Service of a slot, from 1. */
export function machineService(slot: number): string {
  return `machine-${slot}`;
}

/** GPUs of a slot, by their number on this machine: no two have one in common. */
export function gpusOfSlot(slot: number, gpus: number): readonly string[] {
  return Array.from({ length: gpus }, (_, index) => String((slot - 1) * gpus + index));
}

/** Tells containers of other settings from those that are wanted. */
export function settingsOf({ image, labels: words, limits }: MachinesOrder): string {
  return createHash('sha256')
    .update(JSON.stringify([image, words, limits]))
    .digest('hex')
    .slice(0, 12);
}

/** The Compose file: a service for each slot, since each has GPUs of its own; it holds no secret. */
export function machinesFile(order: MachinesOrder): object {
  const slots = Array.from({ length: order.count }, (_, index) => index + 1);
  return {
    services: Object.fromEntries(
      slots.map((slot) => [machineService(slot), serviceOf(order, slot)]),
    ),
    networks: {
      // they reach GitHub, and not each other
      outside: { driver_opts: { 'com.docker.network.bridge.enable_icc': 'false' } },
    },
  };
}

function serviceOf(order: MachinesOrder, slot: number): object {
  const { name, image, limits } = order;
  const { cpus, memoryBytes, pids, workBytes, gpus } = limits;
  const own = `uid=${machineUser},gid=${machineUser},mode=0700,nosuid,nodev`;
  return {
    image,
    labels: {
      [labels.machines]: name,
      [labels.slot]: String(slot),
      [labels.settings]: settingsOf(order),
    },
    // who comes after it is another container
    restart: 'no',
    init: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    ...{ pids_limit: pids, cpus, mem_limit: memoryBytes, memswap_limit: memoryBytes },
    tmpfs: [
      `${secretFolder}:size=64k,noexec,${own}`,
      // builds run what they make there
      `${workFolder}:size=${workBytes},exec,${own}`,
    ],
    networks: ['outside'],
    stop_grace_period: '30s',
    logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '2' } },
    ...(gpus > 0 && {
      deploy: { resources: { reservations: { devices: [devicesOf(slot, gpus)] } } },
    }),
  };
}

function devicesOf(slot: number, gpus: number): object {
  return { driver: 'nvidia', device_ids: gpusOfSlot(slot, gpus), capabilities: ['gpu'] };
}
