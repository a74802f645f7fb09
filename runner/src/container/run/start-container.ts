import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '@orangery/schemas';
import { runDocker } from '../../deployment/compose/compose.ts';
import { containerLog } from '../../deployment/compose/containers.ts';
import { ownLabels, removeLeftovers } from '../../sandbox/locked/remove-leftovers.ts';
import { ask } from '../api/ask.ts';
import { officialCaddy, type ContainerOptions } from '../container-options.ts';
import { networkArguments, relayArguments, serverArguments } from './container-arguments.ts';
import { relayPort, type ContainerPlan } from './container-plan.ts';

export interface ContainerOrder extends Omit<ContainerPlan, 'name' | 'relay' | 'labels'> {
  /** As messages name it: the module's id. */
  readonly label: string;
  /** Path that its server answers with a status below 400 when it is there; the list of its models, with any, when absent. */
  readonly ready?: string;
}

export interface RunningContainer {
  /** Of its server, on loopback: `http://127.0.0.1:49153`. */
  readonly address: string;
  /** Of the container of the server. */
  readonly name: string;
  /** The last lines that it printed. */
  log(): Promise<readonly string[]>;
  /** Ends and removes it, its relay and their network; later calls do nothing. */
  close(): Promise<void>;
}

/** Of servers that run until they are stopped: whoever started it is asked after first. */
const livesSeconds = 10 * 365 * 24 * 3600;
const startTimeoutMs = 5 * 60_000;
const makeTimeoutMs = 120_000;
const lookMs = 250;

/**
 * Starts the server of a module in a container that reaches nothing, and waits until it answers. It is alone
 * on its network with a relay, by which this machine and no other asks it.
 * @throws Failure CONTAINER_FAILED with its last lines, when it ends or does not answer in time
 */
export async function startContainer(
  order: ContainerOrder,
  options: ContainerOptions,
): Promise<RunningContainer> {
  const plan: ContainerPlan = {
    ...order,
    name: `orangery-container-${randomBytes(6).toString('hex')}`,
    relay: options.images.edge ?? officialCaddy,
    labels: { ...ownLabels(livesSeconds, Date.now()), 'org.orangery.module': order.label },
  };
  await removeLeftovers(options, Date.now());
  const close = closer(plan, options);
  try {
    const name = `${plan.name}-server`;
    const address = await make(plan, options);
    const log = async () => containerLog(name, options);
    await awaitAnswer({ address, name, ...order }, options);
    return { address, name, log, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @returns the address of the relay */
async function make(plan: ContainerPlan, options: ContainerOptions): Promise<string> {
  const engine = { ...options, timeoutMs: makeTimeoutMs };
  const run = async (args: readonly string[]): Promise<string> =>
    runDocker(args, engine).catch((cause: unknown) => {
      options.signal.throwIfAborted();
      throw notMade(plan, cause);
    });
  await run(networkArguments(plan));
  await run(serverArguments(plan));
  await run(['start', `${plan.name}-server`]);
  await run(relayArguments(plan));
  await run(['network', 'connect', plan.name, `${plan.name}-relay`]);
  await run(['start', `${plan.name}-relay`]);
  const found = await run(['port', `${plan.name}-relay`, `${relayPort}/tcp`]);
  return `http://${found.split('\n')[0]!.trim()}`;
}

function notMade({ image }: ContainerPlan, cause: unknown): Failure {
  const lines = (cause instanceof Error ? cause.message : String(cause)).trim().split('\n');
  return new Failure(
    'CONTAINER_FAILED',
    `A container of ${image}: cannot be made: ${lines.at(-1)!.slice(0, 300)}`,
    { cause, hint: 'docker version says whether the engine answers.' },
  );
}

interface Awaited extends Pick<ContainerOrder, 'label' | 'ready'> {
  readonly address: string;
  readonly name: string;
}

/** Until it answers: frameworks take their time. */
async function awaitAnswer({ address, name, label, ready }: Awaited, options: ContainerOptions) {
  const limit = options.startTimeoutMs ?? startTimeoutMs;
  const until = performance.now() + limit;
  const { signal } = options;
  for (;;) {
    // the relay answers 502 for one that does not listen yet
    const found = await ask(address, ready ?? '/v2/models/', { signal, timeoutMs: 10_000 }).catch(
      () => signal.throwIfAborted(),
    );
    const { status = 502 } = found ?? {};
    if (ready === undefined ? status !== 502 : status < 400) return;
    const running = await runDocker(['inspect', '--format', '{{.State.Running}}', name], options);
    if (running.trim() !== 'true') throw await silent('ended before it answered');
    if (performance.now() > until) throw await silent(`did not answer in ${limit / 1000} s`);
    await pause(lookMs, undefined, { signal });
  }

  async function silent(what: string): Promise<Failure> {
    const lines = await containerLog(name, options);
    return new Failure(
      'CONTAINER_FAILED',
      `${label}: its server ${what}:\n${lines.join('\n') || '(it printed nothing)'}`,
      {
        hint: 'It runs as nobody, without a network, and writes to /tmp and container.writable alone; container.port is where it has to listen, on all addresses.',
      },
    );
  }
}

function closer({ name }: ContainerPlan, { env }: ContainerOptions): () => Promise<void> {
  // also after a cancel
  const engine = { env, signal: new AbortController().signal, timeoutMs: makeTimeoutMs };
  let closing: Promise<void> | undefined;
  const gone = async (args: readonly string[]): Promise<void> => {
    await runDocker(args, engine).catch((error: unknown) => {
      if (!/no such|not found/i.test(String(error))) throw error;
    });
  };
  const close = async (): Promise<void> => {
    await gone(['rm', '--force', '--volumes', `${name}-relay`]);
    await gone(['rm', '--force', '--volumes', `${name}-server`]);
    await gone(['network', 'rm', name]);
  };
  return async () => (closing ??= close());
}
