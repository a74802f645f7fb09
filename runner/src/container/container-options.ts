import type { Logger } from '../world.ts';
import type { LockedEngine } from '../sandbox/locked/run-locked.ts';

/** What containers of modules are made and started with. */
export interface ContainerOptions extends LockedEngine {
  /** Of this machine's work on images. */
  readonly folder: string;
  readonly images: ContainerImages;
  readonly logger: Logger;
  /** How long a server may take until it answers; five minutes when absent. */
  readonly startTimeoutMs?: number;
}

export interface ContainerImages {
  /** Of Caddy, which stands between this machine and a container; the official one when absent. */
  readonly edge?: string;
  /** What a module's Dockerfile gets as BASE_IMAGE; its own choice when absent. */
  readonly containerBase?: string;
  /** Network of builds, where the engine's own does not reach packages. */
  readonly network?: string;
}

/** The official image of Caddy. */
export const officialCaddy = 'caddy:2.10-alpine';
