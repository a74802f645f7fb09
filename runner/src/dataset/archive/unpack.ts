import { createReadStream } from 'node:fs';
import { constants, createGunzip, createZstdDecompress } from 'node:zlib';
import { Failure } from '@orangery/schemas';
import { damaged, tooManyBytes, unsafeEntries } from './archive-failures.ts';
import { contentOf, headBytes, type Content } from './content.ts';
import { decompressed, type Decompression } from './decompressed.ts';
import { checkName, nameInside } from './check-content.ts';
import { describeRatio, isBomb } from './ratio.ts';
import { unpackTar } from './tar/unpack-tar.ts';
import type { UnpackTask } from './unpack-task.ts';
import { unpackZip } from './zip/unpack-zip.ts';

/** What came out: many files, or the one that a gzip or Zstandard file held. */
export type ViewFormat = 'zip' | 'tar' | 'single';

/** Whether content is unpacked before it is used. */
export function isPacked({ kind }: Content): boolean {
  return kind === 'zip' || kind === 'tar' || kind in engines;
}

export const tarContent: Content = { kind: 'tar', name: 'a tar archive', extension: '.tar' };

/** What the file of a `single` is called in its view: its name is the link's affair. */
const singlePath = 'content';

const readAtOnceBytes = 1024 * 1024;

/**
 * Unpacks an archive, or a file that is compressed alone.
 * @throws Failure ARCHIVE_UNSAFE, DATASET_INVALID
 */
export async function unpack(content: Content, task: UnpackTask): Promise<ViewFormat> {
  const { file } = task;
  if (content.kind === 'zip') {
    await unpackZip(task);
    return 'zip';
  }
  const chunks = createReadStream(file.path, { highWaterMark: readAtOnceBytes });
  if (content.kind === 'tar') {
    await unpackTar(chunks, task);
    return 'tar';
  }
  return unpackStream(decompress(chunks, content, task), task);
}

/** The one file of a gzip or Zstandard file may be a tar archive. */
async function unpackStream(
  chunks: AsyncIterable<Buffer>,
  task: UnpackTask,
): Promise<'tar' | 'single'> {
  const { head, all } = await peek(chunks);
  const { name, label } = task.file;
  const inside = contentOf(head);
  if (head.length === 0) throw invalid(label, 'nothing');
  if (inside.kind === 'zip' || inside.kind in engines) throw invalid(label, inside.name);
  checkName(inside, nameInside(name), label);
  if (inside.kind === 'tar') {
    await unpackTar(all, task);
    return 'tar';
  }
  const opened = task.writer.open(singlePath);
  for await (const chunk of all) {
    task.signal.throwIfAborted();
    opened.write(chunk);
  }
  opened.end();
  return 'single';
}

const engines: Readonly<Partial<Record<Content['kind'], () => Decompression['engine']>>> = {
  gzip: () => createGunzip({ chunkSize: 256 * 1024 }),
  zstd: () => createZstdDecompress({ chunkSize: 256 * 1024, params: zstdLimits }),
};

/** A frame may ask for a window of gigabytes; 128 MiB are what zstd itself takes without --long. */
const zstdLimits = { [constants.ZSTD_d_windowLogMax]: 27 };

const smallestBombBytes = 16 * 1024 * 1024;
/** What headers and padding of an entry take beside its file. */
const entryBytes = 4096;

async function* decompress(
  chunks: AsyncIterable<Buffer>,
  { kind, name }: Content,
  { file, limits, writer }: UnpackTask,
): AsyncGenerator<Buffer> {
  const engine = engines[kind]!();
  // what is passed over, such as litter, takes time too
  const most = limits.maxUnpackedBytes + (limits.maxEntries + 1) * entryBytes;
  let bytes = 0;
  try {
    for await (const chunk of decompressed(chunks, { engine, packedBytes: file.bytes })) {
      bytes += chunk.length;
      if (isBomb(engine.bytesWritten, bytes, smallestBombBytes)) {
        const says = describeRatio(engine.bytesWritten, bytes);
        throw unsafeEntries(file.label, [{ path: writer.current || file.name, says }]);
      }
      if (bytes > most) throw tooManyBytes(file.label, limits.maxUnpackedBytes, 'more');
      yield chunk;
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw damaged(file.label, name.replace(/^a /, 'a whole '), error);
  }
}

/** The first bytes of a stream, and the stream with them. */
async function peek(
  chunks: AsyncIterable<Buffer>,
): Promise<{ head: Buffer; all: AsyncIterable<Buffer> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < headBytes) {
    const { value, done } = await iterator.next();
    if (done === true) break;
    head = Buffer.concat([head, value]);
  }
  return { head, all: rejoin(head, iterator) };
}

async function* rejoin(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield head;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
      yield next.value;
    }
  } finally {
    await rest.return?.();
  }
}

function invalid(label: string, found: string): Failure {
  return new Failure(
    'DATASET_INVALID',
    `${label}: expected a tar archive or a table in it, found ${found}`,
    { hint: 'Pack the files once: zip, tar.gz or tar.zst.' },
  );
}
