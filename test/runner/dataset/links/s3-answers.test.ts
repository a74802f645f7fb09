import { describe, expect, it } from 'vitest';
import { readDatasetAccess } from '../../../../runner/src/dataset/access.ts';
import { caught } from '../../../helpers/caught.ts';
import { s3Error, s3Keys, sendXml, standInS3 } from '../../../helpers/stand-in-s3.ts';
import { fetchLinks, fetchOptions, type TestOptions } from '../fetching.ts';

const table = 'a,b\n1,2\n';
const keys = { AWS_ACCESS_KEY_ID: s3Keys.id, AWS_SECRET_ACCESS_KEY: s3Keys.secret };

async function withKeys(env: Readonly<Record<string, string>> = keys): Promise<TestOptions> {
  return { ...(await fetchOptions()), access: readDatasetAccess(env) };
}

describe('a hostile server', () => {
  const elsewhere = { ...keys, AWS_REGION: 'us-east-1' };

  it.each([
    '../x.csv',
    '/x.csv',
    'a//b.csv',
    'a/../b.csv',
    './a.csv',
    'a\\b.csv',
    'a\nb.csv',
    'x/',
  ])('cannot name a file %j', async (key) => {
    const server = await standInS3({ objects: { [`f/${key}`]: table } });
    const failure = await caught(async () =>
      fetchLinks([`s3://data/f/?endpoint=${server.url}`], await withKeys(elsewhere)),
    );
    expect(failure).toMatch(/^ARCHIVE_UNSAFE s3:\/\/data\/f\/: /);
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['two names that differ in case', ['A.csv', 'a.csv'], 'ARCHIVE_UNSAFE'],
    ['nothing', [], 'DATASET_INVALID'],
  ])('is refused when it gives %s', async (_, names, code) => {
    const objects = Object.fromEntries(names.map((name) => [`f/${name}`, table]));
    const server = await standInS3({ objects });
    const work = async () => fetchLinks([`s3://data/f/?endpoint=${server.url}`], await withKeys());
    expect(await caught(work)).toMatch(new RegExp(`^${code} `));
  });

  const object = '<Contents><Key>f/a.csv</Key><Size>8</Size></Contents>';
  const next = '<IsTruncated>true</IsTruncated><NextContinuationToken>x</NextContinuationToken>';
  it.each([
    ['objects of elsewhere', '<Contents><Key>g/a.csv</Key><Size>8</Size></Contents>'],
    ['objects without a size', '<Contents><Key>f/a.csv</Key></Contents>'],
    ['a size below nothing', '<Contents><Key>f/a.csv</Key><Size>-8</Size></Contents>'],
    ['pages in a circle', `${next}${object}`],
  ])('is refused when it lists %s', async (_, content) => {
    const server = await standInS3({
      before: (_request, response) => {
        sendXml(response, 'ListBucketResult', content);
        return true;
      },
    });
    const work = async () => fetchLinks([`s3://data/f/?endpoint=${server.url}`], await withKeys());
    expect(await caught(work)).toMatch(/^DOWNLOAD_FAILED s3:\/\/data\/f\/: expected /);
    expect(server.requests.length).toBeLessThan(5);
  });

  it.each([
    ['a page for people', '<!doctype html><html></html>'],
    ['JSON', '{}'],
    ['an entity bomb', '<!DOCTYPE x [<!ENTITY a "aaaa">]><ListBucketResult>&a;</ListBucketResult>'],
    ['nothing', ''],
    ['depth without end', '<a>'.repeat(5000)],
  ])('is refused when it answers %s', async (_, text) => {
    const server = await standInS3({
      before: (_request, response) => {
        response.end(text);
        return true;
      },
    });
    const work = async () => fetchLinks([`s3://data/f/?endpoint=${server.url}`], await withKeys());
    expect(await caught(work)).toMatch(
      /^DOWNLOAD_FAILED s3:\/\/data\/f\/: expected ListBucketResult/,
    );
  });

  it('is refused when it lists more files than allowed', async () => {
    const objects = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`f/${index}.csv`, table]),
    );
    const server = await standInS3({ objects, pageSize: 3 });
    const options = await withKeys();
    const limits = { ...options.limits, maxEntries: 4 };
    const work = () => fetchLinks([`s3://data/f/?endpoint=${server.url}`], { ...options, limits });
    expect(await caught(work)).toMatchInlineSnapshot(
      `"ARCHIVE_UNSAFE s3://data/f/: expected at most 4 files, found more"`,
    );
    expect(server.requests).toHaveLength(2);
  });
});

