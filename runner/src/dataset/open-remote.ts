import { Failure } from '@orangery/schemas';
import { collidingPaths, problemOfPath } from './archive/check-paths.ts';
import { openStored } from './archive/open-stored.ts';
import { checkPin } from './check-pin.ts';
import { fetchFile } from './download/fetch-file.ts';
import { hashOfFiles } from './hash-of-files.ts';
import { inParallel } from './in-parallel.ts';
import { kindOf } from './links/kinds.ts';
import type { DatasetLink } from './links/link.ts';
import type { RemoteFile, ResolvedLink } from './links/resolved-link.ts';
import type { OpenedSource, SourceTask } from './opened-source.ts';
import { storedDataFile } from './stored-file.ts';

const parallelDownloads = 8;

/**
 * Finds the files behind a link, fetches them and opens what came.
 * @throws Failure of resolving, fetching and opening
 */
export async function openRemote(
  link: Exclude<DatasetLink, { kind: 'file' }>,
  task: SourceTask,
): Promise<OpenedSource> {
  const { options, http } = task;
  const { world, limits, access, hosts } = options;
  const kind = kindOf(link);
  const { maxEntries } = limits;
  const label = task.hiddenBehind ?? kind.label(link);
  const { hiddenBehind } = task;
  const context = { http, access, world, maxEntries, hosts, hiddenBehind };
  const resolved = hide(await kind.resolve(link, context), hiddenBehind);
  const told = {
    name: resolved.name,
    ...(resolved.license === undefined ? {} : { license: resolved.license }),
    ...(resolved.citation === undefined ? {} : { citation: resolved.citation }),
  };
  const opened = resolved.isFolder
    ? await openAll(resolved, label, task)
    : await openOne(resolved.files[0]!, task);
  return { ...told, ...opened };
}

type Opened = Omit<OpenedSource, 'name' | 'license' | 'citation'>;

async function openOne(file: RemoteFile, task: SourceTask): Promise<Opened> {
  const { pin, options } = task;
  const stored = await fetchFile(file, { ...task, pin });
  checkPin(pin, stored, file.label);
  const opened = await openStored({ ...stored, name: file.path, label: file.label }, options);
  const { sha256, bytes } = stored;
  return { ...opened, source: { link: pin.link, sha256, bytes } };
}

/** A folder's hash is that of `openFolder`: the same files give the same pin wherever they lie. */
async function openAll({ files }: ResolvedLink, label: string, task: SourceTask): Promise<Opened> {
  const { pin, options } = task;
  checkListing(files, label, options.limits.maxBytes);
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const { pin: _, ...rest } = task;
  const stored = await inParallel(sorted, parallelDownloads, (file) => fetchFile(file, rest));
  const hashed = stored.map((file, index) => ({ ...file, path: sorted[index]!.path }));
  const total = { sha256: hashOfFiles(hashed), bytes: sum(stored.map(({ bytes }) => bytes)) };
  checkPin(pin, total, label);
  return {
    source: { link: pin.link, ...total },
    files: stored.map((file, index) => storedDataFile(file, sorted[index]!.path)),
    close: async () => {},
  };
}

function checkListing(files: readonly RemoteFile[], label: string, maxBytes: number): void {
  if (files.length === 0) {
    throw new Failure('DATASET_INVALID', `${label}: expected files in the folder, found none`);
  }
  const problem = files.flatMap(({ path }) => problemOfPath(path) ?? []);
  const [collision] = collidingPaths(files.map(({ path }) => path));
  if (problem[0] !== undefined || collision !== undefined) {
    const found =
      problem[0] ?? `${JSON.stringify(collision![1])} differs only in case from another`;
    throw new Failure(
      'ARCHIVE_UNSAFE',
      `${label}: expected plain file names, found one that ${found}`,
    );
  }
  const declared = sum(files.map(({ bytes }) => bytes ?? 0));
  if (declared <= maxBytes) return;
  throw new Failure(
    'DOWNLOAD_TOO_LARGE',
    `${label}: expected at most ${maxBytes} bytes together, found ${declared}`,
  );
}

function hide(resolved: ResolvedLink, name: string | undefined): ResolvedLink {
  if (name === undefined) return resolved;
  const files = resolved.files.map((file) => ({
    ...file,
    label: resolved.isFolder ? `${name}: ${file.path}` : name,
  }));
  return { ...resolved, files };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
