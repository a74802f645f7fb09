import { fileURLToPath } from 'node:url';
import { Failure } from '@orangery/schemas';
import { createServingLog } from '../../../serving/management/serving-log.ts';
import { defaultModelLimits, defaultServingLimits } from '../../../serving/limits.ts';
import { serveModules } from '../../../serving/serve-modules.ts';
import type { ServerSpec } from './slot-spec.ts';

/** The program of one server: takes a spec as its first message, tells its address, ends with the switch. */
export const serveSlotScript = fileURLToPath(import.meta.url);

export type FromServer = { readonly kind: 'ready'; readonly address: string };

/** How long the last requests may take. */
const drainMs = 30_000;

if (process.argv[1] === serveSlotScript) {
  const ending = new AbortController();
  const end = (): void => ending.abort(new Failure('CANCELLED', 'The server was stopped'));
  process.once('disconnect', end);
  process.once('SIGTERM', end);
  process.on('SIGINT', () => {}); // the switch says when
  process.once('message', (spec) => void serve(spec as ServerSpec, ending.signal));
}

async function serve(spec: ServerSpec, signal: AbortSignal): Promise<void> {
  try {
    const serving = await serveModules(orderOf(spec, signal));
    const ready: FromServer = { kind: 'ready', address: serving.address };
    process.send?.(ready);
    await serving.closed;
    process.exitCode = 0;
  } catch (error) {
    if (!signal.aborted) process.stderr.write(`${String(error)}\n`);
    process.exitCode = signal.aborted ? 0 : 1;
  }
  // workers of libraries must not keep it alive
  setTimeout(() => process.exit(), drainMs).unref();
  if (process.connected) process.disconnect();
}

function orderOf(spec: ServerSpec, signal: AbortSignal): Parameters<typeof serveModules>[0] {
  const { moduleFolder, basePath, keyFile, workers, maxBatch, maxDelayMs, searchPath } = spec;
  return {
    modules: [{ folder: moduleFolder, backend: 'auto', isWarmed: true, code: { searchPath } }],
    limits: { ...defaultServingLimits, basePath },
    modelLimits: {
      ...{ ...defaultModelLimits, workers },
      ...(maxBatch !== undefined && { maxBatch }),
      ...(maxDelayMs !== undefined && { maxDelayMs }),
    },
    endpoints: { hasPredict: true, hasTrain: false, hasDoc: true },
    ...{ host: '127.0.0.1', port: 0, isOpen: keyFile === undefined },
    ...(keyFile !== undefined && { keyFile }),
    // nothing is trained here, but the folders are asked for
    training: { folders: { root: spec.state, state: spec.state, cache: spec.cache, searchPath } },
    log: createServingLog('warn', (line) => process.stderr.write(line)),
    ...{ version: spec.version, signal },
  };
}
