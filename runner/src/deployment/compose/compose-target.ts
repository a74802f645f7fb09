import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { yamlText, type HostStage } from '@orangery/schemas';
import { writeWhole } from '@orangery/schemas/files';
import type { EdgeStage } from '../edge/caddyfile.ts';
import {
  edgeName,
  isEdgeRunning,
  keepEdge,
  ownOrigin,
  routesFolder,
  type EdgeNetwork,
  type EdgeOptions,
  type EdgeWish,
} from '../edge/edge.ts';
import { linkRoutes, percentsOf, readRoutes, removeRoutes, sharesOf } from '../edge/route-links.ts';
import { basePathOf, deploymentsFolder, stageFolder, targetFolder } from '../host/host-folders.ts';
import { listHostStages, readHostStage } from '../host/host-stage.ts';
import type { SlotName, StageId } from '../reconcile/slots.ts';
import type { ObservedStage, SlotTarget } from '../slot-target.ts';
import { engineOf, type ComposeTargetOptions } from './compose-options.ts';
import { checkEngine, findCompose, runCompose, runDocker, type EngineOptions } from './compose.ts';
import { containerLog, listContainers, type SlotContainer } from './containers.ts';
import { observeSlot } from './observe-slot.ts';
import { partNetwork, partService, prepareContainers } from './slot-containers.ts';
import { prepareImage, pruneImages } from './slot-image.ts';
import { projectOf, stageComposeFile } from './stage-file.ts';

const officialCaddy = 'caddy:2.10-alpine';
const upTimeoutMs = 120_000;
/** Servers are given 40 seconds for what they are at. */
const stopTimeoutMs = 90_000;
/** Requests that were sent to a slot just before the switch have arrived by then. */
const settleMs = 1_000;
/** Servers as containers of Docker Compose, behind Caddy as another one. */
export function composeTarget(options: ComposeTargetOptions): SlotTarget {
  const { address } = options;
  return {
    name: 'compose',
    address,
    observe: async (id) => observe(id, options),
    prepare: async (id, slot) => {
      // refused before anything is built
      await isEdgeRunning(await edgeOptions(options));
      const containers = await prepareContainers(slot, options);
      const { image } = await prepareImage(id, slot, options);
      return { image, ...(containers.length > 0 && { containers }) };
    },
    prune: async () => pruneImages(options),
    run: async (id, host) => run(id, host, options),
    route: async (id, host) => route(id, host, options),
    ownAddress: async (id, slot) => {
      const origin = await ownOrigin(await edgeOptions(options));
      return { url: `${origin}${basePathOf(id)}`, headers: { 'orangery-slot': slot } };
    },
    stop: async (id, slot, host) => stop(id, slot, host, options),
    log: async (id, slot) => readLog(id, slot, options),
  };
}

/** Tells the hosts that use one engine apart, by their state. */
function hostOf({ folders }: ComposeTargetOptions): string {
  return createHash('sha256').update(folders.state).digest('hex').slice(0, 8);
}

function edgeFolder({ folders }: ComposeTargetOptions): string {
  return join(targetFolder(folders, 'compose'), 'edge');
}

async function edgeOptions(options: ComposeTargetOptions): Promise<EdgeOptions> {
  const { folders, address, images } = options;
  const engine = engineOf(options);
  return {
    folder: edgeFolder(options),
    lockFolder: join(deploymentsFolder(folders), 'locks'),
    ...{ host: hostOf(options), address, image: images.edge ?? officialCaddy },
    ...{ compose: await findCompose(engine), engine },
  };
}

async function observe(id: StageId, options: ComposeTargetOptions): Promise<ObservedStage> {
  const engine = engineOf(options);
  await checkEngine(engine);
  // known by the time it is needed
  void findCompose(engine).catch(() => {});
  const containers = await listContainers(id, hostOf(options), engine);
  const bySlot = Map.groupBy(containers, ({ slot }) => slot);
  const known = await readHostStage(options.folders, 'compose', id);
  const partsOf = (slot: SlotName): readonly string[] =>
    known.slots.find((one) => one.slot === slot)?.containers?.map(({ module }) => module) ?? [];
  const slots = [...bySlot].map(async ([slot, all]) =>
    observeSlot({ slot, all, parts: partsOf(slot) }, engine),
  );
  const routes = routesFolder({ folder: edgeFolder(options) });
  return {
    slots: await Promise.all(slots),
    percents: percentsOf(await readRoutes(routes, id)),
  };
}

/** Only the named services are touched, and of these only what is not as it should be. */
async function run(id: StageId, host: HostStage, options: ComposeTargetOptions): Promise<void> {
  const engine = engineOf(options);
  await removeBroken(id, host, options);
  const file = await writeFile(id, host, options);
  const scaled = host.slots.flatMap(({ slot, replicas, containers = [] }) =>
    [slot, ...containers.map(({ module }) => partService(slot, module))].map(
      (service) => [service, replicas] as const,
    ),
  );
  const services = scaled.map(([service]) => service);
  const scales = scaled.flatMap(([service, replicas]) => ['--scale', `${service}=${replicas}`]);
  const args = [
    ...['--project-name', projectOf(id), '--file', file],
    ...['up', '--detach', '--no-deps', '--no-recreate', ...scales, ...services],
  ];
  const cwd = stageFolder(options.folders, 'compose', id);
  await runCompose(await findCompose(engine), args, { ...engine, cwd, timeoutMs: upTimeoutMs });
  await keep(options);
}

