import type { LockedLimits } from './limits.ts';

/** The sandbox that whoever starts a training or benchmark asks for. */
export interface Sandbox {
  /** Image with Orangery in it; `orangery/train-cpu:current`, or `train-gpu` for GPUs, when absent. */
  readonly image?: string;
  /** Instead of the usual ones. */
  readonly limits: Partial<Omit<LockedLimits, 'gpus'>>;
  /** The whole environment of the engine's client; nothing of it reaches the container. */
  readonly env: Readonly<Record<string, string | undefined>>;
}
