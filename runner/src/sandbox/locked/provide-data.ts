import { constants } from 'node:fs';
import { chmod, copyFile, link, lstat, mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PinnedLink } from '@orangery/schemas';
import { checkPublishable } from '../../dataset/describe/check-publishable.ts';
import { withoutLinks, type DatasetOrder } from '../../dataset/describe/open-dataset.ts';
import { publishSources } from '../../dataset/describe/publish-sources.ts';
import { fetchDataset } from '../../dataset/fetch-dataset.ts';
import { defaultFetchLimits, type FetchedDataset } from '../../dataset/fetch-options.ts';
import type { ProvidedLink } from '../../dataset/provided.ts';
import type { Mount } from './locked-container.ts';

/** Data that a container gets. */
export interface ProvidedData {
  /** Pinned, as records show them: of private data a secret's name. */
  readonly links: readonly PinnedLink[];
  readonly provided: readonly ProvidedLink[];
  readonly mounts: readonly Mount[];
}

export interface DataPlace {
  /** Folder of copies that a container's user may read. */
  readonly copies: string;
  /** In the container. */
  readonly target: string;
  /** Whether the container asks for the links as they are, not as records show them. */
  readonly isDeclared?: boolean;
}

/**
 * Fetches links into the cache and says how a container without network finds them: the file or folder
 * of each alone, read-only. Data that other users of this machine may not read is copied.
 * @throws Failure of fetching
 */
export async function provideData(
  order: Omit<DatasetOrder, 'recipe'>,
  { copies, target, isDeclared = false }: DataPlace,
): Promise<ProvidedData> {
  const { visibility, secretName, maxBytes, hosts } = order;
  checkPublishable(order.links, visibility, order.baseFolder);
  const options = {
    ...{ ...order, world: withoutLinks(order), allowLocal: hosts === undefined },
    limits: { ...defaultFetchLimits, ...(maxBytes !== undefined && { maxBytes }) },
  };
  const sources: PinnedLink[] = [];
  const found: Omit<ProvidedLink, 'link'>[] = [];
  const mounts: Mount[] = [];
  for (const [index, pin] of order.links.entries()) {
    const fetched = await fetchDataset([pin], options);
    try {
      const path = `${target}/${index}`;
      const place = fetched.places![0]!;
      mounts.push({ source: await readable(fetched, join(copies, String(index))), target: path });
      sources.push(fetched.sources[0]!);
      const { license, citation, givesAccess } = fetched;
      const told = { ...(license && { license }), ...(citation && { citation }) };
      const { name, fileName } = place;
      found.push({ path, name, ...(fileName && { fileName }), ...told, givesAccess });
    } finally {
      await fetched.close();
    }
  }
  const links = publishSources(sources, visibility, secretName);
  const asked = isDeclared ? order.links : links;
  const provided = found.map((one, index) => ({ ...one, link: asked[index]!.link }));
  return { links, provided, mounts };
}

/** Where the content lies so that everybody may read it: at its place, or a copy. */
async function readable({ places, files }: FetchedDataset, copy: string): Promise<string> {
  const { path, fileName } = places![0]!;
  if (path !== undefined && (await isPublic(path))) return path;
  if (path !== undefined && fileName !== undefined) {
    await copyReadable(path, copy);
    return copy;
  }
  await mkdir(copy, { recursive: true });
  for (const file of files) await copyReadable(file.place!, join(copy, file.path));
  return copy;
}

/** Whether other users may read a file, or all of a folder. */
export async function isPublic(path: string): Promise<boolean> {
  const found = await lstat(path);
  if (found.isFile()) return (found.mode & 0o004) !== 0;
  if (!found.isDirectory() || (found.mode & 0o005) !== 0o005) return false;
  for (const name of await readdir(path)) {
    if (!(await isPublic(join(path, name)))) return false;
  }
  return true;
}

async function copyReadable(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  if (await isPublic(from)) {
    const isLinked = await link(from, to).then(
      () => true,
      () => false, // another disk
    );
    if (isLinked) return;
  }
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  await chmod(to, 0o444);
}
