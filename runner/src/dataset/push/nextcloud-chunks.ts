import { createHash } from 'node:crypto';
import { inParallel } from '../in-parallel.ts';
import { readDavAnswer } from '../links/dav-answer.ts';
import { shortLink } from '../network/open-request.ts';
import { partsOf, type Part } from './parts.ts';
import type { UploadContext } from './uploader.ts';
import { webdavFailure, type WebdavClient } from './webdav-client.ts';

const parallelChunks = 4;

export interface ChunkTarget extends UploadContext {
  readonly client: WebdavClient;
  /** Where the file is to lie at last. */
  readonly url: URL;
  /** `/remote.php/dav` with what is before it, and the user as in the address. */
  readonly place: { readonly base: string; readonly user: string };
}

/**
 * Sends a file to Nextcloud in chunks, then has them put together. The folder of the chunks is named
 * by content and destination: a later run finds it and sends what is missing. Nextcloud keeps it for
 * a day.
 * @see https://docs.nextcloud.com/server/latest/developer_manual/client_apis/WebDAV/chunking.html
 */
export async function sendChunks(target: ChunkTarget): Promise<void> {
  const { client, file, url, place, world } = target;
  const name = createHash('sha256').update(`${file.sha256} ${url.href}`).digest('hex');
  const folder = new URL(`${place.base}/uploads/${place.user}/orangery-${name.slice(0, 32)}/`, url);
  const headers = { destination: shortLink(url), 'oc-total-length': String(file.bytes) };
  const sent = await startChunks(target, folder, headers);
  if (sent.size > 0)
    world.logger.info(`${shortLink(url)}: going on, ${sent.size} chunks are there`);
  await inParallel(partsOf(file.bytes), parallelChunks, (part) =>
    sendChunk(target, { part, folder, headers, sent }),
  );
  const moved = await client.send({
    method: 'MOVE',
    url: new URL('.file', folder),
    headers: { ...headers, overwrite: 'T' },
  });
  // 404: put together already, and the answer was lost; whether all is well is asked next
  if (![200, 201, 204, 404].includes(moved.status)) throw webdavFailure(moved.status, url);
}

type Headers = Readonly<Record<string, string>>;

/** Sizes of the chunks that an earlier run left, by name. */
async function startChunks(
  { client }: ChunkTarget,
  folder: URL,
  headers: Headers,
): Promise<ReadonlyMap<string, number>> {
  const made = await client.send({ method: 'MKCOL', url: folder, headers });
  if (made.status === 201) return new Map();
  if (made.status !== 405) throw webdavFailure(made.status, folder);
  const listed = await client.send({ method: 'PROPFIND', url: folder, headers: { depth: '1' } });
  if (listed.status !== 207) return new Map();
  const entries = readDavAnswer(listed.text, folder, shortLink(folder));
  return new Map(
    entries.flatMap(({ parts, bytes }) =>
      bytes === undefined ? [] : [[parts.join('/'), bytes] as const],
    ),
  );
}

interface Chunk {
  readonly part: Part;
  readonly folder: URL;
  readonly headers: Headers;
  readonly sent: ReadonlyMap<string, number>;
}

async function sendChunk(
  { client, meter }: ChunkTarget,
  { part, folder, headers, sent }: Chunk,
): Promise<void> {
  const name = String(part.number).padStart(5, '0');
  const bytes = part.end - part.start;
  if (sent.get(name) === bytes) return meter.done(part);
  const url = new URL(name, folder);
  const body = { bytes, stream: meter.body(part) };
  const { status } = await client.send({ method: 'PUT', url, headers, body });
  if (![200, 201, 204].includes(status)) throw webdavFailure(status, url);
}
