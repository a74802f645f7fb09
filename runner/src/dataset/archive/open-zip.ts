import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { Failure } from '@orangery/schemas';
import { getFileNameLowLevel, openPromise, type Entry, type ZipFile } from 'yauzl';
import { checkEntries, type ZipEntry } from './check-entries.ts';
import type { DataFile } from '../data-file.ts';
import type { FetchLimits } from '../fetch-options.ts';
import type { OpenedFiles } from './open-stored.ts';
import { readBytes } from '../stored-file.ts';

/**
 * Opens a zip archive without unpacking it: all entries are listed and checked, then each is
 * inflated when it is read, into memory only. Format: PKWARE APPNOTE 6.3.
 * @param label how messages name the archive
 * @throws Failure ARCHIVE_UNSAFE, DATASET_INVALID
 */
export async function openZip(
  path: string,
  label: string,
  limits: FetchLimits,
): Promise<OpenedFiles> {
  const zip = await openPromise(path, { autoClose: false, decodeStrings: false }).catch(
    (error: unknown) => {
      throw damaged(label, error);
    },
  );
  try {
    const entries = await listEntries(zip, label, limits);
    await checkEnd(zip, path, label);
    const files = checkEntries(entries, label, limits);
    return {
      files: files.map(({ path, raw }) => entryFile({ zip, entry: raw, path, label })),
      close: () => closeZip(zip),
    };
  } catch (error) {
    await closeZip(zip);
    throw error;
  }
}

async function listEntries(
  zip: ZipFile,
  label: string,
  limits: FetchLimits,
): Promise<readonly ZipEntry[]> {
  if (zip.entryCount > limits.maxEntries) {
    throw new Failure(
      'ARCHIVE_UNSAFE',
      `${label}: expected at most ${limits.maxEntries} entries, found ${zip.entryCount}`,
      { hint: 'Pack fewer files, or several archives.' },
    );
  }
  const entries: ZipEntry[] = [];
  try {
    for await (const raw of zip.eachEntry()) {
      // strict: a backslash stays one, so that it is seen
      const path = getFileNameLowLevel(
        raw.generalPurposeBitFlag,
        raw.fileNameRaw,
        raw.extraFields,
        true,
      );
      entries.push({ path, raw });
    }
  } catch (error) {
    throw damaged(label, error);
  }
  return entries;
}

/** A 16-bit count wraps beyond 65,535 entries: the rest would be left out without a word. */
async function checkEnd(zip: ZipFile, path: string, label: string): Promise<void> {
  // a number, whatever its types say
  const next = await readBytes(path, Number(zip.readEntryCursor), 4);
  if (Buffer.from(next).toString('latin1') !== 'PK\x01\x02') return;
  throw damaged(label, new Error('more entries than the archive declares'));
}

interface EntryPlace {
  readonly zip: ZipFile;
  readonly entry: Entry;
  readonly path: string;
  readonly label: string;
}

function entryFile(place: EntryPlace): DataFile {
  return {
    path: place.path,
    sizeBytes: place.entry.uncompressedSize,
    read: () => readEntry(place),
    stream: async function* () {
      yield await readEntry(place);
    },
  };
}

const inflate = promisify(inflateRaw);

async function readEntry({ zip, entry, path, label }: EntryPlace): Promise<Uint8Array> {
  const place = `${label}: ${path}`;
  const { uncompressedSize: declared, compressionMethod } = entry;
  let content: Uint8Array;
  try {
    const packed = await buffer(await zip.openReadStreamPromise(entry, { decodeFileData: false }));
    // an output limit of 0 is refused; one byte too many is found below
    const maxOutputLength = Math.max(1, declared);
    content = compressionMethod === 0 ? packed : await inflate(packed, { maxOutputLength });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw unlikeDeclared(place, declared, 'more');
    }
    throw damaged(place, error);
  }
  if (content.length !== declared) throw unlikeDeclared(place, declared, `${content.length}`);
  if (crc32(content) !== entry.crc32) throw damaged(place, new Error('wrong checksum'));
  return content;
}

function unlikeDeclared(place: string, declared: number, found: string): Failure {
  return new Failure(
    'ARCHIVE_UNSAFE',
    `${place}: expected ${declared} bytes, as the archive declares, found ${found}`,
  );
}

function damaged(place: string, error: unknown): Failure {
  const why = error instanceof Error ? error.message.replace(/[^\x20-\x7e]+/g, '…') : String(error);
  return new Failure('DATASET_INVALID', `${place}: expected a whole zip archive, found: ${why}`, {
    cause: error,
    hint: 'Pack it again, and compare its size with the original: it may be cut off.',
  });
}

async function closeZip(zip: ZipFile): Promise<void> {
  if (!zip.isOpen) return;
  const closed = new Promise((resolve) => zip.once('close', resolve));
  zip.close();
  await closed;
}
