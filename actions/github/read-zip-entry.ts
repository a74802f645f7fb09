import { Failure } from '@orangery/schemas';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';

export interface ZipEntryOrder {
  /** Name of the file, without a folder. */
  readonly name: string;
  readonly largestBytes: number;
  /** How messages name the archive. */
  readonly label: string;
}

/** An artifact of ours holds one file. */
const mostEntries = 100;

/**
 * The bytes of one file in a zip archive.
 * @throws Failure FILE_INVALID when the archive is damaged or has no such file, DOWNLOAD_TOO_LARGE
 */
export async function readZipEntry(zip: Buffer, order: ZipEntryOrder): Promise<Buffer> {
  const { name, label } = order;
  try {
    const archive = await fromBufferPromise(zip, { lazyEntries: true });
    let count = 0;
    for await (const entry of archive.eachEntry()) {
      count += 1;
      if (count > mostEntries) break;
      if (entry.fileName === name) return await readEntry(archive, entry, order);
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    const found = error instanceof Error ? error.message : String(error);
    throw unlike(`${label}: expected a whole zip archive, found ${found}`, error);
  }
  throw unlike(`${label}: expected an entry ${name} in the archive, found none`);
}

/** The stated size may be a lie: what comes out is counted. */
async function readEntry(
  archive: ZipFile,
  entry: Entry,
  { name, largestBytes, label }: ZipEntryOrder,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let count = 0;
  if (entry.uncompressedSize > largestBytes) throw tooLarge(label, name, largestBytes);
  for await (const chunk of await archive.openReadStreamPromise(entry)) {
    const bytes = Buffer.from(chunk);
    count += bytes.length;
    if (count > largestBytes) throw tooLarge(label, name, largestBytes);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function tooLarge(label: string, name: string, largestBytes: number): Failure {
  const message = `${label}: ${name}: expected at most ${largestBytes} bytes, found more`;
  return new Failure('DOWNLOAD_TOO_LARGE', message, {
    hint: 'It is not what our workflow writes: look at the run.',
  });
}

function unlike(message: string, cause?: unknown): Failure {
  return new Failure('FILE_INVALID', message, {
    hint: 'It is not what our workflow writes: look at the run.',
    ...(cause !== undefined && { cause }),
  });
}
