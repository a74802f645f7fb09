export { createApp, type AppParts, type Endpoints } from './app.ts';
export { isLoopback } from './check-host.ts';
export { curlLine } from './curl-line.ts';
export { callLine } from './page/call-line.ts';
export { DebugLog } from './deepaas/debug-log.ts';
export * from './keys/index.ts';
export {
  defaultModelLimits,
  defaultServingLimits,
  type ModelLimits,
  type ServingLimits,
} from './limits.ts';
export { logLevels, type LogLevel } from './management/management-app.ts';
export { createPlainLog, createServingLog, type ServingLog } from './management/serving-log.ts';
export { serveModules, type ServeOrder, type Serving } from './serve-modules.ts';
export type { ServedModel } from './served-model.ts';
export { startServer, type RunningServer, type ServerOptions } from './server.ts';
