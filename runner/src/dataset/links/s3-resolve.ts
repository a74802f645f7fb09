import { basename } from 'node:path/posix';
import type { S3Access } from '../access.ts';
import { fileName } from './file-name.ts';
import type { ResolveContext } from './link-kind.ts';
import type { S3Link } from './link.ts';
import type { Checksum, RemoteFile, ResolvedLink } from './resolved-link.ts';
import { createS3Client, type S3Client } from './s3-client.ts';
import { codeOf, s3Failure } from './s3-failure.ts';
import { listS3 } from './s3-list.ts';
import { placeOf, type S3Place } from './s3-place.ts';

/** Finds the object, or lists the objects below the prefix. */
export async function resolveS3(link: S3Link, context: ResolveContext): Promise<ResolvedLink> {
  const access = accessFor(link, context);
  const place = placeOf(link, access);
  const { http, world } = context;
  const client = createS3Client({ place, access, http, now: world.now });
  const isFolder = link.key === '' || link.key.endsWith('/');
  const label = context.hiddenBehind ?? `s3://${link.bucket}/${link.key}`;
  if (!isFolder) return oneObject(link, { place, client, label });
  const { maxEntries } = context;
  const objects = await listS3(client, { prefix: link.key, maxEntries, label });
  return {
    name: fileName(basename(link.key) || link.bucket),
    isFolder: true,
    files: objects.map(({ key, bytes }) => ({
      ...remoteFile(place, client, key),
      path: key.slice(link.key.length),
      bytes,
    })),
  };
}

/**
 * The asker's keys, where this server may see requests signed by them: Amazon's, the one that the
 * environment names, and any of a link typed at the command line.
 */
function accessFor({ endpoint }: S3Link, { access: { s3 }, hosts }: ResolveContext): S3Access {
  const isNamed = endpoint === undefined || endpoint.origin === s3.endpoint?.origin;
  if (isNamed || hosts === undefined) return s3;
  const { credentials: _credentials, ...rest } = s3;
  return rest;
}

interface ObjectPlace {
  readonly place: S3Place;
  readonly client: S3Client;
  readonly label: string;
}

async function oneObject(
  link: S3Link,
  { place, client, label }: ObjectPlace,
): Promise<ResolvedLink> {
  const file = remoteFile(place, client, link.key);
  const name = fileName(basename(link.key));
  const found = await findObject(client, link.key, label);
  return { name, isFolder: false, files: [{ ...file, ...found, path: name }] };
}

/**
 * Asks for an object's size and hash.
 * @throws Failure DOWNLOAD_FAILED saying what is wrong with it
 */
async function findObject(
  client: S3Client,
  key: string,
  label: string,
): Promise<Pick<RemoteFile, 'bytes' | 'checksum'>> {
  const headers = { 'x-amz-checksum-mode': 'ENABLED' };
  const answer = await client.send({ method: 'HEAD', key, headers }, label);
  if (answer.status === 200) {
    const bytes = Number(answer.headers['content-length']);
    const checksum = checksumOf(answer.headers);
    return {
      ...(Number.isSafeInteger(bytes) ? { bytes } : {}),
      ...(checksum === undefined ? {} : { checksum }),
    };
  }
  // an answer to HEAD has no body that says why
  const why = await client.send({ key: '', query: { 'max-keys': '0' } }, label);
  const isBucketToBlame = why.status >= 400 && codeOf(why) !== 'AccessDenied';
  throw s3Failure(isBucketToBlame ? why : answer, label);
}

/** The hash of a whole object; those of objects sent in parts are hashes of hashes and no use. */
export function checksumOf(headers: Readonly<Record<string, string>>): Checksum | undefined {
  const value = headers['x-amz-checksum-sha256'];
  const isWhole = value !== undefined && /^[A-Za-z0-9+/]{43}=$/.test(value);
  if (!isWhole || headers['x-amz-checksum-type'] === 'COMPOSITE') return undefined;
  return { algorithm: 'sha256', digest: Buffer.from(value, 'base64').toString('hex') };
}

function remoteFile(place: S3Place, client: S3Client, key: string): RemoteFile {
  const { bucket, endpoint } = place;
  return {
    path: key,
    label: `s3://${bucket}/${key}`,
    identity: `s3:${endpoint?.href ?? ''}:${bucket}/${key}`,
    source: { kind: 'http', request: () => client.request({ key }) },
  };
}
