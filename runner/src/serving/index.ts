export { createApp } from './app.ts';
export { curlLine } from './curl-line.ts';
export * from './keys/index.ts';
export { defaultServingLimits, type ServingLimits } from './limits.ts';
export { startServer, type RunningServer, type ServerOptions } from './server.ts';
