import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { S3Body, S3Client } from '../links/s3-client.ts';
import { codeOf, s3Failure } from '../links/s3-failure.ts';
import { elementsIn, numberIn, readXml, rootOf, textIn } from '../links/s3-xml.ts';

const mostPages = 100;

/** A part that lies at the server. */
export interface SentPart {
  readonly number: number;
  readonly bytes: number;
  /** In its quotation marks; most often the MD5 of the part. */
  readonly etag: string;
  /** Lower-case hexadecimal, where the server keeps it. */
  readonly sha256?: string;
}

/**
 * The newest unfinished upload of a key that an earlier run left; `undefined` when there is none, or
 * the keys may not ask.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html
 */
export async function findS3Upload(
  client: S3Client,
  key: string,
  label: string,
): Promise<string | undefined> {
  const query = { prefix: key, uploads: '' };
  const answer = await client.send({ key: '', query }, label);
  if (answer.status === 403 || answer.status === 501) return undefined;
  if (answer.status !== 200) throw s3Failure(answer, label);
  const list = readXml(answer.text, ['ListMultipartUploadsResult'], label);
  const [newest] = elementsIn(list, 'Upload')
    .filter((upload) => textIn(upload, 'Key') === key && textIn(upload, 'UploadId') !== '')
    .toSorted((a, b) => (textIn(a, 'Initiated') > textIn(b, 'Initiated') ? -1 : 1));
  return newest && textIn(newest, 'UploadId');
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html */
export async function listS3Parts(
  client: S3Client,
  key: string,
  uploadId: string,
  label: string,
): Promise<readonly SentPart[]> {
  const parts: SentPart[] = [];
  let marker = '';
  for (let page = 0; page < mostPages; page += 1) {
    const query = { ...(marker === '' ? {} : { 'part-number-marker': marker }), uploadId };
    const answer = await client.send({ key, query }, label);
    if (answer.status !== 200) throw s3Failure(answer, label);
    const list = readXml(answer.text, ['ListPartsResult', 'ListPartsResponse'], label);
    for (const part of elementsIn(list, 'Part')) {
      const number = numberIn(part, 'PartNumber');
      const bytes = numberIn(part, 'Size');
      // one that is not understood is sent again
      if (number !== undefined && bytes !== undefined) {
        const sha256 = Buffer.from(textIn(part, 'ChecksumSHA256'), 'base64').toString('hex');
        parts.push({ number, bytes, etag: textIn(part, 'ETag'), ...(sha256 && { sha256 }) });
      }
    }
    marker = textIn(list, 'NextPartNumberMarker').trim();
    if (textIn(list, 'IsTruncated').trim() !== 'true' || marker === '') break;
  }
  return parts;
}

export interface StartOrder {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly label: string;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html */
export async function startS3Upload(
  client: S3Client,
  { key, headers, label }: StartOrder,
): Promise<string> {
  const call = { method: 'POST', key, query: { uploads: '' }, headers } as const;
  const answer = await client.send(call, label);
  if (answer.status !== 200) throw s3Failure(answer, label);
  return textIn(readXml(answer.text, ['InitiateMultipartUploadResult'], label), 'UploadId');
}

export interface CompleteOrder {
  readonly key: string;
  readonly uploadId: string;
  readonly parts: readonly {
    readonly number: number;
    readonly etag: string;
    readonly sha256?: string;
  }[];
  readonly label: string;
}

/**
 * Makes one object of the parts. The server may answer 200 and then an error.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
 */
export async function completeS3Upload(
  client: S3Client,
  { key, uploadId, parts, label }: CompleteOrder,
): Promise<void> {
  const lines = parts.map(({ number, etag, sha256 }) => {
    const base64 = sha256 === undefined ? '' : Buffer.from(sha256, 'hex').toString('base64');
    const checksum = base64 === '' ? '' : `<ChecksumSHA256>${base64}</ChecksumSHA256>`;
    return `<Part><PartNumber>${number}</PartNumber><ETag>${escape(etag)}</ETag>${checksum}</Part>`;
  });
  const xmlns = 'http://s3.amazonaws.com/doc/2006-03-01/';
  const text = `<CompleteMultipartUpload xmlns="${xmlns}">${lines.join('')}</CompleteMultipartUpload>`;
  const call = { method: 'POST', key, query: { uploadId }, body: textBody(text) } as const;
  const answer = await client.send(call, label);
  // an answer that was lost leaves an upload that is no more: whether all is well is asked next
  if (codeOf(answer) === 'NoSuchUpload') return;
  const isError = rootOf(answer.text)?.Error !== undefined;
  if (answer.status !== 200 || isError) throw s3Failure(answer, label);
}

function textBody(text: string): S3Body {
  const sha256 = createHash('sha256').update(text).digest('hex');
  return {
    bytes: Buffer.byteLength(text),
    sha256,
    stream: () => Readable.from([Buffer.from(text)]),
  };
}

function escape(text: string): string {
  return text.replace(/[<>&]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
