import { describe, expect, it } from 'vitest';
import { noAccess, parseDatasetLink } from '../../../../runner/src/dataset/index.ts';
import { nextcloud } from '../../../../runner/src/dataset/links/nextcloud.ts';
import { caught } from '../../../helpers/caught.ts';
import { standInNextcloud, type StandInShare } from '../../../helpers/stand-in-nextcloud.ts';
import { testServer } from '../../../helpers/test-server.ts';
import { zipBytes } from '../../../helpers/zip-bytes.ts';
import { fetchLinks, fetchOptions } from '../fetching.ts';
import { sha256, table } from './services.ts';

const local = { allowLocal: true, baseFolder: '/data' };
const remote = { allowLocal: false, baseFolder: '/data' };
const token = 'Abc123Def456Ghi';
const files = { 'top.csv': 'x,y\n1,2\n', 'data/a b.csv': table, 'data/sub/ü.csv': table };

describe('a Nextcloud link', () => {
  it.each([
    [`https://cloud.example/s/${token}`, '', ''],
    [`https://cloud.example/s/${token}/`, '', ''],
    [`https://cloud.example/index.php/s/${token}`, '', ''],
    [`https://cloud.example/s/${token}/download`, '', ''],
    [`https://cloud.example/s/${token}/download/a%20b.csv`, '', 'a b.csv'],
    [`https://cloud.example/nextcloud/s/${token}`, 'nextcloud/', ''],
    [`https://cloud.example/a/b/index.php/s/${token}`, 'a/b/', ''],
    [`https://cloud.example/s/${token}?path=%2Fdata`, '', 'data'],
    [`https://cloud.example/s/${token}?dir=/data/sub`, '', 'data/sub'],
    [`https://cloud.example/s/${token}/download?path=/data&files=a%20b.csv`, '', 'data/a b.csv'],
    [`https://cloud.example/public.php/dav/files/${token}/data`, '', 'data'],
    [`webdav://cloud.example/public.php/dav/files/${token}/`, '', ''],
  ])('is read from %s', (text, folder, path) => {
    const base = new URL(`https://cloud.example/${folder}`);
    const link = parseDatasetLink(text, remote);
    expect(link).toEqual({ kind: 'nextcloud', base, token, path });
    expect(nextcloud.label({ kind: 'nextcloud', base, token, path })).not.toContain(token);
  });

  it.each([
    'https://cloud.example/s/short',
    `https://cloud.example/s/${token}/more/data.csv`,
    `https://cloud.example/files/s/${token}`,
    'https://cloud.example/s/data-of-two-thousand.zip',
  ])('is a plain https link when it looks otherwise: %s', (text) => {
    expect(parseDatasetLink(text, remote)).toMatchObject({ kind: 'https' });
  });

  it.each([
    [`https://cloud.example/s/${token}`, { ...remote, hosts: ['other.example'] }],
    [`https://10.0.0.1/s/${token}`, local],
    [`http://127.0.0.1/s/${token}`, remote],
    [`http://cloud.example/s/${token}`, local],
    [`https://me:hush@cloud.example/s/${token}`, local],
    [`https://cloud.example/s/${token}/download?files=["a","b"]`, local],
  ])('is refused: %s', async (text, options) => {
    const message = await caught(() => parseDatasetLink(text, options));
    expect(message).toMatch(/^LINK_(REFUSED|INVALID) /);
    expect(message).not.toContain(token);
  });
});

