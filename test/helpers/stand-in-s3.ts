import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { testServer } from './test-server.ts';

export const s3Keys = { id: 'AKIAORANGERY', secret: 'a-secret-key-of-s3-4711' };

export interface StandInS3Options {
  /** Objects of the bucket `data` by key. */
  readonly objects?: Readonly<Record<string, string | Uint8Array>>;
  /** Region that signatures must name; others are told of it. */
  readonly region?: string;
  readonly pageSize?: number;
  /** Answers before anything else; `true` when it did. */
  readonly before?: (request: IncomingMessage, response: ServerResponse, body: Buffer) => boolean;
}

export interface StandInS3 {
  readonly url: string;
  readonly objects: Map<string, StoredObject>;
  /** Parts by upload's id and number. */
  readonly uploads: Map<string, Upload>;
  /** `METHOD /path?query` of each request so far. */
  readonly requests: readonly string[];
  readonly headers: readonly IncomingMessage['headers'][];
}

interface StoredObject {
  readonly content: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

interface Upload {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly parts: Map<number, Buffer>;
}

/**
 * A server that answers as S3 documents: objects, listing in pages, uploads in parts. It computes
 * each signature itself and refuses those that differ; requests without any are good.
 */
export async function standInS3(options: StandInS3Options = {}): Promise<StandInS3> {
  const objects = new Map(
    Object.entries(options.objects ?? {}).map(([key, content]) => [
      key,
      { content: Buffer.from(content), headers: {} },
    ]),
  );
  const uploads = new Map<string, Upload>();
  const requests: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const server = await testServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      requests.push(`${request.method} ${request.url}`);
      headers.push(request.headers);
      if (options.before?.(request, response, body) === true) return;
      answer({ request, response, body, objects, uploads, options });
    });
  });
  return { url: server.url, objects, uploads, requests, headers };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: Buffer;
  readonly objects: Map<string, StoredObject>;
  readonly uploads: Map<string, Upload>;
  readonly options: StandInS3Options;
}

function answer(exchange: Exchange): void {
  const { request, response, body, options } = exchange;
  const problem = problemOfSignature(request, body, options.region ?? 'us-east-1');
  if (problem !== undefined) return s3Error(response, problem.status, problem.code, problem.more);
  const url = new URL(request.url ?? '/', 'http://s3');
  const isInHost = request.headers.host?.startsWith('data.') === true;
  const path = isInHost ? `/data${url.pathname}` : url.pathname;
  const [, bucket = '', ...rest] = path.split('/').map(decodeURIComponent);
  if (bucket !== 'data') return s3Error(response, 404, 'NoSuchBucket');
  const key = rest.join('/');
  const { method } = request;
  if (key === '') return list(exchange, url.searchParams);
  if (method === 'PUT') return put(exchange, key, url.searchParams);
  if (method === 'POST') return post(exchange, key, url.searchParams);
  if (url.searchParams.has('uploadId')) return listParts(exchange, url.searchParams);
  return get(exchange, key);
}

function get({ request, response, objects }: Exchange, key: string): void {
  const object = objects.get(key);
  if (object === undefined) return s3Error(response, 404, 'NoSuchKey');
  const { content, headers } = object;
  response.writeHead(200, { ...headers, 'content-length': content.length, etag: etagOf(content) });
  response.end(request.method === 'HEAD' ? undefined : content);
}

function list({ response, objects, uploads, options }: Exchange, query: URLSearchParams): void {
  const prefix = query.get('prefix') ?? '';
  if (query.has('uploads')) {
    const found = [...uploads].filter(([, { key }]) => key.startsWith(prefix));
    const items = found.map(
      ([id, { key }]) =>
        `<Upload><Key>${xml(key)}</Key><UploadId>${id}</UploadId><Initiated>${id}</Initiated></Upload>`,
    );
    return sendXml(response, 'ListMultipartUploadsResult', items.join(''));
  }
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix)).sort();
  const start = Number(query.get('continuation-token') ?? 0);
  const end = start + (options.pageSize ?? 1000);
  const isEncoded = query.get('encoding-type') === 'url';
  const items = keys.slice(start, end).map((key) => {
    const name = isEncoded ? encodeURIComponent(key).replaceAll('%20', '+') : xml(key);
    return `<Contents><Key>${name}</Key><Size>${objects.get(key)!.content.length}</Size></Contents>`;
  });
  const more = end < keys.length ? `<NextContinuationToken>${end}</NextContinuationToken>` : '';
  const told = `<IsTruncated>${more !== ''}</IsTruncated>${isEncoded ? '<EncodingType>url</EncodingType>' : ''}`;
  sendXml(response, 'ListBucketResult', `${told}${more}${items.join('')}`);
}

