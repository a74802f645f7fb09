import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, rename, utimes } from 'node:fs/promises';
import { lstatSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { noteUse } from '../cache/in-use.ts';
import { cacheLayout, type CacheLayout } from '../cache/layout.ts';
import { withLock } from '../cache/with-lock.ts';
import { checkPin } from '../check-pin.ts';
import type { FetchOptions } from '../fetch-options.ts';
import { hashFile, type StoredFile } from '../stored-file.ts';
import { tooManyBytes, tooManyEntries } from './archive-failures.ts';
import { describeDiskError } from './describe-disk-error.ts';
import type { NamedFile } from './identify.ts';
import { Pacer } from './pacer.ts';
import { removeView } from './remove-view.ts';
import type { UnpackTask } from './unpack-task.ts';
import type { ViewFormat } from './unpack.ts';
import { readManifest, viewFiles, writeManifest, type ViewManifest } from './view-manifest.ts';
import { ViewWriter } from './view-writer.ts';
import { makeFolder } from '../cache/make-folder.ts';

/** An unpacked archive. */
export interface View {
  readonly format: ViewFormat;
  readonly files: readonly (StoredFile & {
    /** Path in the archive. */
    readonly inside: string;
  })[];
}

type ArchiveFile = StoredFile & NamedFile;
type Unpack = (task: UnpackTask) => Promise<ViewFormat>;

/**
 * Opens an archive's view in the cache, read-only files by the archive's hash; unpacks it first when
 * it is not there. Several runs at once unpack it once.
 * @throws Failure of unpacking; TIMED_OUT, CANCELLED, DOWNLOAD_FAILED when the disk is full
 */
export async function openView(
  file: ArchiveFile,
  options: FetchOptions,
  unpack: Unpack,
): Promise<View> {
  const { limits, world } = options;
  const cache = cacheLayout(options.cacheFolder);
  const view = cache.view(file.sha256);
  await noteUse(cache, file.sha256);
  const found = await findView(view, world.signal);
  const lock = { signal: world.signal, label: file.label, timeoutMs: limits.timeoutMs };
  const manifest =
    found ??
    (await withLock(cache.lock(`view-${file.sha256}`), lock, async (signal) => {
      // another run may have unpacked it while this one waited
      const made = await findView(view, signal);
      return made ?? makeView({ file, options, unpack, cache, signal });
    }));
  checkLimits(manifest, file.label, options);
  const now = new Date();
  // whose cache it is may be another user; then his own use counts
  await utimes(view, now, now).catch(() => {});
  const folder = viewFiles(view);
  return {
    format: manifest.format,
    files: manifest.files.map((each) => ({
      ...each,
      path: `${folder}/${each.path}`,
      inside: each.path,
    })),
  };
}

/** A whole view; `undefined` also when a file of it is missing or of another size. */
async function findView(view: string, signal: AbortSignal): Promise<ViewManifest | undefined> {
  const manifest = await readManifest(view);
  if (manifest === undefined) return undefined;
  const folder = viewFiles(view);
  const pacer = new Pacer(signal);
  for (const { path, bytes } of manifest.files) {
    if (pacer.isDue) await pacer.rest();
    // checked to be plain: `join` would take longer than the look
    const found = lstatSync(`${folder}/${path}`, { throwIfNoEntry: false });
    if (found?.isFile() !== true || found.size !== bytes) return undefined;
  }
  return manifest;
}

interface ViewTask {
  readonly file: ArchiveFile;
  readonly options: FetchOptions;
  readonly unpack: Unpack;
  readonly cache: CacheLayout;
  readonly signal: AbortSignal;
}

async function makeView({ file, options, unpack, cache, signal }: ViewTask): Promise<ViewManifest> {
  const { limits } = options;
  const staging = join(cache.staging, `view-${file.sha256}-${randomBytes(8).toString('hex')}`);
  await removeLeftovers(cache, file.sha256);
  let writer: ViewWriter | undefined;
  try {
    await mkdir(staging, { recursive: true });
    const { maxUnpackedBytes: maxBytes } = limits;
    writer = new ViewWriter(viewFiles(staging), { label: file.label, maxBytes });
    const format = await unpack({ file, limits, signal, writer });
    // unpacked was what was hashed, and nothing that took its place since
    checkPin(file, await hashFile(file.path, signal), file.label);
    const manifest = { format, files: writer.files };
    await writeManifest(staging, manifest);
    writer.seal();
    await putInPlace(staging, cache.view(file.sha256));
    return manifest;
  } catch (error) {
    throw describeDiskError(error, file.label, writer?.current ?? file.name);
  } finally {
    writer?.close();
    await removeView(staging);
  }
}

/** What a run that was killed left; whoever holds the lock is alone. */
async function removeLeftovers(cache: CacheLayout, sha256: string): Promise<void> {
  await makeFolder(cache.staging);
  const names = await readdir(cache.staging);
  for (const name of names.filter((each) => each.startsWith(`view-${sha256}-`))) {
    await removeView(join(cache.staging, name));
  }
}

async function putInPlace(staging: string, view: string): Promise<void> {
  await removeView(view);
  await makeFolder(dirname(view));
  await rename(staging, view);
  // not before: a folder that cannot be written to cannot be moved
  await chmod(viewFiles(view), 0o555);
  await chmod(view, 0o555);
}

/** An earlier run may have unpacked it under other limits. */
function checkLimits({ files }: ViewManifest, label: string, { limits }: FetchOptions): void {
  const { maxEntries, maxUnpackedBytes } = limits;
  if (files.length > maxEntries) throw tooManyEntries(label, maxEntries, `${files.length}`);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes > maxUnpackedBytes) throw tooManyBytes(label, maxUnpackedBytes, `${bytes}`);
}
