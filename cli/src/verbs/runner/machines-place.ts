import { hostname } from 'node:os';
import { join } from 'node:path';
import { createOctokitGitHub, type GitHub } from '@orangery/actions/access';
import { openRegistry, type MachinesWorld } from '@orangery/actions/machines';
import { withLock } from '@orangery/runner';
import {
  openMachineEngine,
  settingsOf,
  workFolder,
  type MachinesOrder,
} from '@orangery/runner/machines';
import { Failure } from '@orangery/schemas';
import { InvalidArgumentError, type Command } from 'commander';
import { personalFolders } from '../../folders.ts';
import { readNames } from '../../github-place.ts';
import type { Context } from '../../verb.ts';

export interface MachinesOptions {
  readonly runner?: string;
  readonly name?: string;
}

export interface MachinesPlace {
  readonly world: MachinesWorld;
  /** Whose jobs the machines take. */
  readonly repository: GitHub;
}

export const defaultImage = 'orangery/runner';

/** What `docker` and Compose need of the environment, and no token. */
const passed = [
  ...['PATH', 'HOME', 'XDG_RUNTIME_DIR', 'DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CONFIG'],
  ...['DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH', 'DOCKER_API_VERSION', 'COMPOSE_DOCKER_CLI_BUILD'],
];

export function addMachinesOptions(command: Command): Command {
  return command
    .option(
      '--runner <owner/name>',
      'the repository with the machines (default: orangery.config.yml)',
    )
    .option(
      '--name <name>',
      'of this machine; no other may have it (default: its host name)',
      machineWord,
    );
}

function machineWord(text: string): string {
  if (/^[a-z0-9][a-z0-9-]{0,40}$/.test(text)) return text;
  throw new InvalidArgumentError('expected small letters, digits and hyphens, at most 41.');
}

/** Of this machine: the option, or its host name as far as it can be one. */
export function nameOf({ name }: MachinesOptions): string {
  const own = hostname()
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-');
  return name ?? (own.replace(/^-+/, '').slice(0, 41) || 'machine');
}

/**
 * Opens engine and GitHub, which one command at a time may use.
 * @param signal ends requests and programs; another than that of Ctrl-C where jobs may come to their end
 * @throws Failure USAGE without a token, TIMED_OUT while another command has the machines
 */
export async function withMachines<Result>(
  context: Context,
  order: {
    readonly options: MachinesOptions;
    readonly machines: Omit<MachinesOrder, 'name'>;
    readonly signal: AbortSignal;
    readonly isShared?: boolean;
  },
  work: (place: MachinesPlace) => Promise<Result>,
): Promise<Result> {
  const { options, signal } = order;
  const name = nameOf(options);
  const folder = join(personalFolders(context).state, 'machines', name);
  const open = async (): Promise<Result> =>
    work(await openMachines(context, { ...order, name, folder }));
  if (order.isShared === true) return open();
  const label = `Machines ${name}`;
  return withLock(join(folder, 'up'), { signal, label, timeoutMs: 0 }, open);
}

async function openMachines(
  context: Context,
  order: Parameters<typeof withMachines>[1] & { readonly name: string; readonly folder: string },
): Promise<MachinesPlace> {
  const { name, folder, signal, options } = order;
  const { env, terminal } = context;
  const token = env.GITHUB_TOKEN;
  if (token === undefined || token === '') throw noToken();
  const { runner: repository } = await readNames(context, {
    ...options,
    ...(options.runner !== undefined && { catalogue: options.runner }),
  });
  const apiUrl = env.GITHUB_API_URL ?? 'https://api.github.com';
  const asks = { token, apiUrl, repository, signal, job: 'this command' };
  const machines = { ...order.machines, name };
  const passedOn = Object.fromEntries(passed.map((key) => [key, env[key]]));
  const world = {
    ...{ name, settings: settingsOf(machines) },
    registry: await openRegistry({ ...asks, labels: machines.labels, workFolder }),
    engine: await openMachineEngine({ machines, folder, signal, env: passedOn }),
    log: withoutRepeats((line) => terminal.note(line)),
  };
  return { world, repository: createOctokitGitHub(asks) };
}

/** What is found at every look is said once. */
function withoutRepeats(log: (line: string) => void): (line: string) => void {
  let last = '';
  return (line) => {
    if (line !== last) log(line);
    last = line;
  };
}

function noToken(): Failure {
  return new Failure('USAGE', 'GITHUB_TOKEN: expected a token, found none', {
    hint: 'One of an owner, of the App, or fine-grained: of the organisation Self-hosted runners (write), of the runner repository Metadata and Actions (read).',
  });
}
