import { extname } from 'node:path';
import type { DataFile } from '../data-file.ts';
import type { FetchOptions } from '../fetch-options.ts';
import { storedDataFile, type StoredFile } from '../stored-file.ts';
import { checkName, nameInside } from './check-content.ts';
import { identify, type NamedFile } from './identify.ts';
import { openView } from './open-view.ts';
import { isPacked, tarContent, unpack } from './unpack.ts';

export { identify } from './identify.ts';

export interface OpenedFiles {
  readonly files: readonly DataFile[];
  close(): Promise<void>;
}

/**
 * Opens one stored file as a dataset: the files of an archive, unpacked once to the cache, or itself.
 * @throws Failure DATASET_INVALID, ARCHIVE_UNSAFE, DOWNLOAD_CHANGED, DOWNLOAD_FAILED, TIMED_OUT
 */
export async function openStored(
  file: StoredFile & NamedFile,
  options: FetchOptions,
): Promise<OpenedFiles> {
  const content = await identify(file);
  const close = async (): Promise<void> => {};
  if (!isPacked(content)) {
    return { files: [storedDataFile(file, withEnding(file.name, content.extension))], close };
  }
  const { format, files } = await openView(file, options, (task) => unpack(content, task));
  const [only] = files;
  if (format === 'single' && only !== undefined) {
    const name = nameInside(file.name);
    // the view is of the same bytes, which may have had another name when it was made
    const inside = await identify({ path: only.path, name, label: file.label });
    return { files: [storedDataFile(only, withEnding(name, inside.extension))], close };
  }
  if (format === 'tar') checkName(tarContent, nameInside(file.name), file.label);
  return { files: files.map((stored) => storedDataFile(stored, stored.inside)), close };
}

function withEnding(name: string, extension: string): string {
  return extname(name) === '' ? `${name}${extension}` : name;
}
