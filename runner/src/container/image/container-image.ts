import type { Module } from '@orangery/schemas/files';
import type { ContainerOptions } from '../container-options.ts';
import { addWeights } from './add-weights.ts';
import { buildContributed } from './build-contributed.ts';
import { pullImage } from './pull-image.ts';

/**
 * The image that the server of a container module is started from: the one it names, or the one its
 * Dockerfile makes, with its weights in their place where it has some of its own. What is on this engine
 * already is not fetched or built again.
 * @returns its id, `sha256:…`
 * @throws Failure ENGINE_UNAVAILABLE, CONTAINER_FAILED, IMAGE_BUILD_FAILED, VERIFY_FAILED, CANCELLED
 */
export async function containerImage(
  module: Pick<Module, 'id' | 'folder' | 'files' | 'frontMatter' | 'artifact'>,
  options: ContainerOptions,
): Promise<string> {
  const { image } = module.frontMatter.container ?? {};
  const server =
    image === undefined
      ? await buildContributed(module, options)
      : await pullImage(module.id, image, options);
  return module.artifact === null ? server : addWeights(module, server, options);
}
