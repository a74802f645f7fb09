import { totalmem, availableParallelism } from 'node:os';
import type { Module } from '@orangery/schemas/files';
import type { StartedServer } from '../custom/code-options.ts';
import { runDocker } from '../deployment/compose/compose.ts';
import { parseMemory } from '../deployment/parse-memory.ts';
import { readValidModule } from '../inference/load-module.ts';
import { readSteps, type ReadModule } from '../inference/pipeline/read-steps.ts';
import type { ContainerOptions } from './container-options.ts';
import { containerImage } from './image/container-image.ts';
import type { ContainerLimits } from './run/container-plan.ts';
import {
  startContainer,
  type ContainerOrder,
  type RunningContainer,
} from './run/start-container.ts';
import {
  isDescribed,
  isTool,
  noModel,
  toolPlan,
  volumeName,
  type ToolPlan,
} from './tool/tool-plan.ts';

/** Servers that were started for modules. */
export interface OpenContainers {
  /** By module. */
  readonly servers: Readonly<Record<string, StartedServer>>;
  /** Ends them; later calls do nothing. */
  close(): Promise<void>;
}

export interface OpenContainersOrder {
  /** Servers that run already. */
  readonly running?: OpenContainers['servers'];
  /** Of a tool; tools are not started where absent, and those that are described alone never. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Where a server listens unless its module says otherwise: as DEEPaaS does. */
export const usualPort = 5000;

/**
 * Starts the servers of all container modules among some modules and the steps of their pipelines, each once;
 * of those that run already, none.
 * @param folders of the modules
 * @throws Failure MODULE_INVALID, MODULE_IS_TOOL, ENGINE_UNAVAILABLE, CONTAINER_FAILED, IMAGE_BUILD_FAILED; none runs then
 */
export async function openContainers(
  folders: readonly string[],
  { running: known = {}, settings, ...options }: ContainerOptions & OpenContainersOrder,
): Promise<OpenContainers> {
  const modules = (await containerModules(folders)).filter(({ id }) => !(id in known));
  const running = new Map<string, RunningContainer & Required<StartedServer>>();
  const close = async (): Promise<void> => {
    for (const container of running.values()) await container.close();
  };
  try {
    for (const module of modules) {
      if (settings !== undefined && isDescribed(module)) continue;
      const tool = isTool(module) ? planOf(module, settings) : undefined;
      running.set(module.id, await startServer(module, options, tool));
    }
  } catch (error) {
    await close();
    throw error;
  }
  const servers = [...running].map(([id, { address, image, bytes }]) => {
    return [id, { address, image, bytes }] as const;
  });
  return { servers: Object.fromEntries(servers), close };
}

function planOf(module: Module, settings: OpenContainersOrder['settings']): ToolPlan {
  if (settings === undefined) throw noModel(module);
  return toolPlan(module, settings);
}

/** The container modules among some modules and what their pipelines are made of. */
export async function containerModules(folders: readonly string[]): Promise<readonly Module[]> {
  const found = new Map<string, Module>();
  const visit = ({ module, steps }: ReadModule): void => {
    if (module.frontMatter.runtime === 'container') found.set(module.id, module);
    steps.forEach(visit);
  };
  for (const folder of folders) visit(await readSteps(await readValidModule(folder)));
  return [...found.values()];
}

/**
 * Starts the server of one module.
 * @param tool how it is run, where it is one
 */
export async function startServer(
  module: Module,
  options: ContainerOptions,
  tool?: ToolPlan,
): Promise<RunningContainer & Required<StartedServer>> {
  return startImage({ module, image: await containerImage(module, options), tool }, options);
}

export interface StartedImage {
  readonly module: Pick<Module, 'id' | 'frontMatter'>;
  /** `sha256:…` */
  readonly image: string;
  readonly tool: ToolPlan | undefined;
  /** Whether it is only tried: what it keeps is empty at first, and gone with it. */
  readonly isTrial?: boolean;
}

/** Starts the server of one module in an image that is there. */
export async function startImage(
  { module, image, tool, isTrial = false }: StartedImage,
  options: ContainerOptions,
): Promise<RunningContainer & Required<StartedServer>> {
  const { container = {} } = module.frontMatter;
  options.logger.info(`Starting the container of ${module.id}`);
  const { port = usualPort, writable = [] } = container;
  const order: ContainerOrder = {
    ...{ image, port, writable, label: module.id, limits: limitsOf(module) },
    ...(tool !== undefined && {
      ...{ ready: tool.ready, environment: tool.environment },
      ...(isTrial ? { volumes: tool.keeps } : { kept: keptOf(module.id, tool) }),
    }),
  };
  const size = await runDocker(['image', 'inspect', '--format', '{{.Size}}', image], options);
  return { ...(await startContainer(order, options)), image, bytes: Number(size) };
}

function keptOf(id: string, { keeps }: ToolPlan): NonNullable<ContainerOrder['kept']> {
  return keeps.map((folder) => ({ volume: volumeName('orangery', id, folder), folder }));
}

/** What a module says that it needs; else as much as the machine can spare. */
export function limitsOf({ frontMatter }: Pick<Module, 'frontMatter'>): ContainerLimits {
  const { cpu = availableParallelism(), memory, gpu = 0 } = frontMatter.resources ?? {};
  return {
    cpus: Math.min(cpu, availableParallelism()),
    memoryBytes: memory === undefined ? Math.floor(totalmem() * 0.9) : parseMemory(memory),
    gpus: gpu,
  };
}
