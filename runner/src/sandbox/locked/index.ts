/** A whole training or benchmark in a locked container. */
export { benchmarkLocked } from './benchmark-locked.ts';
export { checkLocked, trainLocked } from './train-locked.ts';
export type { LockedLimits } from './limits.ts';
export type { Sandbox } from './sandbox.ts';