describe('an error of S3', () => {
  const failing = async (code: string, status: number): Promise<string> => {
    const server = await standInS3({
      before: (_request, response) => {
        s3Error(response, status, code);
        return true;
      },
    });
    const link = `s3://data/f/?endpoint=${server.url}`;
    const options = await withKeys();
    const failure = await fetchLinks([link], options).catch((error: unknown) => error);
    const { message, hint } = failure as { message: string; hint: string };
    expect(message + hint).not.toContain(s3Keys.id);
    expect(message + hint).not.toContain(s3Keys.secret);
    return `${message}\n${hint}`;
  };

  it('is said with what to do about it', async () => {
    const errors = [
      ['NoSuchBucket', 404],
      ['AccessDenied', 403],
      ['InvalidAccessKeyId', 403],
      ['SignatureDoesNotMatch', 403],
      ['ExpiredToken', 400],
      ['PermanentRedirect', 301],
      ['RequestTimeTooSkewed', 403],
      ['InvalidObjectState', 403],
      ['SomethingNew', 400],
    ] as const;
    const said = await Promise.all(errors.map(([code, status]) => failing(code, status)));
    expect(said.join('\n')).toMatchInlineSnapshot(`
      "s3://data/f/: expected S3 to do as asked, found no bucket of this name
      Check the bucket’s name, and AWS_ENDPOINT_URL or ?endpoint=… for other servers than Amazon’s.
      s3://data/f/: expected S3 to do as asked, found no permission
      Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to keys that may do this, or make the data public.
      s3://data/f/: expected S3 to do as asked, found keys that the server does not know
      Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_SESSION_TOKEN where the keys are passing ones.
      s3://data/f/: expected S3 to do as asked, found a secret key that does not fit
      Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_SESSION_TOKEN where the keys are passing ones.
      s3://data/f/: expected S3 to do as asked, found a session that has run out
      Log in again, and set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN anew.
      s3://data/f/: expected S3 to do as asked, found a bucket of another region
      Name the bucket’s region in AWS_REGION or by ?region=… in the link.
      s3://data/f/: expected S3 to do as asked, found a clock that differs by more than 15 minutes
      Set this machine’s clock: signatures hold the time.
      s3://data/f/: expected S3 to do as asked, found an object in an archive that must be restored first
      Restore it in the S3 console (Glacier), then try again.
      s3://data/f/: expected S3 to do as asked, found 400 SomethingNew
      Check the link and AWS_ENDPOINT_URL; if both are right, try again later."
    `);
  });

  it('of a single object tells a missing bucket from a missing object', async () => {
    const server = await standInS3();
    const fetch = (link: string) => async () => fetchLinks([link], await withKeys());
    const object = fetch(`s3://data/none.csv?endpoint=${server.url}`);
    const bucket = fetch(`s3://none/none.csv?endpoint=${server.url}`);
    expect(await caught(object)).toMatchInlineSnapshot(
      `"DOWNLOAD_FAILED s3://data/none.csv: expected S3 to do as asked, found no object of this key"`,
    );
    expect(await caught(bucket)).toMatchInlineSnapshot(
      `"DOWNLOAD_FAILED s3://none/none.csv: expected S3 to do as asked, found no bucket of this name"`,
    );
  });
});
