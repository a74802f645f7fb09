import { chown, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure, parseRecord, yamlText, type ComposeFile } from '@orangery/schemas';
import { writeWhole } from '@orangery/schemas/files';
import { fetch } from 'undici';
import { withLock } from '../../dataset/cache/with-lock.ts';
import { runCompose, runDocker, type Compose, type EngineOptions } from '../compose/compose.ts';
import { containerLog } from '../compose/containers.ts';
import { lockedService } from '../compose/locked-service.ts';
import { caddyfile, edgePorts, type EdgeStage } from './caddyfile.ts';

export interface EdgeOptions {
  /** Of the edge on this host. */
  readonly folder: string;
  /** For locks. */
  readonly lockFolder: string;
  /** Names this host among those that use the same engine. */
  readonly host: string;
  readonly address: string;
  /** Of Caddy. */
  readonly image: string;
  readonly compose: Compose;
  readonly engine: EngineOptions;
}

const startTimeoutMs = 60_000;
const upTimeoutMs = 120_000;
const memoryBytes = 256 * 1024 ** 2;
/** Nobody's, where root deploys. */
const nobody = 10001;

export function edgeName(host: string): string {
  return `orangery-edge-${host}`;
}

export function routesFolder({ folder }: Pick<EdgeOptions, 'folder'>): string {
  return join(folder, 'routes');
}

/** What the edge sends requests to. */
export interface EdgeWish {
  readonly stages: readonly EdgeStage[];
  /** Of the stages; these have to be there. */
  readonly networks: readonly EdgeNetwork[];
}

/** The network of a stage. */
export interface EdgeNetwork {
  readonly name: string;
  /** Such as `172.20.0.0/16`. */
  readonly subnets: readonly string[];
}

/**
 * Has the edge running, on the networks of all stages, with a configuration that knows them; ends it when there is
 * none. What is so already is left alone: a running edge is never started again for a new stage.
 * @param wish asked when nobody else is at work on the edge
 * @throws Failure COMMAND_FAILED, DEPLOYMENT_FAILED
 */
export async function keepEdge(wish: () => Promise<EdgeWish>, options: EdgeOptions): Promise<void> {
  const { signal } = options.engine;
  const lock = { signal, label: 'The edge', timeoutMs: upTimeoutMs };
  await withLock(join(options.lockFolder, 'edge'), lock, async () => {
    const wished = await wish();
    const { stages, networks } = wished;
    if (stages.length === 0) return removeEdge(options);
    const isChanged = await writeConfiguration(wished, options);
    const isNew = !(await isEdgeRunning(options));
    if (isNew) await start(options);
    await connect(networks, options);
    if (isNew) await awaitFirstAnswer(options);
    else if (isChanged) await reload(options);
    if (isNew || isChanged)
      await writeWhole(loadedPath(options), await readText(configPath(options)));
  });
}

async function removeEdge(options: EdgeOptions): Promise<void> {
  const { compose, folder, host, engine } = options;
  const file = composePath(options);
  // it was never started
  if ((await readText(file)) === '') return;
  const args = ['--project-name', edgeName(host), '--file', file];
  await runCompose(compose, [...args, 'down', '--timeout', '30'], {
    ...{ ...engine, cwd: folder, timeoutMs: upTimeoutMs },
  });
  await rm(loadedPath(options), { force: true });
}

/** Where a slot is asked by itself, such as `http://127.0.0.1:49153`. */
export async function ownOrigin({ host, engine }: EdgeOptions): Promise<string> {
  const found = await runDocker(['port', edgeName(host), `${edgePorts.own}/tcp`], engine);
  return `http://${found.split('\n')[0]!.trim()}`;
}

function composePath({ folder }: EdgeOptions): string {
  return join(folder, 'compose.yml');
}

function configPath({ folder }: EdgeOptions): string {
  return join(folder, 'config', 'Caddyfile');
}

/** What the running edge has read last. */
function loadedPath({ folder }: EdgeOptions): string {
  return join(folder, 'Caddyfile.loaded');
}

/** Empty where there is none. */
async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

/** Whether the running edge has yet to read it. */
async function writeConfiguration(
  { stages, networks }: EdgeWish,
  options: EdgeOptions,
): Promise<boolean> {
  const subnets = networks.flatMap((network) => network.subnets);
  const text = caddyfile(stages, { address: options.address, subnets });
  if ((await readText(configPath(options))) !== text) await writeWhole(configPath(options), text);
  return (await readText(loadedPath(options))) !== text;
}

/** @throws Failure DEPLOYMENT_REFUSED when it does at another address */
export async function isEdgeRunning({
  host,
  engine,
  address,
}: Pick<EdgeOptions, 'host' | 'engine' | 'address'>): Promise<boolean> {
  const format = '{{.State.Running}} {{index .Config.Labels "org.orangery.address"}}';
  // not there
  const found = await runDocker(['inspect', '--format', format, edgeName(host)], engine).catch(
    (error: unknown) => {
      if (engine.signal.aborted) throw error;
      return '';
    },
  );
  const [running, at] = found.trim().split(' ');
  if (running !== 'true') return false;
  if (at === address) return true;
  throw new Failure(
    'DEPLOYMENT_REFUSED',
    `Deployments are to answer at ${address}, but those that run do at ${at}`,
    { hint: 'Stop them first (orangery deployments lists them), or take the address back.' },
  );
}

