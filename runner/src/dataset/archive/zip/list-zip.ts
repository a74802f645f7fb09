import { Failure } from '@orangery/schemas';
import { fromRandomAccessReaderPromise, getFileNameLowLevel, RandomAccessReader } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { damaged, tooManyEntries } from '../archive-failures.ts';
import type { BlockReader } from '../block-reader.ts';
import { checkZipEnd } from './check-zip-end.ts';

/** An entry of a zip archive as its central directory lists it. */
export interface ZipEntry {
  readonly path: string;
  readonly raw: Entry;
}

export interface ListedZip {
  readonly entries: readonly ZipEntry[];
  /** Where the entries' contents end and their list begins. */
  readonly directoryStart: number;
}

/**
 * Lists the entries of a zip archive. Format: PKWARE APPNOTE 6.3.
 * @throws Failure DATASET_INVALID, ARCHIVE_UNSAFE when there are too many
 */
export async function listZip(
  reader: BlockReader,
  label: string,
  maxEntries: number,
): Promise<ListedZip> {
  try {
    const zip = await fromRandomAccessReaderPromise(new BlockAccess(reader), reader.size, {
      autoClose: false,
      lazyEntries: true,
      decodeStrings: false,
    });
    if (zip.entryCount > maxEntries) throw tooManyEntries(label, maxEntries, `${zip.entryCount}`);
    const directoryStart = cursorOf(zip);
    const entries = await listEntries(zip);
    checkZipEnd(reader, {
      start: directoryStart,
      end: cursorOf(zip),
      entries: entries.length,
    });
    return { entries, directoryStart };
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw damaged(label, 'a whole zip archive', error);
  }
}

async function listEntries(zip: ZipFile): Promise<readonly ZipEntry[]> {
  const entries: ZipEntry[] = [];
  for await (const raw of zip.eachEntry()) {
    const { generalPurposeBitFlag: flags, fileNameRaw, extraFields } = raw;
    // strict: a backslash stays one, so that it is seen
    entries.push({ path: getFileNameLowLevel(flags, fileNameRaw, extraFields, true), raw });
  }
  return entries;
}

/** A number, whatever its types say. */
function cursorOf(zip: ZipFile): number {
  return Number(zip.readEntryCursor);
}

const readsPerTurn = 2048;

/** Gives yauzl the archive from memory, a block at a time: it asks twice for each entry. */
class BlockAccess extends RandomAccessReader {
  readonly #reader: BlockReader;
  #reads = 0;

  constructor(reader: BlockReader) {
    super();
    this.#reader = reader;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    const found = this.#reader.read(position, length);
    found.copy(buffer, offset);
    this.#reads += 1;
    const later = this.#reads % readsPerTurn === 0 ? setImmediate : process.nextTick;
    later(callback, null, found.length);
  }
}
