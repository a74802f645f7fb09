import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Failure } from '@orangery/schemas';
import { openFolder } from './archive/open-folder.ts';
import { openStored } from './archive/open-stored.ts';
import { checkPin } from './check-pin.ts';
import type { LinkOfKind } from './links/link-kind.ts';
import type { OpenedSource, SourceTask } from './opened-source.ts';
import { hashFile } from './stored-file.ts';

/**
 * Opens a file or folder of this machine where it lies.
 * @param name what it is called; as its path ends when absent
 * @throws Failure FILE_MISSING, DATASET_INVALID, DOWNLOAD_TOO_LARGE, DOWNLOAD_CHANGED, ARCHIVE_UNSAFE
 */
export async function openLocal(
  { path }: LinkOfKind<'file'>,
  { pin, options, hiddenBehind }: Pick<SourceTask, 'pin' | 'options' | 'hiddenBehind'>,
  name = basename(path),
): Promise<OpenedSource> {
  const { limits, world } = options;
  const label = hiddenBehind ?? pin.link;
  const found = await stat(path).catch((error: unknown) => {
    // example.org/leaves.zip, as it is copied out of a browser's address bar
    const isAddress = /^([a-z0-9-]+\.)+[a-z]{2,}\//i.test(label);
    throw new Failure('FILE_MISSING', `${label} cannot be read`, {
      cause: error,
      ...(isAddress ? { hint: 'Check the path, or begin an address with https://' } : {}),
    });
  });
  if (found.isDirectory()) {
    const opened = await openFolder(path, label, options);
    checkPin(pin, opened, label);
    const { sha256, bytes } = opened;
    return { ...opened, name, place: { path }, source: { link: pin.link, sha256, bytes } };
  }
  if (!found.isFile()) {
    throw new Failure('DATASET_INVALID', `${label}: expected a file or folder, found a device`);
  }
  if (found.size > limits.maxBytes) {
    throw new Failure(
      'DOWNLOAD_TOO_LARGE',
      `${label}: expected at most ${limits.maxBytes} bytes, found ${found.size}`,
    );
  }
  const stored = await hashFile(path, world.signal);
  checkPin(pin, stored, label);
  const opened = await openStored({ ...stored, name, label }, options);
  const { sha256, bytes } = stored;
  const place = { fileName: name, path };
  return { ...opened, name, place, source: { link: pin.link, sha256, bytes } };
}
