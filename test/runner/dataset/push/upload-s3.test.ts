import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { partsOf } from '../../../../runner/src/dataset/push/parts.ts';
import { caught } from '../../../helpers/caught.ts';
import {
  s3Error,
  s3Keys,
  sendXml,
  standInS3,
  type StandInS3Options,
} from '../../../helpers/stand-in-s3.ts';
import { testWorld } from '../../../helpers/test-world.ts';
import { networkTo } from '../fetching.ts';
import { push, pushOptions, sentBytes } from './pushing.ts';

const mebibyte = 1024 * 1024;
const env = { AWS_ACCESS_KEY_ID: s3Keys.id, AWS_SECRET_ACCESS_KEY: s3Keys.secret };
const small = 'a,b\n1,2\n';
/** Three parts, each of other bytes. */
const large = Buffer.concat(
  Array.from({ length: 20 }, (_, index) => Buffer.alloc(mebibyte, `row ${index}\n`)),
);

async function setup(content: string | Buffer, server: StandInS3Options = {}) {
  const s3 = await standInS3(server);
  const options = await pushOptions({ files: { 'd.csv': content }, env });
  const send = () => push(options, 'd.csv', `s3://data/in/?endpoint=${s3.url}`);
  const sent = () => s3.requests.filter((request) => /^(PUT|POST)/.test(request));
  return { s3, options, send, sent };
}

