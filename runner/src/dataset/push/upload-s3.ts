import { inParallel } from '../in-parallel.ts';
import { labelOfS3 } from '../links/s3.ts';
import { createS3Client, type S3Body, type S3Client } from '../links/s3-client.ts';
import { s3Failure } from '../links/s3-failure.ts';
import { placeOf } from '../links/s3-place.ts';
import { checksumOf } from '../links/s3-resolve.ts';
import type { S3Link } from '../links/link.ts';
import type { HttpText } from '../network/http-client.ts';
import {
  completeS3Upload,
  findS3Upload,
  listS3Parts,
  startS3Upload,
  type SentPart,
} from './s3-multipart.ts';
import { hashRegion, partsOf, type Part, type RegionHashes } from './parts.ts';
import type { FoundFile, UploadContext, Uploader } from './uploader.ts';

const parallelParts = 4;

/** Sends to S3: small files at once, others in parts that a later run finds and goes on from. */
export function uploadToS3(folder: S3Link, context: UploadContext): Uploader {
  const { access, http, world, file } = context;
  const place = placeOf(folder, access.s3);
  const target = {
    ...context,
    client: createS3Client({ place, access: access.s3, http, now: world.now }),
    key: `${folder.key}${file.name}`,
    label: labelOfS3({ bucket: folder.bucket, key: `${folder.key}${file.name}` }),
    // others refuse the headers of checksums, and check the signed hash of the body anyway
    hasChecksums: place.endpoint === undefined,
  };
  return {
    find: () => findObject(target),
    send: () => (partsOf(file.bytes).length === 1 ? sendWhole(target) : sendParts(target)),
  };
}

interface S3Target extends UploadContext {
  readonly client: S3Client;
  readonly key: string;
  readonly label: string;
  readonly hasChecksums: boolean;
}

async function findObject({ client, key, label }: S3Target): Promise<FoundFile | undefined> {
  const headers = { 'x-amz-checksum-mode': 'ENABLED' };
  const answer = await client.send({ method: 'HEAD', key, headers }, label);
  // who may write but not list is told 403 of what is not there
  if (answer.status === 404 || answer.status === 403) return undefined;
  if (answer.status !== 200) throw s3Failure(answer, label);
  const sha256 = checksumOf(answer.headers)?.digest ?? answer.headers['x-amz-meta-sha256'];
  const bytes = Number(answer.headers['content-length']);
  return { bytes, ...(sha256 === undefined ? {} : { sha256 }) };
}

async function sendWhole(target: S3Target): Promise<void> {
  const { client, file, key, label } = target;
  const headers = { 'x-amz-meta-sha256': file.sha256, ...checksum(target, file.sha256) };
  const part = { number: 1, start: 0, end: file.bytes };
  const body = bodyOf(target, part, file.sha256);
  expectOk(await client.send({ method: 'PUT', key, headers, body }, label), label);
}

async function sendParts(target: S3Target): Promise<void> {
  const { client, file, key, label, world, hasChecksums } = target;
  const earlier = await findS3Upload(client, key, label);
  const sent = earlier === undefined ? [] : await listS3Parts(client, key, earlier, label);
  if (sent.length > 0) world.logger.info(`${label}: going on, ${sent.length} parts are there`);
  const headers: Record<string, string> = {
    'x-amz-meta-sha256': file.sha256,
    ...(hasChecksums ? { 'x-amz-checksum-algorithm': 'SHA256' } : {}),
  };
  const uploadId = earlier ?? (await startS3Upload(client, { key, headers, label }));
  const parts = await inParallel(partsOf(file.bytes), parallelParts, async (part) => {
    const hashes = await hashRegion(file.path, part, world.signal);
    const isSent = sent.find((earlierPart) => isSamePart(earlierPart, part, hashes));
    if (isSent !== undefined) target.meter.done(part);
    const etag = isSent?.etag ?? (await sendPart(target, part, hashes, uploadId));
    return { number: part.number, etag, ...(hasChecksums && { sha256: hashes.sha256 }) };
  });
  await completeS3Upload(client, { key, uploadId, parts, label });
}

/** With keys of the asker's own (KMS) an ETag is no MD5, and the checksum tells. */
function isSamePart(sent: SentPart, part: Part, { md5, sha256 }: RegionHashes): boolean {
  if (sent.number !== part.number || sent.bytes !== part.end - part.start) return false;
  return sent.etag === `"${md5}"` || sent.sha256 === sha256;
}

async function sendPart(
  target: S3Target,
  part: Part,
  { sha256 }: RegionHashes,
  uploadId: string,
): Promise<string> {
  const { client, key, label } = target;
  const query = { partNumber: String(part.number), uploadId };
  const body = bodyOf(target, part, sha256);
  const headers = checksum(target, sha256);
  const answer = await client.send({ method: 'PUT', key, query, headers, body }, label);
  expectOk(answer, label);
  return answer.headers.etag ?? '';
}

function bodyOf({ meter }: S3Target, part: Part, sha256: string): S3Body {
  return { bytes: part.end - part.start, sha256, stream: meter.body(part) };
}

function checksum({ hasChecksums }: S3Target, sha256: string): Record<string, string> {
  if (!hasChecksums) return {};
  return { 'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64') };
}

function expectOk(answer: HttpText, label: string): void {
  if (answer.status !== 200) throw s3Failure(answer, label);
}
