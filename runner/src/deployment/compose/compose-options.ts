import type { ContainerImages } from '../../container/container-options.ts';
import type { HostFolders } from '../host/host-folders.ts';
import type { HostWorld } from '../host/materialise.ts';
import type { ImageBases } from '../image/index.ts';
import type { EngineOptions } from './compose.ts';

export interface ComposeTargetOptions {
  /** Such as `https://models.example.org`. */
  readonly address: string;
  readonly folders: HostFolders;
  readonly world: HostWorld;
  readonly images: ImageBases & ContainerImages;
}

export function engineOf({ world }: ComposeTargetOptions): EngineOptions {
  return { signal: world.signal, env: world.env };
}