async function start(options: EdgeOptions): Promise<void> {
  const { folder, host, compose, engine } = options;
  const user = await edgeUser(folder);
  await mkdir(routesFolder(options), { recursive: true });
  const file = composePath(options);
  await writeWhole(file, yamlText(edgeFile(user, options)));
  const args = ['--project-name', edgeName(host), '--file', file, 'up', '--detach'];
  const limited = { ...engine, cwd: folder, timeoutMs: upTimeoutMs };
  await runCompose(compose, args, limited).catch(async (error: unknown) => {
    engine.signal.throwIfAborted();
    await removeEdge(options).catch(() => {}); // the first error is the one to tell
    throw portTaken(error, options) ?? error;
  });
}

function portTaken(cause: unknown, { address }: EdgeOptions): Failure | undefined {
  const isTaken = /port is already allocated|address already in use/i.test(String(cause));
  if (!isTaken) return undefined;
  return new Failure(
    'DEPLOYMENT_REFUSED',
    `Deployments are to answer at ${address}, where another program does`,
    {
      cause,
      hint: 'Stop it, or what another target runs there (orangery deployments --target process lists that); or take another address: --address http://127.0.0.1:8081',
    },
  );
}

/** Whoever deploys, so that certificates can be kept in the state; never root. */
async function edgeUser(folder: string): Promise<string> {
  const data = join(folder, 'data');
  await mkdir(data, { recursive: true });
  const [user, group] = [process.getuid?.() ?? nobody, process.getgid?.() ?? nobody];
  if (user !== 0) return `${user}:${group === 0 ? nobody : group}`;
  await chown(data, nobody, nobody);
  return `${nobody}:${nobody}`;
}

function edgeFile(user: string, { folder, host, address, image }: EdgeOptions): ComposeFile {
  const readOnly = { type: 'bind', read_only: true } as const;
  const file: ComposeFile = {
    services: {
      edge: {
        ...lockedService({
          ...{ image, user, memoryBytes, cpus: 2 },
          command: ['caddy', 'run', '--config', '/etc/caddy/Caddyfile'],
          volumes: [
            { ...readOnly, source: join(folder, 'config'), target: '/etc/caddy' },
            { ...readOnly, source: join(folder, 'routes'), target: '/routes' },
            { type: 'bind', source: join(folder, 'data'), target: '/data', read_only: false },
          ],
          networks: { [edgeName(host)]: {} },
          labels: { 'org.orangery.host': host, 'org.orangery.address': address },
        }),
        // the official program has it written into its file and is not started without; nobody is not given it
        cap_add: ['NET_BIND_SERVICE'],
        container_name: edgeName(host),
        environment: { XDG_DATA_HOME: '/data', XDG_CONFIG_HOME: '/tmp', HOME: '/tmp' },
        ports: [...publicPorts(address), `127.0.0.1::${edgePorts.own}`],
      },
    },
    // 2 takes a network that 1.29 has made only where its key is its name
    networks: {
      [edgeName(host)]: { name: edgeName(host), labels: { 'org.orangery.host': host } },
    },
  };
  return parseRecord('composeFile', file, 'the Compose file of the edge');
}

function publicPorts(address: string): string[] {
  const { protocol, hostname, port } = new URL(address);
  if (protocol === 'https:') {
    const https = port === '' ? 443 : port;
    return [`0.0.0.0:80:${edgePorts.http}`, `0.0.0.0:${https}:${edgePorts.https}`];
  }
  const isLocal = hostname === '127.0.0.1' || hostname === 'localhost';
  return [`${isLocal ? '127.0.0.1' : '0.0.0.0'}:${port === '' ? 80 : port}:${edgePorts.http}`];
}

/** A running container is put on a network without being started again. */
async function connect(
  networks: readonly EdgeNetwork[],
  { host, engine }: EdgeOptions,
): Promise<void> {
  const name = edgeName(host);
  const format = '{{range $name, $_ := .NetworkSettings.Networks}}{{$name}} {{end}}';
  const found = (await runDocker(['inspect', '--format', format, name], engine)).trim().split(' ');
  for (const network of networks.filter((one) => !found.includes(one.name))) {
    await runDocker(['network', 'connect', network.name, name], engine);
  }
}

/** A configuration that Caddy does not take leaves the one it has. */
async function reload({ host, engine }: EdgeOptions): Promise<void> {
  const args = ['exec', edgeName(host), 'caddy', 'reload', '--config', '/etc/caddy/Caddyfile'];
  await runDocker(args, { ...engine, timeoutMs: startTimeoutMs });
}

/** One that does not come up is not left behind. */
async function awaitFirstAnswer(options: EdgeOptions): Promise<void> {
  try {
    await awaitAnswer(options);
  } catch (error) {
    await removeEdge(options).catch(() => {}); // the first error is the one to tell
    throw error;
  }
}

async function awaitAnswer(options: EdgeOptions): Promise<void> {
  const { host, engine } = options;
  const { signal } = engine;
  const until = performance.now() + startTimeoutMs;
  for (;;) {
    // not listening yet
    const isUp = await ownOrigin(options)
      .then(async (origin) => fetch(origin, { signal: AbortSignal.timeout(2_000) }))
      .then(() => true)
      .catch(() => false);
    if (isUp) return;
    signal.throwIfAborted();
    if (performance.now() > until) {
      const log = await containerLog(edgeName(host), engine);
      throw new Failure('DEPLOYMENT_FAILED', `The edge does not answer:\n${log.join('\n')}`);
    }
    await pause(100, undefined, { signal });
  }
}
