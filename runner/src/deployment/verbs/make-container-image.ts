import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, type ContainerImage } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import type { ContainerOptions } from '../../container/container-options.ts';
import { containerImage, madeOf } from '../../container/image/container-image.ts';
import { startImage } from '../../container/open-containers.ts';
import { recordImage } from '../../container/record/record-image.ts';
import { isTool, toolPlan } from '../../container/tool/tool-plan.ts';
import { checkImage } from '../../custom/contract/check-image.ts';
import { runDocker } from '../compose/compose.ts';
import { deploymentsFolder } from '../host/host-folders.ts';
import { imageTag } from '../image/image-tag.ts';
import { pushImage } from '../image/push-image.ts';
import type { ImageOrder, ImageOutcome } from './make-image.ts';

type Checks = ContainerImage['checks'];

/**
 * Builds the image of a container module, or fetches the one that it names, tries its server behind walls, and
 * pushes it when it does what it must. What it is made of and what is in it is written down.
 * @throws Failure CONTAINER_UNFIT when its server does not pass; of building, starting and pushing
 */
export async function makeContainerImage(module: Module, order: ImageOrder): Promise<ImageOutcome> {
  const { push, world, version } = order;
  const options = optionsOf(order);
  const tool = isTool(module) ? toolPlan(module) : undefined;
  const tried = async (image: string): Promise<Checks> => {
    const server = await startImage({ module, image, tool, isTrial: true }, options);
    try {
      const checks = await checkImage({ module, address: server.address, world });
      return refuseFailed(module.id, [...checks]);
    } finally {
      await server.close();
    }
  };
  const built = await containerImage(module, options);
  const checks = await tried(built);
  const tag = `${push ?? 'orangery'}/${module.id}:${imageTag(version.module.version)}`;
  const content = await madeOf(module, built, options);
  const pushed =
    push === undefined
      ? await named(built, tag, options)
      : await pushImage({ id: built, content }, tag, world);
  const { id, digest } = pushed;
  // what another machine has pushed is tried too
  const all = id === built ? checks : await tried(id);
  const record = await write(module, { ...order, ...{ id, tag, digest, checks: all } }, options);
  return { ...pushed, tag, tool: null, record };
}

function optionsOf({ folders, bases, world }: ImageOrder): ContainerOptions {
  const { signal, env, logger } = world;
  const folder = join(deploymentsFolder(folders), 'images');
  return { signal, env, logger, folder, images: bases };
}

async function named(id: string, tag: string, { signal, env }: ContainerOptions) {
  await runDocker(['tag', '--', id, tag], { signal, env });
  return { kind: 'built' as const, id, digest: null };
}

function refuseFailed(id: string, checks: Checks): Checks {
  const failed = checks.filter(({ outcome }) => outcome === 'failed');
  if (failed.length === 0) return checks;
  const told = failed.map(({ name, detail }) => `${name}: ${detail}`).join('\n');
  throw new Failure('CONTAINER_UNFIT', `${id}: its image does not do what it must:\n${told}`, {
    hint: `Mend what it says; orangery test ${id} tries it again.`,
  });
}

interface WriteOrder extends ImageOrder {
  readonly id: string;
  readonly tag: string;
  readonly digest: string | null;
  readonly checks: Checks;
}

/** @returns path of the record; the list lies beside it */
async function write(
  module: Module,
  { version, id: image, tag, digest, checks, records, world }: WriteOrder,
  options: ContainerOptions,
): Promise<string> {
  const { source } = version;
  const commit = 'commit' in source ? source.commit : source.receipt;
  const now = world.now();
  const order = { module, commit, image, tag, digest, checks, now };
  const { record, list } = await recordImage(order, options);
  const folder = join(records, `${module.id}@${version.module.version}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, record.contents.file), list);
  const file = join(folder, 'image.json');
  await writeFile(file, `${JSON.stringify(record, null, 2)}\n`);
  return file;
}
