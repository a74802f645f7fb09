import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashRecord, schemaNames, type ContainerImage } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { runDocker } from '../../deployment/compose/compose.ts';
import type { ContainerOptions } from '../container-options.ts';
import { buildArgsOf, contributedContent } from '../image/build-contributed.ts';
import { basesOf, findBase } from './base-images.ts';
import { listContents } from './list-contents.ts';

export interface RecordOrder {
  readonly module: Module;
  /** That the module was taken from. */
  readonly commit: string;
  /** `sha256:…` */
  readonly image: string;
  /** Its name with its version. */
  readonly tag: string;
  /** What it is pulled by; null where it was not pushed. */
  readonly digest: string | null;
  /** What was tried of its server. */
  readonly checks: ContainerImage['checks'];
  readonly now: number;
}

export interface RecordedImage {
  readonly record: ContainerImage;
  /** What is in it, CycloneDX JSON. */
  readonly list: string;
}

/**
 * Records the image of a container module: what it was made of, what is in it, what was tried.
 * @throws Failure CONTAINER_UNFIT, COMMAND_FAILED, TIMED_OUT, CANCELLED
 */
export async function recordImage(
  order: RecordOrder,
  options: ContainerOptions,
): Promise<RecordedImage> {
  const { module, commit, image, tag, digest, checks, now } = order;
  const { id, frontMatter, artifact } = module;
  const { version, license } = frontMatter;
  const { list, counts } = await listContents(
    image,
    {
      ...{ module: { id, version }, source: { commit }, license },
      ...(frontMatter.artifact && { artifact: frontMatter.artifact.sha256 }),
    },
    options,
  );
  const sha256 = createHash('sha256').update(list).digest('hex');
  const record: ContainerImage = {
    schema: schemaNames.containerImage,
    ...{ module: { id, version }, commit, recordedAt: new Date(now).toISOString() },
    image: { id: image, tag, digest, ...(await sizeOf(image, options)) },
    madeOf: {
      ...(await sourcesOf(module, options)),
      ...(artifact !== null && { artifact: hashRecord(artifact) }),
    },
    checks: [...checks],
    contents: { file: 'sbom.cdx.json', sha256, ...counts },
  };
  return { record, list };
}

async function sizeOf(
  image: string,
  { signal, env }: ContainerOptions,
): Promise<Pick<ContainerImage['image'], 'bytes' | 'builtAt'>> {
  const args = ['image', 'inspect', '--format', '{{.Size}} {{.Created}}', '--', image];
  const [size, created = ''] = (await runDocker(args, { signal, env })).trim().split(' ');
  return { bytes: Number(size), builtAt: new Date(created).toISOString() };
}

async function sourcesOf(
  module: Module,
  options: ContainerOptions,
): Promise<Pick<ContainerImage['madeOf'], 'dockerfile' | 'bases'>> {
  const { image } = module.frontMatter.container ?? {};
  if (image !== undefined) return { bases: [await findBase(image, options)] };
  const text = await readFile(join(module.folder, 'Dockerfile'));
  const names = basesOf(text.toString('utf8'), buildArgsOf(options));
  const bases = [];
  for (const name of names) bases.push(await findBase(name, options));
  return {
    dockerfile: {
      sha256: createHash('sha256').update(text).digest('hex'),
      context: await contributedContent(module, options),
    },
    bases,
  };
}
