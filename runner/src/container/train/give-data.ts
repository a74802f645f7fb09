import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import type { DatasetRecord, PinnedLink } from '@orangery/schemas';
import type { Mount } from '../../sandbox/locked/locked-container.ts';
import { provideData } from '../../sandbox/locked/provide-data.ts';
import type { TrainingOrder } from '../../training/training-order.ts';

/** Data as a container gets it. */
export interface GivenData {
  readonly links: readonly PinnedLink[];
  readonly record: DatasetRecord;
  readonly mounts: readonly Mount[];
  /** Of the folder, or of the file where there is one link and it gives one file. */
  readonly path: string;
}

const root = '/data';

/**
 * Fetches the data of an order and says where a container finds it: read-only, as it is.
 * @param copies folder for what others may not read where it lies
 * @throws Failure of fetching
 */
export async function giveData(order: TrainingOrder, copies: string): Promise<GivenData> {
  const { folders, module, visibility } = order;
  const { target: _, ...rest } = order;
  const cacheBytes = folders.cacheBytes;
  const given = await provideData(
    {
      ...{ ...rest, links: order.dataset, secretName: 'DATASET', cacheFolder: folders.cache },
      ...(cacheBytes !== undefined && { cacheBytes }),
    },
    { copies, target: root },
  );
  const places = given.mounts.map(({ source }, index) => ({
    source,
    target: placeOf(given.provided[index]?.fileName, index, given.mounts.length),
  }));
  const hashed = await hashAll(places.map(({ source }) => source));
  const record: DatasetRecord = {
    ...{ schema: 'dataset/1', recipe: 'custom', visibility, sources: [...given.links] },
    format: module.frontMatter.container!.train!.format,
    ...{ files: hashed.files, bytes: hashed.bytes, examples: hashed.files },
    fingerprint: hashed.sha256,
  };
  const isOneFile = places.length === 1 && given.provided[0]?.fileName !== undefined;
  return {
    ...{ links: given.links, record, mounts: places },
    path: isOneFile ? places[0]!.target : root,
  };
}

/** One folder is the root itself; files keep their names, of which one is safe in a path. */
function placeOf(fileName: string | undefined, index: number, count: number): string {
  const name = fileName === undefined ? undefined : basename(fileName).replaceAll(/[^\w.-]/g, '_');
  if (count === 1) return name === undefined ? root : `${root}/${name}`;
  return `${root}/${index}${name === undefined ? '' : `-${name}`}`;
}

interface Hashed {
  readonly files: number;
  readonly bytes: number;
  /** Over names and contents, sorted. */
  readonly sha256: string;
}

async function hashAll(sources: readonly string[]): Promise<Hashed> {
  const hash = createHash('sha256');
  let files = 0;
  let bytes = 0;
  for (const source of sources) {
    for (const path of await filesIn(source)) {
      const { size } = await stat(path);
      hash.update(`\n${relative(source, path).split(sep).join('/')} ${size}\n`);
      for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
      files += 1;
      bytes += size;
    }
  }
  return { files, bytes, sha256: hash.digest('hex') };
}

async function filesIn(source: string): Promise<readonly string[]> {
  if ((await stat(source)).isFile()) return [source];
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
}
