import { createHash } from 'node:crypto';
import { hashRecord } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import type { ContainerOptions } from '../container-options.ts';
import { addWeights } from './add-weights.ts';
import { buildContributed, contributedContent } from './build-contributed.ts';
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
  if (module.artifact === null) return server;
  return addWeights(module, { server, madeOf: await madeOf(module, server, options) }, options);
}

/**
 * What the image of a container module is made of, by which images of two machines are compared: the files that it is
 * built of, or the digest of the one that it is, and the weights over it.
 * @param server id of the image without weights, which says what a name alone does not
 */
export async function madeOf(
  module: Pick<Module, 'folder' | 'files' | 'frontMatter' | 'artifact'>,
  server: string,
  options: Pick<ContainerOptions, 'images'>,
): Promise<string> {
  const { frontMatter, artifact } = module;
  const { image, train } = frontMatter.container ?? {};
  const isPinned = image?.includes('@sha256:') === true;
  const base = image === undefined ? await contributedContent(module, options) : server;
  if (artifact === null) return base;
  const parts = [1, isPinned ? image : base, train?.outputPath ?? null, hashRecord(artifact)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
