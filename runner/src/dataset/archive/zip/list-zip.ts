import { Failure } from '@orangery/schemas';
import { fromRandomAccessReaderPromise, getFileNameLowLevel, RandomAccessReader } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { damaged, tooManyEntries } from '../archive-failures.ts';
import { normalForm } from '../../normal-form.ts';
import type { BlockReader } from '../block-reader.ts';
import { checkZipEnd } from './check-zip-end.ts';

/**
 * An entry of a zip archive as its central directory lists it. Numbers and texts alone: what yauzl
 * gives holds on to buffers, and a hundred thousand of them keep the garbage collector busy.
 */
export interface ZipEntry {
  /** In Unicode form NFC. */
  readonly path: string;
  /** The name's bytes, one a character. */
  readonly rawName: string;
  readonly flags: number;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly crc32: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** POSIX mode with its type, 0 where the packing system has none. */
  readonly mode: number;
  /** Where the entry's own header begins. */
  readonly start: number;
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

/** By events: promises and turns of the event loop would take longer than the reading. */
function listEntries(zip: ZipFile): Promise<readonly ZipEntry[]> {
  return new Promise((resolve, reject) => {
    const entries: ZipEntry[] = [];
    zip.on('entry', (raw) => {
      try {
        entries.push(entryOf(raw));
        zip.readEntry();
      } catch (error) {
        reject(error);
      }
    });
    zip.once('end', () => resolve(entries));
    zip.once('error', reject);
    zip.readEntry();
  });
}

function entryOf(raw: Entry): ZipEntry {
  const { generalPurposeBitFlag: flags, fileNameRaw, extraFields } = raw;
  return {
    // strict: a backslash stays one, so that it is seen; macOS packs names in another form
    path: normalForm(getFileNameLowLevel(flags, fileNameRaw, extraFields, true)),
    rawName: fileNameRaw.toString('latin1'),
    flags,
    method: raw.compressionMethod,
    crc32: raw.crc32,
    packedBytes: raw.compressedSize,
    bytes: raw.uncompressedSize,
    mode: raw.externalFileAttributes >>> 16,
    start: raw.relativeOffsetOfLocalHeader,
  };
}

/** A number, whatever its types say. */
function cursorOf(zip: ZipFile): number {
  return Number(zip.readEntryCursor);
}

type Answer = (error: Error | null) => void;

/** Gives yauzl the archive from memory, a block at a time: it asks twice for each entry. */
class BlockAccess extends RandomAccessReader {
  readonly #reader: BlockReader;
  #answers: (() => void)[] | undefined;

  constructor(reader: BlockReader) {
    super();
    this.#reader = reader;
  }

  override read(buffer: Buffer, offset: number, length: number, start: number, answer: Answer) {
    const found = this.#reader.read(start, length);
    found.copy(buffer, offset);
    this.#give(() => (answer as (error: null, bytes: number) => void)(null, found.length));
  }

  /** An answer makes yauzl ask again: one after another, or they would pile up on the stack. */
  #give(answer: () => void): void {
    if (this.#answers !== undefined) {
      this.#answers.push(answer);
      return;
    }
    const answers = [answer];
    this.#answers = answers;
    try {
      for (let next = answers.shift(); next !== undefined; next = answers.shift()) next();
    } finally {
      this.#answers = undefined;
    }
  }
}
