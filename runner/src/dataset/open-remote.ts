import { openStored } from './archive/open-stored.ts';
import { checkPin } from './check-pin.ts';
import { fetchFile } from './download/fetch-file.ts';
import { kindOf } from './links/kinds.ts';
import type { DatasetLink } from './links/link.ts';
import type { RemoteFile, ResolvedLink } from './links/resolved-link.ts';
import { openListing } from './open-listing.ts';
import type { OpenedContent, OpenedSource, SourceTask } from './opened-source.ts';

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
    ? await openListing(resolved.files, label, task)
    : await openOne(resolved.files[0]!, task);
  return { ...told, ...opened };
}

async function openOne(file: RemoteFile, task: SourceTask): Promise<OpenedContent> {
  const { pin, options } = task;
  const stored = await fetchFile(file, { ...task, pin });
  checkPin(pin, stored, file.label);
  const opened = await openStored({ ...stored, name: file.path, label: file.label }, options);
  const { sha256, bytes } = stored;
  const place = { fileName: file.path, path: stored.path };
  return { ...opened, place, source: { link: pin.link, sha256, bytes } };
}

function hide(resolved: ResolvedLink, name: string | undefined): ResolvedLink {
  if (name === undefined) return resolved;
  const files = resolved.files.map((file) => ({
    ...file,
    label: resolved.isFolder ? `${name}: ${file.path}` : name,
  }));
  return { ...resolved, files };
}
