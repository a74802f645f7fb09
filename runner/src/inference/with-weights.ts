import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { Failure, formatBytes, hashRecord, parseRecord } from '@orangery/schemas';
import { limitsOnDisk, resolveInside, type Module } from '@orangery/schemas/files';
import type { DatasetAccess } from '../dataset/access.ts';
import { defaultFetchLimits, fetchDataset } from '../dataset/fetch-dataset.ts';
import type { World } from '../world.ts';
import { readValidModule } from './load-module.ts';

export interface WeightsOrder {
  readonly cacheFolder: string;
  readonly cacheBytes?: number;
  readonly access: DatasetAccess;
  readonly world: World;
}

/**
 * The folder to load a module from: its own, or, where its weights are published behind a link, a copy
 * with these, fetched once and checked against the hash in its front matter.
 * @throws Failure MODULE_INVALID, DOWNLOAD_FAILED, VERIFY_FAILED
 */
export async function withWeights(folder: string, order: WeightsOrder): Promise<string> {
  const module = await readValidModule(folder);
  const { artifact } = module.frontMatter;
  if (module.artifact !== null || artifact?.link === undefined) return folder;
  if (artifact.link.endsWith('/artifact.json')) return folder;
  const place = join(order.cacheFolder, 'weights', artifact.sha256, basename(folder));
  if (!(await isSame(folder, place))) {
    const fresh = `${place}.${randomBytes(4).toString('hex')}.tmp`;
    try {
      await copyModule(folder, fresh);
      await fetchWeights(module, join(fresh, 'artifact'), order);
      await rm(place, { recursive: true, force: true });
      await rename(fresh, place);
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
  }
  return place;
}

/** Whether the copy is of the module as it is now. */
async function isSame(folder: string, place: string): Promise<boolean> {
  const texts = await Promise.all(
    [folder, place].map((one) => readFile(join(one, 'module.md'), 'utf8').catch(() => undefined)),
  );
  const hasWeights = await stat(join(place, 'artifact', 'artifact.json')).catch(() => null);
  return hasWeights !== null && texts[0] === texts[1];
}

async function copyModule(folder: string, target: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const place = join(target, path.slice(folder.length + 1));
    await mkdir(dirname(place), { recursive: true });
    await copyFile(path, place);
  }
}

async function fetchWeights(
  { id, frontMatter }: Module,
  target: string,
  { world, ...order }: WeightsOrder,
): Promise<void> {
  const { link, sha256, bytes } = frontMatter.artifact!;
  world.logger.info(`Fetching the weights of ${id}, ${formatBytes(bytes)}`);
  const fetched = await fetchDataset([{ link: link! }], {
    ...{ ...order, world, allowLocal: false, baseFolder: target },
    limits: { ...defaultFetchLimits, maxUnpackedBytes: limitsOnDisk.artifactBytes },
  });
  try {
    for (const file of fetched.files) {
      const path = resolveInside(target, file.path);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, await file.read());
    }
  } finally {
    await fetched.close();
  }
  const text = await readFile(join(target, 'artifact.json'), 'utf8').catch(() => 'null');
  const found = hashRecord(parseRecord('artifact', JSON.parse(text), `${id}: artifact.json`));
  if (found === sha256) return;
  throw new Failure('VERIFY_FAILED', `${id}: expected weights ${sha256}, found ${found}`, {
    hint: 'Do not use them; tell the maintainers.',
  });
}
