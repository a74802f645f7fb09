import type { Mount } from '../../sandbox/locked/locked-container.ts';

/** A container of a module's server, before it is made. */
export interface ContainerPlan {
  /** Of its network; server and relay are called after it. */
  readonly name: string;
  /** `sha256:…` */
  readonly image: string;
  /** Image of Caddy. */
  readonly relay: string;
  /** That its server listens on. */
  readonly port: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly limits: ContainerLimits;
  readonly mounts?: readonly Mount[];
  /** Folders that are kept on the engine's disk, with what the image has there, until the container is removed. */
  readonly volumes?: readonly string[];
  /** Volumes of the engine that outlive the container, each with the folder that it is. */
  readonly kept?: readonly { readonly volume: string; readonly folder: string }[];
  /** Variables of its program. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Folders that are empty ones in memory. */
  readonly writable?: readonly string[];
}

export interface ContainerLimits {
  readonly memoryBytes: number;
  readonly cpus: number;
  /** Whole GPUs. */
  readonly gpus: number;
}

const home = '/tmp';
/** What programs keep at home has a place. */
export const homeVariables = { HOME: home, XDG_CACHE_HOME: `${home}/.cache` };

/** What the server is called on its network. */
export const serverAlias = 'module';
/** That the relay listens on, in its container. */
export const relayPort = 8080;
