import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Module } from '@orangery/schemas/files';
import { buildImage } from '../../deployment/image/build-image.ts';
import { contentLabel, findImage, madeOfLabel } from '../../deployment/image/find-image.ts';
import { inWorkFolder, makeReadable } from '../../deployment/image/work-folder.ts';
import type { ContainerOptions } from '../container-options.ts';

/** What a module's folder has that is of no use in its image, or would change it at each training. */
const left = /^(artifact|receipts|reports|training)\/|^(module\.md|golden\.json|contract\.json)$/;

/** SHA-256 over the files that the image of a module is built of, and the name of its base. */
export async function contributedContent(
  { folder, files }: Pick<Module, 'folder' | 'files'>,
  options: Pick<ContainerOptions, 'images'>,
): Promise<string> {
  return hashOf(folder, builtOf(files), options);
}

/** What a Dockerfile is given. */
export function buildArgsOf({
  images: { containerBase },
}: Pick<ContainerOptions, 'images'>): Readonly<Record<string, string>> {
  return containerBase === undefined ? {} : { BASE_IMAGE: containerBase };
}

/**
 * Builds the Dockerfile of a module from the module's own files, without any secret or variable of whoever
 * builds. One that was built of the same files is found again.
 * @throws Failure ENGINE_UNAVAILABLE, IMAGE_BUILD_FAILED, TIMED_OUT, CANCELLED
 */
export async function buildContributed(
  { id, folder, files }: Pick<Module, 'id' | 'folder' | 'files'>,
  options: ContainerOptions,
): Promise<string> {
  const own = builtOf(files);
  const content = await hashOf(folder, own, options);
  const repository = `orangery/container-${id}`;
  const known = await findImage(content, repository, options);
  if (known !== undefined) return known.id;
  options.logger.info(`Building the image of ${id}`);
  const { network } = options.images;
  return inWorkFolder(options.folder, options, async (fresh, signal) => {
    const context = join(fresh, 'container');
    for (const path of own) await copyInto(context, folder, path);
    await makeReadable(context);
    return buildImage(
      {
        ...{ label: `The Dockerfile of ${id}`, context, dockerfile: 'Dockerfile' },
        buildArgs: buildArgsOf(options),
        labels: { [contentLabel]: content, [madeOfLabel]: content },
        tag: `${repository}:${content.slice(0, 12)}`,
        ...(network !== undefined && { network }),
      },
      { ...options, signal },
    );
  });
}

function builtOf(files: readonly string[]): readonly string[] {
  return files.filter((path) => !left.test(path));
}

async function hashOf(
  folder: string,
  files: readonly string[],
  { images }: Pick<ContainerOptions, 'images'>,
): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([2, images.containerBase ?? null]));
  for (const path of files) {
    const bytes = await readFile(join(folder, path));
    hash.update(`\n${path} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}

async function copyInto(context: string, folder: string, path: string): Promise<void> {
  await mkdir(dirname(join(context, path)), { recursive: true });
  await copyFile(join(folder, path), join(context, path));
}
