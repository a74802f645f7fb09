import { shortLink } from '../network/open-request.ts';
import type { WebdavLink } from '../links/link.ts';
import { sendChunks, type ChunkTarget } from './nextcloud-chunks.ts';
import type { FoundFile, UploadContext, Uploader } from './uploader.ts';
import { createWebdavClient, webdavFailure, type WebdavClient } from './webdav-client.ts';

/**
 * Sends to a folder by WebDAV: beside its name, then moved, so that nobody reads half a file. To
 * Nextcloud in chunks, which a later run finds and goes on from.
 */
export function uploadToWebdav({ url: folder }: WebdavLink, context: UploadContext): Uploader {
  const client = createWebdavClient(context.http, context.access);
  const target = { ...context, client, url: new URL(context.file.name, folder) };
  return {
    find: () => findFile(target),
    send: async () => {
      await client.makeFolder(folder);
      const place = nextcloudPlace(target.url);
      await (place === undefined ? sendWhole(target) : sendChunks({ ...target, place }));
    },
  };
}

type WebdavTarget = UploadContext & { readonly client: WebdavClient; readonly url: URL };

/** The base and user in an address of Nextcloud's own WebDAV. */
export function nextcloudPlace({ pathname }: URL): ChunkTarget['place'] | undefined {
  const [, base, user] = /^(.*\/remote\.php\/dav)\/files\/([^/]+)\//.exec(pathname) ?? [];
  return base === undefined || user === undefined ? undefined : { base, user };
}

async function findFile({ client, url }: WebdavTarget): Promise<FoundFile | undefined> {
  const answer = await client.send({ method: 'HEAD', url });
  if (answer.status === 404 || answer.status === 409) return undefined;
  if (answer.status !== 200) throw webdavFailure(answer.status, url);
  const sha256 = /\bSHA256:([0-9a-f]{64})\b/i.exec(answer.headers['oc-checksum'] ?? '')?.[1];
  return {
    bytes: Number(answer.headers['content-length']),
    ...(sha256 === undefined ? {} : { sha256: sha256.toLowerCase() }),
  };
}

async function sendWhole({ client, url, file, meter }: WebdavTarget): Promise<void> {
  const beside = new URL(`${file.name}.part`, url);
  const body = { bytes: file.bytes, stream: meter.body({ start: 0, end: file.bytes }) };
  const sent = await client.send({ method: 'PUT', url: beside, body });
  if (![200, 201, 204].includes(sent.status)) throw webdavFailure(sent.status, url);
  const headers = { destination: shortLink(url), overwrite: 'T' };
  const moved = await client.send({ method: 'MOVE', url: beside, headers });
  // 404: moved already, and the answer was lost; whether all is well is asked next
  if (![200, 201, 204, 404].includes(moved.status)) throw webdavFailure(moved.status, url);
}
