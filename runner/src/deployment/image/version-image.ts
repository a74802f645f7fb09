import { join } from 'node:path';
import { deploymentsFolder, type HostFolders } from '../host/host-folders.ts';
import type { Version } from '../wanted-stage.ts';
import type { Image, ImageBases, ImageWorld } from './image.ts';
import { moduleImage } from './module-image.ts';
import { serveImage } from './serve-image.ts';

export interface VersionImageOrder {
  readonly version: Version;
  /** Holds `modules/` with the module as it was recorded. */
  readonly exported: string;
  readonly folders: HostFolders;
  readonly bases: ImageBases;
  /** Address of the repository, for the image's label. */
  readonly repositoryUrl?: string;
  readonly world: ImageWorld;
}

/** The clone that this program is part of. */
const toolRoot = join(import.meta.dirname, '..', '..', '..', '..');

/**
 * The tool's image and on it the module's, by what is in them.
 * @throws Failure ENGINE_UNAVAILABLE, IMAGE_BUILD_FAILED, MODULE_INVALID, TIMED_OUT, CANCELLED
 */
export async function versionImage(order: VersionImageOrder): Promise<Image> {
  const { version, exported, folders, bases, repositoryUrl, world } = order;
  const folder = join(deploymentsFolder(folders), 'images');
  const serve = await serveImage({
    ...{ root: toolRoot, folder, world },
    ...(bases.base !== undefined && { baseImage: bases.base }),
    ...(bases.network !== undefined && { network: bases.network }),
  });
  return moduleImage({
    ...{ version, exported, serve, folder, world },
    ...(repositoryUrl !== undefined && { repositoryUrl }),
  });
}