describe('a push to S3', () => {
  it('sends a small file at once, and nothing the second time', async () => {
    const { s3, send, sent } = await setup(small);
    const first = await send();
    const sha256 = createHash('sha256').update(small).digest('hex');
    const key = `in/d-${sha256.slice(0, 12)}.csv`;
    expect(first).toMatchObject({ outcome: 'sent', sha256, bytes: small.length, files: 1 });
    expect(first.link).toBe(`s3://data/${key}?endpoint=${s3.url}`);
    expect(s3.objects.get(key)?.content.toString()).toBe(small);
    expect(await send()).toEqual({ ...first, outcome: 'already there' });
    expect(sent()).toHaveLength(1);
  });

  it('sends a large file in parts and says how far it is', async () => {
    const { s3, send, options } = await setup(large);
    const { link } = await send();
    const key = new URL(link).pathname.slice(1);
    expect(s3.objects.get(key)?.content.equals(large)).toBe(true);
    expect(s3.uploads.size).toBe(0);
    expect(sentBytes(options.world).at(-1)).toBe(large.length);
  });

  it('sends only the parts that are missing or not the same', async () => {
    const { s3, send, sent } = await setup(large);
    const name = `d-${createHash('sha256').update(large).digest('hex').slice(0, 12)}.csv`;
    const [first, second] = partsOf(large.length);
    const parts = new Map([
      [1, large.subarray(first!.start, first!.end)],
      [2, Buffer.alloc(second!.end - second!.start, 'other')],
    ]);
    s3.uploads.set('upload-9', { key: `in/${name}`, headers: {}, parts });
    await send();
    const numbers = sent().flatMap((request) => /partNumber=(\d+)/.exec(request)?.[1] ?? []);
    expect(numbers.sort()).toEqual(['2', '3']);
    expect(s3.objects.get(`in/${name}`)?.content.equals(large)).toBe(true);
  });

  it('gives Amazon the hash of each part, and knows parts by it', async () => {
    const host = 'data.s3.us-east-1.amazonaws.com';
    let listed = 0;
    const ends: string[] = [];
    const s3 = await standInS3({
      before: (request, response, body) => {
        const isPartList = request.method === 'GET' && request.url?.includes('uploadId=') === true;
        if (request.method === 'POST' && request.url?.includes('uploadId='))
          ends.push(String(body));
        if (!isPartList) return false;
        listed += 1;
        const part = Buffer.from(large.subarray(0, 8 * mebibyte));
        const hash = createHash('sha256').update(part).digest('base64');
        const item = `<Part><PartNumber>1</PartNumber><ETag>"of-kms"</ETag><Size>${part.length}</Size><ChecksumSHA256>${hash}</ChecksumSHA256></Part>`;
        sendXml(response, 'ListPartsResult', item);
        return true;
      },
    });
    const name = `d-${createHash('sha256').update(large).digest('hex').slice(0, 12)}.csv`;
    const parts = new Map([[1, large.subarray(0, 8 * mebibyte)]]);
    s3.uploads.set('upload-9', { key: name, headers: {}, parts });
    const options = await pushOptions({ files: { 'd.csv': large }, env });
    const network = networkTo(Number(new URL(s3.url).port), { [host]: '52.216.1.1' });
    const { link } = await push(options, 'd.csv', 's3://data', { network });
    expect(link).toBe(`s3://data/${name}`);
    expect(listed).toBe(1);
    const sent = s3.headers.flatMap((headers) => headers['x-amz-checksum-sha256'] ?? []);
    expect(sent).toHaveLength(2);
    expect(ends[0]?.match(/<ChecksumSHA256>/g)).toHaveLength(3);
    expect(s3.objects.get(name)?.content.equals(large)).toBe(true);
  });

  it('begins anew where the keys may not look for earlier uploads', async () => {
    const { send } = await setup(large, {
      before: (request, response) => {
        if (request.method !== 'GET' || !request.url?.includes('uploads=')) return false;
        s3Error(response, 403, 'AccessDenied');
        return true;
      },
    });
    expect((await send()).outcome).toBe('sent');
  });

  it('tries a part again that the server failed at', async () => {
    let failures = 2;
    const { send } = await setup(large, {
      before: (request, response) => {
        if (!request.url?.includes('partNumber=2') || failures === 0) return false;
        failures -= 1;
        s3Error(response, 500, 'InternalError');
        return true;
      },
    });
    expect((await send()).outcome).toBe('sent');
  });

  it('believes no 200 that holds an error', async () => {
    const { send } = await setup(large, {
      before: (request, response) => {
        if (request.method !== 'POST' || !request.url?.includes('uploadId=')) return false;
        sendXml(response, 'Error', '<Code>InternalError</Code>');
        return true;
      },
    });
    expect(await caught(send)).toMatch(/^UPLOAD_FAILED .* found 200 InternalError$/);
  });

  it('is done when only the answer to its end was lost', async () => {
    const { send, s3 } = await setup(large, {
      before: (request, response) => {
        const isEnd = request.method === 'POST' && request.url?.includes('uploadId=');
        if (!isEnd || s3.requests.filter((line) => line === `POST ${request.url}`).length > 1)
          return false;
        const [id, { key, parts }] = [...s3.uploads][0]!;
        const content = Buffer.concat([...parts].sort(([a], [b]) => a - b).map(([, part]) => part));
        s3.objects.set(key, { content, headers: {} });
        s3.uploads.delete(id);
        response.destroy();
        return true;
      },
    });
    expect((await send()).outcome).toBe('sent');
  });

  it('fails when what lies there afterwards is not what was sent', async () => {
    const { send } = await setup(small, {
      before: (request, response) => {
        if (request.method !== 'PUT') return false;
        response.writeHead(200).end();
        return true;
      },
    });
    expect(await caught(send)).toMatch(
      /^UPLOAD_FAILED s3:.* expected 8 bytes there after sending, found nothing$/,
    );
  });

  it('says what S3 refuses, as a failed upload', async () => {
    const s3 = await standInS3();
    const options = await pushOptions({ files: { 'd.csv': small }, env });
    const work = () => push(options, 'd.csv', `s3://none/?endpoint=${s3.url}`);
    expect(await caught(work)).toMatch(
      /^UPLOAD_FAILED s3:\/\/none\/d-.* found no bucket of this name$/,
    );
  });

  it('sends nothing on a dry run', async () => {
    const { s3, options } = await setup(small);
    const pushed = await push(options, 'd.csv', `s3://data/in/?endpoint=${s3.url}`, {
      isDryRun: true,
    });
    expect(pushed.outcome).toBe('not sent');
    expect(s3.requests).toEqual([]);
  });

  it('keeps what was sent when it is stopped, and says so', async () => {
    const stop = new AbortController();
    const s3 = await standInS3({
      before: (request) => {
        if (!request.url?.includes('partNumber=3')) return false;
        stop.abort();
        return true;
      },
    });
    const world = testWorld({ signal: stop.signal });
    const options = await pushOptions({ files: { 'd.csv': large }, env, world });
    const failure = await push(options, 'd.csv', `s3://data/?endpoint=${s3.url}`).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({
      code: 'CANCELLED',
      hint: expect.stringContaining('push again'),
    });
    expect(s3.uploads.size).toBe(1);
  });
});

describe('the parts of a file', () => {
  it.each([
    [0, 1, 0],
    [1, 1, 1],
    [8 * mebibyte, 1, 8 * mebibyte],
    [8 * mebibyte + 1, 2, 1],
    [100_000 * mebibyte, 10_000, 10 * mebibyte],
    [100_000 * mebibyte + 1, 9091, 10 * mebibyte + 1],
  ])('of %d bytes are %d, the last of %d bytes', (bytes, count, last) => {
    const parts = partsOf(bytes);
    expect(parts).toHaveLength(count);
    expect(parts.at(-1)!.end - parts.at(-1)!.start).toBe(last);
    expect(parts.at(-1)!.end).toBe(bytes);
  });
});
