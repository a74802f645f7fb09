import { join } from 'node:path';
import { Failure, isServable } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { readValidModule } from '../../inference/load-module.ts';
import { runDocker } from '../compose/compose.ts';
import type { HostFolders } from '../host/host-folders.ts';
import { materialise, type HostWorld } from '../host/materialise.ts';
import { imageTag } from '../image/image-tag.ts';
import type { ContainerImages } from '../../container/container-options.ts';
import { pushImage, versionImage, type ImageBases } from '../image/index.ts';
import type { Version } from '../wanted-stage.ts';
import { makeContainerImage } from './make-container-image.ts';

export interface ImageOrder {
  readonly version: Version;
  /** Where the image of each module lies below its id, such as `ghcr.io/acme/orangery`; not pushed when absent. */
  readonly push?: string;
  /** Address of the repository, for the image's label. */
  readonly repositoryUrl?: string;
  readonly folders: HostFolders;
  readonly bases: ImageBases & ContainerImages;
  /** Folder that records of the images of containers are written into, each below its module and version. */
  readonly records: string;
  readonly world: HostWorld;
}

export interface ImageOutcome {
  readonly kind: 'built' | 'pushed' | 'unchanged';
  /** `sha256:…`, as containers are started from it. */
  readonly id: string;
  /** `<registry>/<id>:<version>`. */
  readonly tag: string;
  /** What it is pulled by, `<registry>/<id>@sha256:…`; null where it was not pushed. */
  readonly digest: string | null;
  /** Of the tool that is in it; null of a container, which is a server itself. */
  readonly tool: string | null;
  /** Path of what was written of the image of a container, the list of its contents beside it. */
  readonly record?: string;
}

/**
 * Builds the image of a recorded version as target `compose` runs it, and pushes it. Nothing of the module is run, but
 * the server of a container, behind its walls. Again it finds nothing to do.
 * @throws Failure DEPLOYMENT_REFUSED where there is nothing to serve; of `materialise`, `versionImage`, `pushImage`,
 * `makeContainerImage`
 */
export async function makeImage(order: ImageOrder): Promise<ImageOutcome> {
  const { version, push, folders, world } = order;
  const { id, version: number } = version.module;
  const exported = await materialise(version, folders, world);
  const module = await readValidModule(join(exported, 'modules', id));
  if (module.frontMatter.runtime === 'container') return makeContainerImage(module, order);
  checkServable(module);
  const image = await versionImage({ ...order, exported });
  const tool = image.commit;
  if (push === undefined) {
    const tag = `orangery/${id}:${imageTag(number)}`;
    await runDocker(['tag', '--', image.id, tag], world);
    return { kind: 'built', id: image.id, tag, digest: null, tool };
  }
  const tag = `${push}/${id}:${imageTag(number)}`;
  return { ...(await pushImage(image, tag, world)), tag, tool };
}

function checkServable({ id, frontMatter }: Module): void {
  if (isServable(frontMatter)) return;
  throw new Failure(
    'DEPLOYMENT_REFUSED',
    `${id}: expected weights, or a pipeline of modules with weights, found none`,
    { hint: 'orangery train makes a module with weights.' },
  );
}
