import { nodeModules } from './node-modules.ts';

/**
 * Gives `node:util` back what tfjs-node 4.22 calls and Node 23 removed
 * (https://github.com/tensorflow/tfjs/issues/8609). Must run before it is loaded. `isArray` is still
 * there, but warns.
 */
export function shimNodeUtil(): void {
  const util = nodeModules()?.util;
  if (util === undefined) return;
  Object.assign(util, {
    isArray: Array.isArray,
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  });
}