function put(
  { request, response, body, objects, uploads }: Exchange,
  key: string,
  query: URLSearchParams,
): void {
  const upload = uploads.get(query.get('uploadId') ?? '');
  if (query.has('uploadId') && upload === undefined) return s3Error(response, 404, 'NoSuchUpload');
  if (upload !== undefined) upload.parts.set(Number(query.get('partNumber')), body);
  else objects.set(key, { content: body, headers: metadataOf(request) });
  response.writeHead(200, { etag: etagOf(body) }).end();
}

function post(
  { request, response, objects, uploads }: Exchange,
  key: string,
  query: URLSearchParams,
): void {
  if (query.has('uploads')) {
    const id = `upload-${uploads.size + 1}`;
    uploads.set(id, { key, headers: metadataOf(request), parts: new Map() });
    return sendXml(response, 'InitiateMultipartUploadResult', `<UploadId>${id}</UploadId>`);
  }
  const id = query.get('uploadId') ?? '';
  const upload = uploads.get(id);
  if (upload === undefined) return s3Error(response, 404, 'NoSuchUpload');
  const parts = [...upload.parts].sort(([a], [b]) => a - b).map(([, content]) => content);
  objects.set(key, { content: Buffer.concat(parts), headers: upload.headers });
  uploads.delete(id);
  sendXml(response, 'CompleteMultipartUploadResult', `<Key>${xml(key)}</Key>`);
}

function listParts({ response, uploads }: Exchange, query: URLSearchParams): void {
  const upload = uploads.get(query.get('uploadId') ?? '');
  if (upload === undefined) return s3Error(response, 404, 'NoSuchUpload');
  const items = [...upload.parts].map(
    ([number, content]) =>
      `<Part><PartNumber>${number}</PartNumber><ETag>${xml(etagOf(content))}</ETag><Size>${content.length}</Size></Part>`,
  );
  sendXml(response, 'ListPartsResult', items.join(''));
}

/** An error as S3 answers it. */
export function s3Error(response: ServerResponse, status: number, code: string, more = ''): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(
    `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${s3Keys.id}</Message>${more}</Error>`,
  );
}

export function sendXml(response: ServerResponse, root: string, content: string): void {
  const xmlns = 'http://s3.amazonaws.com/doc/2006-03-01/';
  response.writeHead(200, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0"?>\n<${root} xmlns="${xmlns}">${content}</${root}>`);
}

export function etagOf(content: Buffer): string {
  return `"${createHash('md5').update(content).digest('hex')}"`;
}

function metadataOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      /^x-amz-(meta-|checksum-sha256)/.test(name) ? [[name, String(value)]] : [],
    ),
  );
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly more?: string;
}

function problemOfSignature(
  request: IncomingMessage,
  body: Buffer,
  region: string,
): Problem | undefined {
  const { authorization } = request.headers;
  if (authorization === undefined) return undefined;
  const [, id, given, signed = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      authorization,
    ) ?? [];
  if (id !== s3Keys.id) return { status: 403, code: 'InvalidAccessKeyId' };
  if (given !== region) {
    return {
      status: 400,
      code: 'AuthorizationHeaderMalformed',
      more: `<Region>${region}</Region>`,
    };
  }
  const payload = createHash('sha256').update(body).digest('hex');
  const expected = signatureOf({
    method: request.method ?? '',
    target: request.url ?? '',
    headers: { ...request.headers, 'x-amz-content-sha256': payload },
    signed: signed.split(';'),
    region,
    secret: s3Keys.secret,
  });
  return signature === expected ? undefined : { status: 403, code: 'SignatureDoesNotMatch' };
}

export interface SignatureOrder {
  readonly method: string;
  /** Path and query as they are sent. */
  readonly target: string;
  readonly headers: IncomingMessage['headers'];
  readonly signed: readonly string[];
  readonly region: string;
  readonly secret: string;
}

/**
 * Signature Version 4, written from Amazon's description and from nothing that is tested here.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function signatureOf({
  method,
  target,
  headers,
  signed,
  region,
  secret,
}: SignatureOrder): string {
  const [path = '', query = ''] = target.split('?');
  const time = String(headers['x-amz-date']);
  const day = time.slice(0, 8);
  const canonical = [
    method,
    path,
    query.split('&').sort().join('&'),
    ...signed.map((name) => `${name}:${String(headers[name]).trim()}`),
    '',
    signed.join(';'),
    String(headers['x-amz-content-sha256']),
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const hash = createHash('sha256').update(canonical).digest('hex');
  const text = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hash}`;
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (last, part) => createHmac('sha256', last).update(part).digest(),
    `AWS4${secret}`,
  );
  return createHmac('sha256', key).update(text).digest('hex');
}
