import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '@orangery/schemas';
import { fetch } from 'undici';
import { startDetached } from '../../command.ts';
import { withLock } from '../../dataset/cache/with-lock.ts';
import {
  basePathOf,
  targetFolder,
  deploymentsFolder,
  type HostFolders,
} from '../host/host-folders.ts';
import { readHostStage } from '../host/host-stage.ts';
import type { HostWorld } from '../host/materialise.ts';
import type { SlotName, StageId } from '../reconcile/slots.ts';
import type { ObservedStage, SlotTarget } from '../slot-target.ts';
import { switchScript, type SwitchOrder } from './switch/main.ts';
import { readSwitchFile, switchFile, type SwitchFile } from './switch/switch-file.ts';

export interface ProcessTargetOptions {
  /** Such as `http://127.0.0.1:8080`. */
  readonly address: string;
  readonly folders: HostFolders;
  /** Of the software. */
  readonly version: string;
  readonly world: HostWorld;
}

const startTimeoutMs = 30_000;
/** A switch that ends, or that somebody who was killed has started, may have the port for so long. */
const portTimeoutMs = 5_000;
const askTimeoutMs = 10_000;
/** Servers are given 30 seconds for what they are at, and some to end. */
const stopTimeoutMs = 90_000;

/**
 * Servers as processes of this machine behind a switch, which is one too and goes on when the deployer
 * has ended. The switch follows the state of the host: it is told to look, not what to do.
 */
export function processTarget(options: ProcessTargetOptions): SlotTarget {
  const { address } = options;
  const look = async (id: StageId): Promise<void> => lookAgain(id, options);
  return {
    name: 'process',
    address,
    observe: async (id) => {
      const found = await askThere(stagePath(id), {}, options);
      if (found !== undefined) return found as ObservedStage;
      // as requests will be sent again by the next switch
      const { percents } = await readHostStage(options.folders, 'process', id);
      return { slots: [], percents };
    },
    prepare: async () => ({}),
    run: look,
    route: async (id, { percents }) => {
      // a switch is not started, nor asked where it answers, to end something
      if (Object.keys(percents).length > 0) await look(id);
      else await askThere(stagePath(id), { method: 'POST' }, options);
    },
    ownAddress: async (id, slot) => {
      const { addresses } = await askSlot(id, slot, options);
      const [first] = addresses;
      if (first === undefined)
        throw new Failure('DEPLOYMENT_FAILED', `No server of slot ${slot} answers`);
      return { url: new URL(basePathOf(id), first).href, headers: {} };
    },
    stop: async (id, slot) => {
      const path = `${stagePath(id)}/slots/${slot}`;
      await askThere(path, { method: 'DELETE', timeoutMs: stopTimeoutMs }, options);
    },
    log: async (id, slot) => {
      const { log } = await askSlot(id, slot, options);
      return log;
    },
    prune: async () => {},
  };
}

/** A switch that ends at this very moment is followed by another one. */
async function lookAgain(id: StageId, options: ProcessTargetOptions): Promise<void> {
  const look = async (): Promise<void> => {
    await ask(await openSwitch(options), stagePath(id), { method: 'POST' }, options);
  };
  await look().catch(async (error: unknown) => {
    if ((await findSwitch(options)) !== undefined) throw error;
    await look();
  });
}

function stagePath({ deployment, stage }: StageId): string {
  return `/stages/${deployment}/${stage}`;
}

interface SlotAnswer {
  readonly addresses: readonly string[];
  readonly log: readonly string[];
}

async function askSlot(
  id: StageId,
  slot: SlotName,
  options: ProcessTargetOptions,
): Promise<SlotAnswer> {
  const found = await askThere(`${stagePath(id)}/slots/${slot}`, {}, options);
  return (found ?? { addresses: [], log: [] }) as SlotAnswer;
}

