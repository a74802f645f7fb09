import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@orangery/schemas';
import { runCommand, startProgram } from '../command.ts';
import {
  checkEngine,
  findCompose,
  runCompose,
  runDocker,
  type Compose,
  type EngineOptions,
} from '../deployment/compose/compose.ts';
import { gpuProcesses } from './gpu-processes.ts';
import { listMachines, type MachineContainer } from './list-machines.ts';
import {
  gpusOfSlot,
  machineService,
  machinesFile,
  machinesProject,
  secretFolder,
  type MachinesOrder,
} from './machines-file.ts';

/** Containers of one job each, by the engine of this machine. */
export interface MachineEngine {
  /** @throws Failure ENGINE_UNAVAILABLE */
  check(): Promise<void>;
  /** Those of this name, also of an earlier run; by slot. */
  list(): Promise<readonly MachineContainer[]>;
  /** Makes a fresh container, which waits three minutes for its configuration. */
  start(slot: number): Promise<MachineContainer>;
  /** Gives it to a container through its standard input. */
  configure(id: string, configuration: string): Promise<void>;
  /** Ends it if need be, keeps its log, removes it. */
  remove(container: MachineContainer): Promise<void>;
  /** Removes what is left when no container is. */
  close(): Promise<void>;
}

export interface MachineEngineOrder extends EngineOptions {
  readonly machines: MachinesOrder;
  /** Of this name: the Compose file and the logs of the containers that are gone. */
  readonly folder: string;
}

const startTimeoutMs = 120_000;
const stopTimeoutMs = 60_000;
const configureTimeoutMs = 30_000;
const keptLogLines = 5_000;

/**
 * Opens the engine of this machine.
 * @throws Failure ENGINE_UNAVAILABLE; FILE_MISSING where the image is not here
 */
export async function openMachineEngine(order: MachineEngineOrder): Promise<MachineEngine> {
  await checkEngine(order);
  const compose = await findCompose(order);
  const { name } = order.machines;
  return {
    check: () => checkEngine(order),
    list: () => listMachines(order, name),
    start: (slot) => start(order, compose, slot),
    configure: (id, configuration) => configure(order, id, configuration),
    remove: (container) => remove(order, container),
    close: () => close(order, compose),
  };
}

async function start(
  order: MachineEngineOrder,
  compose: Compose,
  slot: number,
): Promise<MachineContainer> {
  const { machines } = order;
  await checkImage(order);
  await refuseUsedGpus(order, slot);
  const service = machineService(slot);
  // 1.29 may call a container by another name for a moment: labels are asked for, never names
  const args = ['up', '--detach', '--no-build', '--no-deps', '--force-recreate'];
  await composeOf(order, compose, [...args, service], startTimeoutMs);
  const made = (await listMachines(order, machines.name)).find((one) => one.slot === slot);
  if (made !== undefined) return made;
  throw new Failure('COMMAND_FAILED', `Machine ${slot}: expected a container, found none`, {
    hint: 'Somebody removed it at the same moment; it is made again.',
  });
}

/** Never pulled by itself: what runs here was put here. */
async function checkImage({ machines, ...options }: MachineEngineOrder): Promise<void> {
  const { image } = machines;
  await runDocker(['image', 'inspect', '--format', '{{.Id}}', '--', image], options).catch(
    async (cause: unknown) => {
      await checkEngine(options);
      throw new Failure('FILE_MISSING', `Image ${image}: expected it on this machine, found none`, {
        cause,
        hint: `Build it: docker build --tag ${image} runner/image/runner; or name another by --image.`,
      });
    },
  );
}

async function refuseUsedGpus(order: MachineEngineOrder, slot: number): Promise<void> {
  const { limits } = order.machines;
  if (limits.gpus === 0) return;
  const gpus = gpusOfSlot(slot, limits.gpus);
  const processes = await gpuProcesses(gpus, order);
  if (processes.length === 0) return;
  const found = processes.slice(0, 5).join(', ');
  throw new Failure(
    'BACKEND_UNAVAILABLE',
    `Machine ${slot}: expected nothing on GPU ${gpus.join(', ')}, found ${found}`,
    { hint: 'What an earlier job left could see the next one: end it, or wait.' },
  );
}

async function composeOf(
  { machines, folder, ...options }: MachineEngineOrder,
  compose: Compose,
  args: readonly string[],
  timeoutMs: number,
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'compose.json');
  await writeFile(file, `${JSON.stringify(machinesFile(machines), null, 2)}\n`);
  const project = ['--project-name', machinesProject(machines), '--file', file];
  await runCompose(compose, [...project, ...args], { ...options, cwd: folder, timeoutMs });
}

/** In the container: whole or not at all, and for its user alone. */
const receive = [
  'umask 0377',
  `cat > ${secretFolder}/part`,
  `mv ${secretFolder}/part ${secretFolder}/configuration`,
].join(' && ');

async function configure(
  { env, signal }: MachineEngineOrder,
  id: string,
  configuration: string,
): Promise<void> {
  signal.throwIfAborted();
  const args = ['exec', '--interactive', id, 'sh', '-c', receive];
  const program = startProgram('docker', args, { cwd: '/', env });
  const limit = setTimeout(() => program.kill(), configureTimeoutMs);
  // a container that ended meanwhile closes it: how it ended is told below
  program.input.on('error', () => {});
  program.input.end(configuration);
  program.output.resume();
  const said = await program.ended;
  clearTimeout(limit);
  if (said.split('\n')[0] === 'docker ended with exit code 0') return;
  throw new Failure('COMMAND_FAILED', `Container ${id.slice(0, 12)}: ${said}`, {
    hint: 'It waits three minutes for its configuration; another takes its place.',
  });
}

async function remove(order: MachineEngineOrder, container: MachineContainer): Promise<void> {
  const { id, isRunning } = container;
  if (isRunning) {
    const args = ['stop', '--time', '30', '--', id];
    await ignoreGone(runDocker(args, { ...order, timeoutMs: stopTimeoutMs }));
  }
  await keepLog(order, container);
  await ignoreGone(runDocker(['rm', '--force', '--volumes', '--', id], order));
}

/** R2: what it did is told after it is gone. */
async function keepLog(order: MachineEngineOrder, { id, slot }: MachineContainer): Promise<void> {
  const folder = join(order.folder, 'logs');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const args = ['logs', '--timestamps', '--tail', String(keptLogLines), id];
  const lines: string[] = [];
  const onLine = (line: string): void => void lines.push(line);
  const { env, signal } = order;
  // a container without a log is removed all the same
  await runCommand('docker', args, { cwd: '/', env, signal, timeoutMs: 30_000, onLine }).catch(
    (error: unknown) => lines.push(String(error)),
  );
  // both streams, each read as it comes: in the order in which it was said
  const text = lines
    .sort(byTime)
    .map((line) => `${line}\n`)
    .join('');
  await writeFile(join(folder, `${slot}-${id.slice(0, 12)}.log`), text, { mode: 0o600 });
}

const byTime = (one: string, other: string): number => {
  return (
    Number(one.slice(0, 30) > other.slice(0, 30)) - Number(one.slice(0, 30) < other.slice(0, 30))
  );
};

async function close(order: MachineEngineOrder, compose: Compose): Promise<void> {
  await composeOf(order, compose, ['down', '--remove-orphans'], stopTimeoutMs);
}

async function ignoreGone(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!/no such container|already in progress/i.test(String(error))) throw error;
  });
}
