import { resolve } from 'node:path';
import {
  createPlainLog,
  createServingLog,
  DebugLog,
  isLoopback,
  defaultModelLimits,
  defaultServingLimits,
  type CodeOptions,
  type ServeOrder,
  type ServingLog,
} from '@orangery/runner';
import { withoutControls } from '@orangery/schemas';
import { runnerFolders } from '../folders.ts';
import type { Context } from '../verb.ts';
import { version } from '../version.ts';
import { openLogFile } from './log-file.ts';
import type { ServeOptions } from './serve-options.ts';

/** Of any body, however large a server is told to take them. */
const largestBody = 1024 ** 3;

export interface Wanted {
  /** Of the modules. */
  readonly folders: readonly string[];
  /** How code of theirs is run, and where their containers answer. */
  readonly code: CodeOptions;
  readonly options: ServeOptions;
}

/**
 * What options ask for.
 * @throws Failure USAGE
 */
export async function serveOrder(
  { folders: moduleFolders, code: { logger: _, ...code }, options }: Wanted,
  context: Context,
): Promise<ServeOrder> {
  const { backend, warm: isWarmed } = options;
  const folders = await runnerFolders(context);
  const port = options.listenPort ?? options.port;
  const host = options.listenIp ?? options.host;
  const debug = options.debugEndpoint ? new DebugLog() : undefined;
  return {
    modules: moduleFolders.map((folder) => ({ folder, backend, code, isWarmed })),
    ...limitsOf(options),
    endpoints: {
      hasPredict: options.predictEndpoint,
      hasTrain: options.trainEndpoint ?? (options.keys !== undefined || isLoopback(host)),
      hasDoc: options.docEndpoint,
      ...(debug && { debug }),
    },
    ...{ host, port, version, signal: context.signal },
    ...(options.managementPort !== undefined && { managementPort: options.managementPort }),
    ...(options.keys !== undefined && { keyFile: resolve(context.cwd, options.keys) }),
    isOpen: options.open === true,
    training: { folders, ...(port !== 0 && { recordsOf: recordsOf(host, port) }) },
    ...(folders.deviceEnvironment && { environment: folders.deviceEnvironment }),
    log: openLog(options, context),
  };
}

/** Two servers may have the same port at different addresses. */
function recordsOf(host: string, port: number): string {
  return `${host.replaceAll(/[^\w.-]/g, '_')}-${port}`;
}

function limitsOf(options: ServeOptions): Pick<ServeOrder, 'limits' | 'modelLimits'> {
  const { workers, maxBatch, maxDelayMs, maxQueue, cache, basePath, corsOrigin } = options;
  const maxBodyBytes = options.clientMaxSize === 0 ? largestBody : options.clientMaxSize;
  return {
    limits: {
      ...defaultServingLimits,
      maxBodyBytes,
      maxBytesInFlight: Math.max(defaultServingLimits.maxBytesInFlight, 2 * maxBodyBytes),
      requestTimeoutMs: 1000 * options.requestTimeout,
      ...(basePath !== undefined && { basePath }),
      ...(corsOrigin && { corsOrigins: corsOrigin }),
    },
    modelLimits: {
      ...defaultModelLimits,
      ...{ workers, maxBatch, maxDelayMs, maxQueue, cachedRequests: cache },
    },
  };
}

/** JSON lines for whatever collects them; text for a person at a terminal. */
function openLog(options: ServeOptions, { cwd, terminal }: Context): ServingLog {
  const level = options.debug ? 'debug' : options.logLevel;
  if (options.logFile !== undefined) {
    return createServingLog(level, openLogFile(resolve(cwd, options.logFile), terminal));
  }
  if (!terminal.isInteractive) {
    return createServingLog(level, (line) => terminal.note(line.trimEnd()));
  }
  const { colors } = terminal;
  return createPlainLog(level, {
    debug: (message) => terminal.note(colors.dim(withoutControls(message))),
    info: (message) => terminal.note(withoutControls(message)),
    warn: (message) => terminal.note(colors.yellow(withoutControls(message))),
  });
}