/** The switch, where one runs. */
async function findSwitch(options: ProcessTargetOptions): Promise<SwitchFile | undefined> {
  const found = await readSwitchFile(switchFile(options.folders));
  if (found === undefined) return undefined;
  try {
    const answer = (await ask(found, '/', {}, options)) as { readonly pid: number };
    return answer.pid === found.pid ? found : undefined;
  } catch (error) {
    if (options.world.signal.aborted) throw error;
    // it was killed: another one is started when one is needed
    return undefined;
  }
}

/** The switch; started where there is none. */
async function openSwitch(options: ProcessTargetOptions): Promise<SwitchFile> {
  const { folders, world, address } = options;
  const known = await findSwitch(options);
  if (known !== undefined) return atAddress(known, address);
  const path = join(deploymentsFolder(folders), 'locks', 'switch');
  const lock = { signal: world.signal, label: 'Starting the switch', timeoutMs: startTimeoutMs };
  return withLock(path, lock, async () => (await findSwitch(options)) ?? start(options));
}

function atAddress(found: SwitchFile, address: string): SwitchFile {
  if (new URL(found.address).port === portOf(address)) return found;
  throw new Failure(
    'DEPLOYMENT_REFUSED',
    `Deployments are to answer at ${address}, but those that run do at ${found.address}`,
    { hint: 'Stop them first (orangery deployments lists them), or take the address back.' },
  );
}

async function start(options: ProcessTargetOptions): Promise<SwitchFile> {
  const { folders, address, version, world } = options;
  const { hostname } = new URL(address);
  const order: SwitchOrder = { folders, host: hostname, port: Number(portOf(address)), version };
  await mkdir(targetFolder(folders, 'process'), { recursive: true });
  const logFile = join(targetFolder(folders, 'process'), 'switch.log');
  const args = [switchScript, JSON.stringify(order)];
  const begin = () => startDetached(process.execPath, args, { cwd: '/', env: world.env, logFile });
  const until = performance.now() + startTimeoutMs;
  const portUntil = performance.now() + portTimeoutMs;
  let pid = begin();
  while (performance.now() < until) {
    // ours, or one that somebody who was killed has started before
    const found = await findSwitch(options);
    if (found !== undefined) return atAddress(found, address);
    if (pid === undefined || !isAlive(pid)) {
      if (performance.now() > portUntil) break;
      pid = begin();
    }
    await pause(100, undefined, { signal: world.signal });
  }
  const said = whyEnded(await readFile(logFile, 'utf8').catch(() => ''));
  throw new Failure('DEPLOYMENT_FAILED', `The switch at ${address} did not start: ${said}`, {
    hint: `${logFile} has more; where the port is in use, --address http://127.0.0.1:8081 takes another one.`,
  });
}

/** Node prints the error, its stack, and then its own version. */
function whyEnded(log: string): string {
  const lines = log.trim().split('\n');
  const error = lines.findLast((line) => /^(Failure|\w*Error): /.test(line));
  return error?.replace(/^\w+: /, '') ?? lines.at(-1)!;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function portOf(address: string): string {
  const { port, protocol } = new URL(address);
  return port === '' ? (protocol === 'https:' ? '443' : '80') : port;
}

/** Asks the switch where one runs; undefined where none does, or it ends at this very moment. */
async function askThere(
  path: string,
  asked: Asked,
  options: ProcessTargetOptions,
): Promise<unknown> {
  const found = await findSwitch(options);
  if (found === undefined) return undefined;
  return ask(found, path, asked, options).catch(async (error: unknown) => {
    if ((await findSwitch(options)) !== undefined) throw error;
    return undefined;
  });
}

interface Asked {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly timeoutMs?: number;
}

async function ask(
  { control, token }: SwitchFile,
  path: string,
  { method = 'GET', timeoutMs = askTimeoutMs }: Asked,
  { world }: ProcessTargetOptions,
): Promise<unknown> {
  const response = await fetch(new URL(path, control), {
    method,
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.any([world.signal, AbortSignal.timeout(timeoutMs)]),
  });
  const answer = await response.text();
  if (response.ok) return JSON.parse(answer);
  throw new Failure(
    'DEPLOYMENT_FAILED',
    `The switch refused ${method} ${path}: ${answer.slice(0, 300)}`,
  );
}
