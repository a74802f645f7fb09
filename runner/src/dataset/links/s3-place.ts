import type { S3Access } from '../access.ts';
import type { S3Link } from './link.ts';

/** A bucket, where it is and how it is addressed. */
export interface S3Place {
  readonly bucket: string;
  /** Of an S3-compatible server; Amazon's when absent. */
  readonly endpoint?: URL;
  readonly region: string;
}

/** What a link says, then what the environment says, then Amazon's first region. */
export function placeOf(link: Pick<S3Link, 'bucket' | 'endpoint' | 'region'>, access: S3Access) {
  const endpoint = link.endpoint ?? access.endpoint;
  return {
    bucket: link.bucket,
    ...(endpoint === undefined ? {} : { endpoint }),
    region: link.region ?? access.region ?? 'us-east-1',
  } satisfies S3Place;
}

/**
 * The address of an object, or of the bucket when the key is empty: the bucket in the host's name at
 * Amazon, in the path elsewhere and where a dot in its name would break the host's certificate.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export function addressOf(
  { bucket, endpoint, region }: S3Place,
  key: string,
  query: Readonly<Record<string, string>> = {},
): URL {
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const isInHost = endpoint === undefined && !bucket.includes('.');
  const base = endpoint?.href.replace(/\/$/, '') ?? `https://s3.${region}.${domain}`;
  const path = key.split('/').map(encode).join('/');
  const url = new URL(
    isInHost ? `https://${bucket}.s3.${region}.${domain}/${path}` : `${base}/${bucket}/${path}`,
  );
  url.search = Object.entries(query)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
  return url;
}

/** As signatures ask for it: all but letters, digits, - . _ and ~ (RFC 3986 §2.3). */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
