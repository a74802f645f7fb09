import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readDatasetAccess } from '../../../../runner/src/dataset/access.ts';
import { parseDatasetLink } from '../../../../runner/src/dataset/links/parse-link.ts';
import { addressOf } from '../../../../runner/src/dataset/links/s3-place.ts';
import { caught } from '../../../helpers/caught.ts';
import { s3Keys, signatureOf, standInS3 } from '../../../helpers/stand-in-s3.ts';
import { fetchLinks, fetchOptions, type TestOptions } from '../fetching.ts';

const table = 'a,b\n1,2\n';
const typed = { allowLocal: true, baseFolder: '/' } as const;
const keys = { AWS_ACCESS_KEY_ID: s3Keys.id, AWS_SECRET_ACCESS_KEY: s3Keys.secret };

async function withKeys(env: Readonly<Record<string, string>> = keys): Promise<TestOptions> {
  return { ...(await fetchOptions()), access: readDatasetAccess(env) };
}

function toBase64(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

describe('a link to S3', () => {
  it.each([
    ['s3://data/a/b.csv', { bucket: 'data', key: 'a/b.csv' }],
    ['S3://data/a b+c%20&d.csv', { bucket: 'data', key: 'a b+c%20&d.csv' }],
    ['s3://data.example/folder/', { bucket: 'data.example', key: 'folder/' }],
    ['s3://data', { bucket: 'data', key: '' }],
    ['s3://data/x?region=eu-1', { bucket: 'data', key: 'x', region: 'eu-1' }],
  ])('%s is read', (text, place) => {
    expect(parseDatasetLink(text, typed)).toEqual({ kind: 's3', ...place });
  });

  it('may name a server that speaks like it', () => {
    const text = 's3://data/x?endpoint=https%3A%2F%2Fs3.example.org%2Fbase';
    const link = parseDatasetLink(text, typed);
    expect(link).toMatchObject({ endpoint: new URL('https://s3.example.org/base') });
  });

  it.each([
    's3:data/x',
    's3://Data/x',
    's3://a/x',
    's3://a..b/x',
    's3://data/a/../b',
    's3://data/./a',
    `s3://data/${'x'.repeat(1025)}`,
    's3://data/x?versionId=1',
    's3://data/x?region=EU!',
    's3://data/x?endpoint=nowhere',
    's3://data/x?endpoint=https://s3.example.org/%3Fa=b',
  ])('%.60s is refused', async (text) => {
    expect(await caught(() => parseDatasetLink(text, typed))).toMatch(/^LINK_INVALID /);
  });

  it.each([
    ['https://user:pa55word@s3.example.org', true],
    ['https://192.168.0.1', true],
    ['http://s3.example.org', true],
    ['http://127.0.0.1:9000', false],
  ])('does not lead to %s', async (endpoint, allowLocal) => {
    const parse = () =>
      parseDatasetLink(`s3://data/x?endpoint=${endpoint}`, { ...typed, allowLocal });
    const failure = await caught(parse);
    expect(failure).toMatch(/^LINK_REFUSED /);
    expect(failure).not.toContain('pa55word');
  });

  it('from GitHub leads to Amazon and to the hosts that are named', async () => {
    const options = { allowLocal: false, baseFolder: '/', hosts: ['s3.example.org'] };
    const parse = (text: string) => parseDatasetLink(text, options);
    expect(parse('s3://data/x')).toMatchObject({ bucket: 'data' });
    expect(parse('s3://data/x?endpoint=https://s3.example.org')).toMatchObject({ bucket: 'data' });
    const other = () => parse('s3://data/x?endpoint=https://other.example.org');
    expect(await caught(other)).toMatch(/^LINK_REFUSED .* found other\.example\.org/);
  });
});

describe('the address of an object', () => {
  it.each([
    [
      { bucket: 'data', region: 'eu-west-1' },
      'https://data.s3.eu-west-1.amazonaws.com/a%20b/c%2Bd',
    ],
    [
      { bucket: 'my.data', region: 'us-east-1' },
      'https://s3.us-east-1.amazonaws.com/my.data/a%20b/c%2Bd',
    ],
    [
      { bucket: 'data', region: 'cn-north-1' },
      'https://data.s3.cn-north-1.amazonaws.com.cn/a%20b/c%2Bd',
    ],
    [
      { bucket: 'data', region: 'x', endpoint: new URL('https://s3.example.org/base/') },
      'https://s3.example.org/base/data/a%20b/c%2Bd',
    ],
  ])('of %j', (place, address) => {
    expect(addressOf(place, 'a b/c+d').href).toBe(address);
  });

  it('keeps keys apart that differ in a sign', () => {
    const place = { bucket: 'data', region: 'x' };
    const odd = ["a'b", 'a!b', 'a(b', 'a*b', 'a//b', 'a%2Fb', 'a?b', 'a#b', 'ä', 'a\\b'];
    for (const key of odd) {
      const { pathname } = addressOf(place, key);
      expect(decodeURIComponent(pathname.slice(1))).toBe(key);
    }
  });
});

describe('a signature', () => {
  it('is computed by the stand-in as Amazon documents it', () => {
    const sha256 = createHash('sha256').digest('hex');
    const signature = signatureOf({
      method: 'GET',
      target: '/?max-keys=2&prefix=J',
      headers: {
        host: 'examplebucket.s3.amazonaws.com',
        'x-amz-content-sha256': sha256,
        'x-amz-date': '20130524T000000Z',
      },
      signed: ['host', 'x-amz-content-sha256', 'x-amz-date'],
      region: 'us-east-1',
      secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    });
    expect(signature).toBe('34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7');
  });
});

describe('data in S3', () => {
  it.each(['a.csv', 'a b+c.csv', "it's (1)!*.csv", 'ä/ü&=,.csv', '100%25.csv'])(
    'is fetched by a signed request: %s',
    async (key) => {
      const server = await standInS3({ objects: { [key]: table } });
      const options = await withKeys();
      const { sources } = await fetchLinks([`s3://data/${key}?endpoint=${server.url}`], options);
      expect(sources[0]).toMatchObject({ bytes: table.length });
      expect(server.headers.every(({ authorization }) => authorization !== undefined)).toBe(true);
    },
  );

  it('is fetched unsigned without keys', async () => {
    const server = await standInS3({ objects: { 'a.csv': table } });
    await fetchLinks([`s3://data/a.csv?endpoint=${server.url}`], await withKeys({}));
    expect(server.headers.some(({ authorization }) => authorization !== undefined)).toBe(false);
  });

  it('from GitHub sends no keys to a server that the environment does not name', async () => {
    const server = await standInS3({ objects: { 'a.csv': table } });
    const hosts = ['127.0.0.1'];
    const other = { ...keys, AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_SESSION_TOKEN: 'passing' };
    const link = `s3://data/a.csv?endpoint=${server.url}`;
    await fetchLinks([link], { ...(await withKeys(other)), hosts });
    expect(server.headers.some(({ authorization }) => authorization !== undefined)).toBe(false);
    expect(JSON.stringify(server.headers)).not.toContain('passing');
    const own = { ...keys, AWS_ENDPOINT_URL: server.url };
    await fetchLinks([link], { ...(await withKeys(own)), hosts });
    expect(server.headers.at(-1)).toHaveProperty('authorization');
  });

  it('is asked for where the environment says', async () => {
    const server = await standInS3({ objects: { 'a.csv': table }, region: 'eu-9' });
    const env = { ...keys, AWS_ENDPOINT_URL_S3: server.url, AWS_REGION: 'eu-9' };
    await fetchLinks(['s3://data/a.csv'], await withKeys(env));
    expect(server.requests).toEqual(['HEAD /data/a.csv', 'GET /data/a.csv']);
  });

  it('is checked against the hash that S3 tells', async () => {
    const server = await standInS3({ objects: { 'a.csv': table } });
    const stored = server.objects.get('a.csv')!;
    const link = `s3://data/a.csv?endpoint=${server.url}`;
    const told = { 'x-amz-checksum-sha256': toBase64('other') };
    server.objects.set('a.csv', { ...stored, headers: told });
    expect(await caught(async () => fetchLinks([link], await withKeys()))).toMatch(/sha256/);
    const ofParts = { 'x-amz-checksum-sha256': `${toBase64('other')}-3` };
    server.objects.set('a.csv', { ...stored, headers: ofParts });
    expect((await fetchLinks([link], await withKeys())).files).toHaveLength(1);
  });

  it('is asked for in its own region when it lies in another', async () => {
    const server = await standInS3({ objects: { 'a.csv': table }, region: 'ap-south-1' });
    await fetchLinks([`s3://data/?endpoint=${server.url}`], await withKeys());
    const asked = server.headers.map(({ authorization }) => authorization?.split('/')[2]);
    expect(asked).toEqual(['us-east-1', 'ap-south-1', 'ap-south-1']);
  });

  it('gives the files of a folder, page by page, as the same folder here', async () => {
    const files = { 'a.csv': table, 'b c.csv': table, 'd/e+f.csv': table, 'd/g&h.csv': table };
    const objects = Object.fromEntries(
      Object.entries(files).map(([path, content]) => [`folder/${path}`, content]),
    );
    const others = {
      'folder/': '',
      'folder/d/': '',
      'folder/.DS_Store': 'x',
      'folders/x.csv': 'x',
    };
    const server = await standInS3({ objects: { ...objects, ...others }, pageSize: 2 });
    const options = await withKeys();
    const there = await fetchLinks([`s3://data/folder/?endpoint=${server.url}`], options);
    const local = Object.fromEntries(
      Object.entries(files).map(([path, text]) => [`d/${path}`, text]),
    );
    const here = await fetchLinks(['d'], await fetchOptions(local));
    expect(there.files.map(({ path }) => path)).toEqual(Object.keys(files));
    expect(there.sources[0]?.sha256).toBe(here.sources[0]?.sha256);
    expect(server.requests.filter((request) => request.includes('list-type'))).toHaveLength(4);
  });
});