/** What is not of this revision, has ended or answers no more makes room. */
async function removeBroken(
  id: StageId,
  { slots }: HostStage,
  options: ComposeTargetOptions,
): Promise<void> {
  const engine = engineOf(options);
  const containers = await listContainers(id, hostOf(options), engine);
  const broken = containers.filter(({ slot, revision, isRunning }) => {
    const wanted = slots.find((one) => one.slot === slot);
    return wanted !== undefined && (wanted.revision !== revision || !isRunning);
  });
  await removeContainers(broken, engine);
}

async function removeContainers(
  containers: readonly SlotContainer[],
  engine: EngineOptions,
): Promise<void> {
  if (containers.length === 0) return;
  await runDocker(['rm', '--force', '--volumes', ...containers.map(({ id }) => id)], {
    ...engine,
    timeoutMs: stopTimeoutMs,
  });
}

async function writeFile(
  id: StageId,
  host: HostStage,
  options: ComposeTargetOptions,
): Promise<string> {
  const folder = stageFolder(options.folders, 'compose', id);
  const content = stageComposeFile(id, host, { stageFolder: folder, host: hostOf(options) });
  const path = join(folder, 'compose.yml');
  await writeWhole(path, yamlText(content));
  return path;
}

/** The edge knows all stages that have slots. */
async function keep(options: ComposeTargetOptions): Promise<void> {
  const edge = await edgeOptions(options);
  await keepEdge(async () => wishOfEdge(options, edge.engine), edge);
}

async function wishOfEdge(
  { folders }: ComposeTargetOptions,
  engine: EngineOptions,
): Promise<EdgeWish> {
  const stages: EdgeStage[] = [];
  for (const id of await listHostStages(folders, 'compose')) {
    const { slots, domain, percents } = await readHostStage(folders, 'compose', id);
    if (slots.length === 0) continue;
    const { canary } = sharesOf(percents);
    stages.push({
      ...id,
      ...(domain !== undefined && { domain }),
      ...(canary !== undefined && { canaryPercent: canary.percent }),
    });
  }
  return { stages, networks: await existing(stages.map(projectOf), engine) };
}

/** Networks of stages that are there; one that another deployer is about to make is its business. */
async function existing(
  names: readonly string[],
  engine: EngineOptions,
): Promise<readonly EdgeNetwork[]> {
  const format = '{{range .IPAM.Config}}{{.Subnet}} {{end}}';
  const found = names.map(async (name) => {
    const inspect = ['network', 'inspect', '--format', format, '--', name];
    const subnets = await runDocker(inspect, engine).catch(() => engine.signal.throwIfAborted());
    return subnets === undefined ? [] : [{ name, subnets: subnets.match(/\S+/g) ?? [] }];
  });
  return (await Promise.all(found)).flat();
}

async function route(id: StageId, host: HostStage, options: ComposeTargetOptions): Promise<void> {
  const routes = routesFolder({ folder: edgeFolder(options) });
  const shares = sharesOf(host.percents);
  const before = await readRoutes(routes, id);
  // a canary's share is in the edge's configuration; which slot gets the requests is not
  const hasNewShare =
    shares.canary !== undefined && shares.canary.percent !== before.canary?.percent;
  if (hasNewShare || !(await isEdgeRunning(await edgeOptions(options)))) await keep(options);
  await linkRoutes(routes, id, shares);
}

async function stop(
  id: StageId,
  slot: SlotName,
  host: HostStage,
  options: ComposeTargetOptions,
): Promise<void> {
  const engine = engineOf(options);
  const containers = await listContainers(id, hostOf(options), engine);
  const own = containers.filter((one) => one.slot === slot);
  if (own.some(({ isRunning }) => isRunning)) {
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    await runDocker(['stop', '--time', '40', ...own.map(({ id: name }) => name)], {
      ...engine,
      timeoutMs: stopTimeoutMs,
    });
  }
  await removeContainers(own, engine);
  await removePartNetworks(id, slot, engine);
  if (host.slots.length === 0) await forget(id, options);
}

/** Those that the slot's servers shared with container modules. */
async function removePartNetworks(
  id: StageId,
  slot: SlotName,
  engine: EngineOptions,
): Promise<void> {
  const prefix = partNetwork(projectOf(id), slot, '');
  const list = ['network', 'ls', '--format', '{{.Name}}', '--filter', `name=^${prefix}`];
  const names = (await runDocker(list, engine)).split('\n').filter(Boolean);
  // another look may do the same just now
  for (const name of names) {
    await runDocker(['network', 'rm', name], engine).catch(() => engine.signal.throwIfAborted());
  }
}

/** Of a stage that has no slot any more nothing is left on the engine. */
async function forget(id: StageId, options: ComposeTargetOptions): Promise<void> {
  const edge = await edgeOptions(options);
  const { engine } = edge;
  const gone = async (args: readonly string[]): Promise<void> => {
    // it may be gone already
    await runDocker(args, engine).catch(() => engine.signal.throwIfAborted());
  };
  await removeRoutes(routesFolder(edge), id);
  await keep(options);
  await gone(['network', 'disconnect', projectOf(id), edgeName(edge.host)]);
  await gone(['network', 'rm', projectOf(id)]);
}

async function readLog(
  id: StageId,
  slot: SlotName,
  options: ComposeTargetOptions,
): Promise<readonly string[]> {
  const engine = engineOf(options);
  const containers = await listContainers(id, hostOf(options), engine);
  const own = containers.filter((one) => one.slot === slot);
  const lines: string[] = [];
  // a server of each kind: what the gateway says of a container that failed, that container says better
  for (const [, [first]] of Map.groupBy(own, ({ part }) => part)) {
    lines.push(...(await containerLog(first!.id, engine)));
  }
  return lines;
}