describe.each([
  ['a Nextcloud', {}],
  ['a Nextcloud before 29', { isOld: true }],
  ['a Nextcloud in a folder', { base: '/nextcloud' }],
])('a share of %s', (_, kind) => {
  it('gives its files, whose labels hold no token', async () => {
    const { dataset, world } = await fetched('', { tree: { files }, ...kind });
    expect(dataset.givesAccess).toBe(true);
    expect(dataset.files.map(({ path }) => path)).toEqual([
      'data/a b.csv',
      'data/sub/ü.csv',
      'top.csv',
    ]);
    expect(Buffer.from(await dataset.files[1]!.read()).toString()).toBe(table);
    expect(JSON.stringify([world.events, world.log])).not.toContain(token);
  });

  it('gives a folder or a file in it', async () => {
    const folder = await fetched('?path=/data', { tree: { files }, ...kind });
    expect(folder.dataset.files.map(({ path }) => path)).toEqual(['a b.csv', 'sub/ü.csv']);
    const file = await fetched('/download?path=/data&files=a%20b.csv', {
      tree: { files },
      ...kind,
    });
    expect(file.dataset.sources).toMatchObject([{ sha256: sha256(table), bytes: table.length }]);
  });

  it('gives a file that was shared by itself', async () => {
    const alone = await fetched('', { tree: { files: { '': table } }, ...kind });
    expect(alone.dataset.sources).toMatchObject([{ sha256: sha256(table) }]);
  });

  it('is opened with the password that was given', async () => {
    const share = { tree: { files }, password: 'sesame-open', ...kind };
    const webdav = { user: 'anonymous', password: 'sesame-open' };
    const { dataset } = await fetched('', share, { webdav });
    expect(dataset.files).toHaveLength(3);
    const failure = await failureOf('', share);
    expect(failure).toMatch(/^DOWNLOAD_FAILED .*\/s\/…: expected a share of a Nextcloud, found /);
    expect(failure).toMatch(/status 401 from public\.php\/webdav$/);
  });
});

describe('a share', () => {
  it('that holds one file is that file, opened', async () => {
    const archive = zipBytes([{ name: 'x/1.txt', content: 'one' }]);
    const { dataset } = await fetched('', { tree: { files: { 'one.zip': archive } } });
    expect(dataset.files.map(({ path }) => path)).toEqual(['x/1.txt']);
  });

  it('says what was tried when it is not there', async () => {
    expect(await failureOf('?path=/none', { tree: { files } })).toMatchInlineSnapshot(
      `"DOWNLOAD_FAILED http://<server>/s/…/none: expected a share of a Nextcloud, found status 404 from public.php/dav, status 404 from public.php/webdav"`,
    );
    const other = await testServer((_, response) => response.writeHead(404).end());
    const options = await fetchOptions();
    const failed = fetchLinks([`${other.url}/s/${token}`], options);
    await expect(failed).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
      hint: expect.stringContaining('If this is no Nextcloud') as unknown,
    });
    const locked = { tree: { files }, password: 'sesame-open' };
    await expect(fetched('', locked)).rejects.toMatchObject({
      hint: expect.stringContaining('give it as WEBDAV_PASSWORD') as unknown,
    });
  });

  it('is refused where its Nextcloud is a hostile one, without showing the token', async () => {
    const server = await testServer((request, response) => {
      const self = `<d:href>${request.url}</d:href>`;
      const found =
        '<d:propstat><d:prop><d:displayname>x</d:displayname></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>';
      response
        .writeHead(207)
        .end(
          `<d:multistatus xmlns:d="DAV:"><d:response>${self}${found}</d:response><d:response><d:href>/public.php/dav/files/other/x</d:href>${found}</d:response></d:multistatus>`,
        );
    });
    const options = await fetchOptions();
    const message = await caught(() => fetchLinks([`${server.url}/s/${token}`], options));
    expect(message).toMatch(/^LINK_REFUSED .*found one elsewhere$/);
    expect(message).not.toContain(token);
  });
});

async function fetched(rest: string, share: Omit<StandInShare, 'token'>, access = {}) {
  const server = await standInNextcloud({ token, ...share });
  const options = { ...(await fetchOptions()), access: { ...noAccess, ...access } };
  const link = `${server.url}${share.base ?? ''}/s/${token}${rest}`;
  return { dataset: await fetchLinks([link], options), world: options.world };
}

async function failureOf(rest: string, share: Omit<StandInShare, 'token'>): Promise<string> {
  const message = await caught(() => fetched(rest, share));
  return message.replace(/127\.0\.0\.1:\d+/, '<server>');
}
