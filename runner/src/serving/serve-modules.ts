import { Failure } from '@orangery/schemas';
import type { FastifyInstance } from 'fastify';
import { isTool, toolPlan } from '../container/tool/tool-plan.ts';
import { addressOfContainer } from '../inference/container/load-container.ts';
import { readValidModule } from '../inference/load-module.ts';
import type { Logger } from '../world.ts';
import { createApp, type AppParts, type Endpoints } from './app.ts';
import type { Trainings } from './deepaas/trainings/trainings.ts';
import {
  openTrainings,
  type ServedTrainings,
  type ServedTrainingsOrder,
} from './open-trainings.ts';
import { openKeyFile } from './keys/index.ts';
import type { ModelLimits, ServingLimits } from './limits.ts';
import { createManagementApp } from './management/management-app.ts';
import { createMetrics, type ServingMetrics } from './management/metrics.ts';
import type { ServingLog } from './management/serving-log.ts';
import { ContainerSlot } from './container-model/container-slot.ts';
import { ModuleSlot } from './module-model/module-slot.ts';
import type { WorkerSetup } from './pool/messages.ts';
import type { RunningSlot } from './served-model.ts';
import { checkHost } from './check-host.ts';
import { startServer, type RunningServer } from './server.ts';
import { createToolApp } from './tool/tool-app.ts';
import { ToolSlot } from './tool/tool-slot.ts';

/** What somebody wants served, and how. */
export interface ServeOrder {
  readonly modules: readonly WorkerSetup[];
  readonly limits: ServingLimits;
  readonly modelLimits: ModelLimits;
  readonly endpoints: Endpoints;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Of the management on loopback; 0 takes a free one; none when absent. */
  readonly managementPort?: number;
  /** A deployment's file, or one of keys alone; its keys may call. */
  readonly keyFile?: string;
  /** Whether everybody may call, from wherever they reach the server. */
  readonly isOpen: boolean;
  readonly training: ServedTrainingsOrder;
  readonly environment?: Readonly<Record<string, string>>;
  readonly log: ServingLog;
  /** Of the software. */
  readonly version: string;
  /** Ends the serving. */
  readonly signal: AbortSignal;
}

export interface Serving {
  /** Such as `http://127.0.0.1:5000`, with the base path. */
  readonly address: string;
  /** Where this machine's people ask how it goes. */
  readonly managementAddress?: string;
  readonly slots: readonly RunningSlot[];
  /** Whether a tool is served, which answers by itself. */
  readonly isTool: boolean;
  /** Settles when everything has ended. */
  readonly closed: Promise<void>;
  /** Takes no more requests, answers the running ones, ends. */
  close(): Promise<void>;
}

/**
 * Serves modules until the signal aborts.
 * @throws Failure when a module cannot be loaded, a port cannot be had, or nobody said who may call
 */
export async function serveModules(order: ServeOrder): Promise<Serving> {
  checkHost(order.host, order.keyFile !== undefined || order.isOpen);
  const opened = new Opened();
  try {
    return await open(order, opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

interface OpenedParts {
  readonly metrics: ServingMetrics;
  readonly trained: ServedTrainings;
}

async function open(order: ServeOrder, opened: Opened): Promise<Serving> {
  const { limits } = order;
  const logger = loggerOf(order);
  const slots: RunningSlot[] = [];
  const metrics = createMetrics(() => slots.map(({ load }) => load));
  const trained = await openTrainings(order.training, logger);
  opened.add(async () => trained.trainings.close());
  for (const setup of order.modules) {
    order.signal.throwIfAborted();
    const slot = await openSlot(order, { setup, metrics, trained });
    opened.add(async () => slot.close());
    slots.push(slot);
  }
  const management = await startManagement(order, slots, metrics);
  if (management !== undefined) opened.add(async () => management.close());
  const app = appOf(slots, order, await partsOf(order, trained.trainings, metrics));
  const server = await startServer(app, order);
  opened.add(async () => server.close());
  // whoever has the port has the records
  await trained.trainings.readRecords();
  return {
    address: `${server.address}${limits.basePath ?? ''}`,
    ...(management && { managementAddress: management.address }),
    slots,
    isTool: slots.some((slot) => slot instanceof ToolSlot),
    closed: server.closed.then(async () => opened.close()),
    close: async () => opened.close(),
  };
}

/** @throws Failure USAGE when a tool is not alone: its paths are all there are */
function appOf(
  slots: readonly RunningSlot[],
  { limits, isOpen }: Pick<ServeOrder, 'limits' | 'isOpen'>,
  parts: AppParts,
): FastifyInstance {
  const tool = slots.find((slot) => slot instanceof ToolSlot);
  if (tool === undefined) return createApp(slots, limits, parts);
  if (slots.length === 1) return createToolApp(tool, { ...limits, ...parts, isOpen });
  throw new Failure('USAGE', `${tool.name} is a tool: expected it alone, found others beside it`, {
    hint: `Start a server of its own: orangery serve ${tool.name} --port 5001`,
  });
}

/** What is logged is also kept for `/v2/debug/`, where it is shown. */
function loggerOf({ log, endpoints }: ServeOrder): Logger {
  return endpoints.debug?.of(log.logger) ?? log.logger;
}

async function openSlot(
  order: ServeOrder,
  { setup, metrics, trained }: OpenedParts & { readonly setup: WorkerSetup },
): Promise<RunningSlot> {
  const { modelLimits, limits, environment } = order;
  const common = { logger: loggerOf(order), ...(await trained.partsOf(setup)) };
  const module = await readValidModule(setup.folder);
  const { frontMatter, id } = module;
  if (isTool(module)) {
    toolPlan(module);
    const { logger } = common;
    return ToolSlot.open(module, { address: addressOfContainer(id, setup.code), logger });
  }
  if (frontMatter.runtime === 'container') {
    const address = addressOfContainer(id, setup.code);
    const maxCalls = modelLimits.maxQueue;
    return ContainerSlot.open({ ...common, folder: setup.folder, address, maxCalls });
  }
  return ModuleSlot.open({
    ...{ ...common, setup, limits: { ...modelLimits, ...limits } },
    onBatch: (model, facts) => metrics.observeBatch(model, facts),
    ...(environment && { place: { environment } }),
  });
}

async function partsOf(
  order: ServeOrder,
  trainings: Trainings,
  metrics: ServingMetrics,
): Promise<AppParts> {
  const { log, endpoints, version, keyFile, signal } = order;
  const logger = loggerOf(order);
  return {
    ...{ logger, endpoints, version, trainings },
    ...(keyFile !== undefined && { keys: await openKeyFile(keyFile, { signal, logger }) }),
    observe: (facts) => {
      metrics.observeRequest(facts);
      log.request(facts);
    },
  };
}

async function startManagement(
  { managementPort, log, signal }: ServeOrder,
  slots: readonly RunningSlot[],
  metrics: ServingMetrics,
): Promise<RunningServer | undefined> {
  if (managementPort === undefined) return undefined;
  const reload = async (model: string): Promise<string> =>
    slots.find(({ name }) => name === model)!.reload();
  const app = createManagementApp({ slots, metrics, log, reload });
  return startServer(app, { host: '127.0.0.1', port: managementPort, signal, log });
}

/** What is to be closed, the latest first, once. */
class Opened {
  readonly #steps: (() => Promise<unknown>)[] = [];
  #closing: Promise<void> | undefined;

  add(close: () => Promise<unknown>): void {
    this.#steps.push(close);
  }

  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    for (const close of this.#steps.toReversed()) await close();
  }
}
