import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { AwsV4Signer } from 'aws4fetch';
import type { S3Access } from '../access.ts';
import type { HttpClient, HttpRequest, HttpText } from '../network/http-client.ts';
import { regionTold } from './s3-failure.ts';
import { addressOf, type S3Place } from './s3-place.ts';

export interface S3Call {
  readonly method?: 'GET' | 'HEAD' | 'PUT' | 'POST';
  /** Empty for the bucket itself. */
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Signed: names begin with `x-amz-`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: S3Body;
}

export interface S3Body {
  readonly bytes: number;
  /** Lower-case hexadecimal; the server checks what comes against it. */
  readonly sha256: string;
  readonly stream: () => Readable;
}

export interface S3Client {
  /**
   * Sends a call and reads the answer, whatever its status. A bucket that says it lies in another
   * region is asked there once more.
   * @throws Failure DOWNLOAD_FAILED, LINK_REFUSED, TIMED_OUT, CANCELLED
   */
  send(call: S3Call, label: string): Promise<HttpText>;
  /** The same as a request for somebody else to send, signed now for where the bucket was found. */
  request(call: S3Call): Promise<HttpRequest>;
}

export interface S3ClientOptions {
  readonly place: S3Place;
  readonly access: S3Access;
  readonly http: HttpClient;
  readonly now: () => number;
}

export function createS3Client({ place, access, http, now }: S3ClientOptions): S3Client {
  let region = place.region;
  const request = (call: S3Call): Promise<HttpRequest> =>
    sign(call, { ...place, region }, access, now());
  return {
    request,
    send: async (call, label) => {
      const answer = await http.send(() => request(call), label);
      const told = answer.status < 300 ? undefined : regionTold(answer);
      if (told === undefined || told === region) return answer;
      region = told;
      return http.send(() => request(call), label);
    },
  };
}

const emptySha256 = createHash('sha256').digest('hex');

/**
 * Signs by Signature Version 4 what must be signed and no more: host and x-amz-*. A range or
 * condition that is added later leaves the signature whole. Without credentials nothing is signed.
 */
async function sign(
  { method = 'GET', key, query, headers = {}, body }: S3Call,
  place: S3Place,
  { credentials }: S3Access,
  nowMs: number,
): Promise<HttpRequest> {
  const url = addressOf(place, key, query);
  const payload = { 'x-amz-content-sha256': body?.sha256 ?? emptySha256 };
  const sent = {
    ...(body === undefined ? {} : { body: body.stream }),
    ...(method === 'GET' ? {} : { method }),
  };
  const length: Record<string, string> =
    body === undefined ? {} : { 'content-length': String(body.bytes) };
  if (credentials === undefined) return { ...sent, url, headers: { ...headers, ...length } };
  const signed = await new AwsV4Signer({
    ...credentials,
    method,
    url: url.href,
    headers: { ...headers, ...payload },
    service: 's3',
    region: place.region,
    datetime: new Date(nowMs).toISOString().replace(/[:-]|\.\d{3}/g, ''),
  }).sign();
  return { ...sent, url, headers: { ...Object.fromEntries(signed.headers), ...length } };
}
