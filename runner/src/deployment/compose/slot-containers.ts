import { join } from 'node:path';
import type {
  ComposeFile,
  ComposeKept,
  ComposeService,
  HostContainer,
  HostStage,
} from '@orangery/schemas';
import { containerImage } from '../../container/image/container-image.ts';
import { containerModules, usualPort } from '../../container/open-containers.ts';
import { homeVariables } from '../../container/run/container-plan.ts';
import { isTool, toolPlan, volumeName } from '../../container/tool/tool-plan.ts';
import { deploymentsFolder } from '../host/host-folders.ts';
import { parseMemory } from '../parse-memory.ts';
import type { PreparedSlot } from '../slot-target.ts';
import { networkOf, type NetworkOrder } from './stage-network.ts';
import type { ComposeTargetOptions } from './compose-options.ts';
import { lockedService, partLabel } from './locked-service.ts';

type HostSlot = HostStage['slots'][number];

/** A gateway that computes nothing itself. */
const gateway = { memoryBytes: 512 * 1024 ** 2, cpu: 1, gpu: 0 };

/**
 * The servers of the container modules that a slot's module is, or is made of, each with its image.
 * @throws Failure CONTAINER_FAILED, IMAGE_BUILD_FAILED, ENGINE_UNAVAILABLE, MODULE_IS_TOOL; USAGE for a tool's settings
 */
export async function prepareContainers(
  { folder, run: { module, resources, settings } }: PreparedSlot,
  { folders, world, images }: ComposeTargetOptions,
): Promise<readonly HostContainer[]> {
  const modules = await containerModules([join(folder, 'modules', module.id)]);
  const place = join(deploymentsFolder(folders), 'images');
  const prepared: HostContainer[] = [];
  for (const one of modules) {
    const { container = {}, resources: own } = one.frontMatter;
    const image = await containerImage(one, { ...world, folder: place, images });
    const { port = usualPort, writable = [] } = container;
    const isStep = one.id !== module.id;
    const tool = isTool(one) ? toolPlan(one, settings) : undefined;
    prepared.push({
      ...{ module: one.id, image, port, writable: [...writable] },
      ...(tool !== undefined && { settings: tool.environment, keeps: [...tool.keeps] }),
      resources: isStep && own !== undefined ? resourcesOf(own, resources) : resources,
    });
  }
  return prepared;
}

function resourcesOf(
  { cpu, memory, gpu }: { readonly cpu?: number; readonly memory?: string; readonly gpu?: number },
  others: HostContainer['resources'],
): HostContainer['resources'] {
  return {
    cpu: cpu ?? others.cpu,
    memoryBytes: memory === undefined ? others.memoryBytes : parseMemory(memory),
    gpu: gpu ?? 0,
  };
}

/** What a slot's own servers get: of a container module they only hand on, and its server gets what was asked for. */
export function ownResources({ run, containers = [] }: HostSlot): HostContainer['resources'] {
  const isGateway = containers.some(({ module }) => module === run.module.id);
  return isGateway ? gateway : run.resources;
}

export interface PartOrder extends Pick<NetworkOrder, 'project' | 'labels'> {
  readonly slot: HostSlot;
}

/** Name of the service of a container module beside a slot. */
export function partService(slot: string, module: string): string {
  return `${slot}-${module}`;
}

/** Name of the network that a container module shares with the slot's own servers alone. */
export function partNetwork(project: string, slot: string, module: string): string {
  return `${project}-${partService(slot, module)}`;
}

/** Words for the slot's own servers: where each container module answers. */
export function partWords({ containers = [] }: HostSlot): readonly string[] {
  return containers.flatMap(({ module, port }) => [
    '--container',
    `${module}=http://${module}:${port}`,
  ]);
}

/** Services, networks and volumes of the container modules of a slot. A tool's volume is the same in every slot. */
export function partsOfFile({ project, labels, slot }: PartOrder): ComposeFile {
  const { containers = [] } = slot;
  const services = containers.map(
    (part) =>
      [partService(slot.slot, part.module), service(part, { project, labels, slot })] as const,
  );
  const networks = containers.map(({ module }) => {
    const name = partNetwork(project, slot.slot, module);
    return [name, networkOf({ name, labels })] as const;
  });
  const volumes = containers
    .flatMap((part) => volumesOf(project, part))
    .map(({ source: name }) => {
      return [name, { name, labels: { ...labels } }] as const;
    });
  return {
    services: Object.fromEntries(services),
    networks: Object.fromEntries(networks),
    ...(volumes.length > 0 && { volumes: Object.fromEntries(volumes) }),
  };
}

/** What is kept of a tool, by the folders that it keeps. */
function volumesOf(project: string, { module, keeps = [] }: HostContainer): readonly ComposeKept[] {
  return keeps.map((target) => ({
    ...{ type: 'volume', source: volumeName(project, module, target), target, read_only: false },
  }));
}

function service(part: HostContainer, { project, labels, slot }: PartOrder): ComposeService {
  const { resources, image, writable, module, settings } = part;
  return lockedService({
    ...{ image, writable, user: '10001:10001', volumes: [...volumesOf(project, part)] },
    ...{ memoryBytes: resources.memoryBytes, cpus: resources.cpu, gpus: resources.gpu },
    environment: { ...homeVariables, ...literally(settings) },
    networks: { [partNetwork(project, slot.slot, module)]: { aliases: [module] } },
    labels: {
      ...labels,
      'org.orangery.slot': slot.slot,
      'org.orangery.revision': slot.revision,
      [partLabel]: module,
    },
  });
}

/** Compose puts the deployer's own variables in the place of `$NAME`. */
function literally(settings: HostContainer['settings'] = {}): Record<string, string> {
  const values = Object.entries(settings).map(([name, value]) => {
    return [name, value.replaceAll('$', '$$$$')] as const;
  });
  return Object.fromEntries(values);
}
