import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hashRecord } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { buildImage, buildLabel } from '../../deployment/image/build-image.ts';
import { contentLabel, findImage, madeOfLabel } from '../../deployment/image/find-image.ts';
import { inWorkFolder, makeReadable } from '../../deployment/image/work-folder.ts';
import { readArtifact } from '../../inference/load-module.ts';
import type { ContainerOptions } from '../container-options.ts';
import { imageName } from './image-name.ts';

/**
 * The image of a server with other weights where it reads them: files are copied, nothing is run. Their
 * hashes are compared with what the module says.
 * @param server the image without them: its id, and what the one with them is made of
 * @throws Failure VERIFY_FAILED, IMAGE_BUILD_FAILED, TIMED_OUT, CANCELLED
 */
export async function addWeights(
  module: Pick<Module, 'id' | 'folder' | 'frontMatter' | 'artifact'>,
  { server, madeOf }: { readonly server: string; readonly madeOf: string },
  options: ContainerOptions,
): Promise<string> {
  const { id, frontMatter, artifact } = module;
  const outputPath = frontMatter.container!.train!.outputPath;
  const weights = artifact === null ? null : hashRecord(artifact);
  const parts = [3, server, outputPath, weights];
  const content = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  const repository = `orangery/weights-${id}`;
  const known = await findImage(content, repository, options);
  if (known !== undefined) return known.id;
  const files = await readArtifact(module);
  const base = await imageName(server, options);
  return inWorkFolder(options.folder, options, async (fresh, signal) => {
    const context = join(fresh, 'weights');
    for (const [path, bytes] of files) {
      await mkdir(dirname(join(context, 'weights', path)), { recursive: true });
      await writeFile(join(context, 'weights', path), bytes);
    }
    await writeFile(join(context, 'Dockerfile'), dockerfile(base, outputPath));
    await makeReadable(context);
    const label = `The weights of ${id}`;
    const labels = { [contentLabel]: content, [madeOfLabel]: madeOf };
    const tag = `${repository}:${content.slice(0, 12)}`;
    const order = { label, context, dockerfile: 'Dockerfile', buildArgs: {}, labels, tag };
    return buildImage(order, { ...options, signal });
  });
}

function dockerfile(base: string, outputPath: string): string {
  return [
    `FROM ${base}`,
    'ARG BUILD',
    `LABEL ${buildLabel}=\${BUILD}`,
    `COPY ${JSON.stringify(['weights/', `${outputPath}/`])}`,
    '',
  ].join('\n');
}
