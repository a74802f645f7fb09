import { describe, expect, it } from 'vitest';
import { noAccess, parseDatasetLink } from '../../../../runner/src/dataset/index.ts';
import { caught } from '../../../helpers/caught.ts';
import { standInStore } from '../../../helpers/stand-in-store.ts';
import { standInWebdav, type DavTree } from '../../../helpers/stand-in-webdav.ts';
import { testServer } from '../../../helpers/test-server.ts';
import { fetchLinks, fetchOptions } from '../fetching.ts';
import { sha256, table } from './services.ts';

const local = { allowLocal: true, baseFolder: '/data' };
const remote = { allowLocal: false, baseFolder: '/data' };
const files = { 'top.csv': 'x,y\n1,2\n', 'data/a b&c.csv': table, 'data/sub/ü.csv': table };

describe('a WebDAV link', () => {
  it.each([
    ['webdav://host.example/folder/a%20b.csv', remote, 'https://host.example/folder/a%20b.csv'],
    ['WEBDAV://host.example:8443/', remote, 'https://host.example:8443/'],
    ['webdav+http://127.0.0.1:8080/x', local, 'http://127.0.0.1:8080/x'],
    ['webdav://a.example/x', { ...remote, hosts: ['a.example'] }, 'https://a.example/x'],
  ])('is read from %s', (text, options, address) => {
    expect(parseDatasetLink(text, options)).toEqual({ kind: 'webdav', url: new URL(address) });
  });

  it.each([
    ['webdav+http://127.0.0.1/x', remote],
    ['webdav+http://host.example/x', local],
    ['webdav://10.0.0.1/x', local],
    ['webdav://me:hush@host.example/x', local],
    ['webdav://b.example/x', { ...remote, hosts: ['a.example'] }],
    ['webdav://host.example/x?token=hush', local],
    ['webdav://', local],
  ])('is refused: %s', async (text, options) => {
    const message = await caught(() => parseDatasetLink(text, options));
    expect(message).toMatch(/^LINK_(REFUSED|INVALID) /);
    expect(message).not.toContain('hush');
  });
});

describe('a WebDAV server', () => {
  it('gives a file, checked by the hash it tells', async () => {
    const { dataset, link } = await fetched('data/a%20b&c.csv', { files });
    expect(dataset.sources).toEqual([{ link, sha256: sha256(table), bytes: table.length }]);
    expect(dataset.files).toMatchObject([{ path: 'a b_c.csv' }]);
  });

  it.each([
    ['', ['data/a b&c.csv', 'data/sub/ü.csv', 'top.csv']],
    ['data', ['a b&c.csv', 'sub/ü.csv']],
    ['data/', ['a b&c.csv', 'sub/ü.csv']],
  ])('gives a folder with all below: /%s', async (path, paths) => {
    const { dataset } = await fetched(path, { files });
    expect(dataset.files.map((file) => file.path)).toEqual(paths);
    expect(Buffer.from(await dataset.files[1]!.read()).toString()).toBe(table);
    const again = await fetched(path, { files, redirectsFolders: true });
    expect(again.dataset.sources[0]!.sha256).toBe(dataset.sources[0]!.sha256);
  });

  it('leaves out what systems leave behind', async () => {
    const tree = { files: { ...files, '.DS_Store': 'x', 'data/__MACOSX/y': 'z' } };
    const { dataset } = await fetched('', tree);
    expect(dataset.files).toHaveLength(3);
  });

  it('brings names of macOS into the usual form', async () => {
    const { dataset } = await fetched('', { files: { 'u\u0308.csv': table } });
    expect(dataset.files.map(({ path }) => path)).toEqual(['ü.csv']);
  });

  it('is shown the password, wherever it redirects to is not', async () => {
    const webdav = { user: 'me', password: 'sesame-open' };
    const { dataset } = await fetched('data/', { files, login: 'me:sesame-open' }, { webdav });
    expect(dataset.files).toHaveLength(2);
    const store = await standInStore({ '/x.csv': table });
    const server = await testServer((request, response) => {
      if (request.method === 'PROPFIND') response.writeHead(207).end(answer('/x.csv', ''));
      else response.writeHead(302, { location: `${store.url}/x.csv?signature=good` }).end();
    });
    const options = await fetchOptions();
    const access = { ...noAccess, webdav };
    const link = `${davUrl(server.url)}/x.csv`;
    const { sources } = await fetchLinks([link], { ...options, access });
    expect(sources[0]!.sha256).toBe(sha256(table));
  });

  it('is shown no password that is meant for another host, and none for links from GitHub', async () => {
    const shown: unknown[] = [];
    const server = await testServer((request, response) => {
      shown.push(request.headers.authorization);
      response.writeHead(401).end();
    });
    const webdav = { user: 'me', password: 'sesame-open' };
    const cases = [
      [{ ...webdav, host: 'dav.example' }, undefined],
      [webdav, ['127.0.0.1']],
      [{ ...webdav, host: '127.0.0.1' }, ['127.0.0.1']],
    ] as const;
    for (const [credentials, hosts] of cases) {
      const options = { ...(await fetchOptions()), access: { ...noAccess, webdav: credentials } };
      const link = `${davUrl(server.url)}/x`;
      await caught(() => fetchLinks([link], { ...options, ...(hosts ? { hosts } : {}) }));
    }
    expect(shown).toEqual([undefined, undefined, expect.stringMatching(/^Basic /)]);
  });

  it('says what to do when there is nothing, no right, or no WebDAV', async () => {
    expect(await failureOf('none.csv', { files })).toMatchInlineSnapshot(
      `"DOWNLOAD_FAILED webdav+http://<server>/none.csv: expected an answer, found status 404"`,
    );
    expect(await failureOf('', { files, login: 'me:sesame-open' })).toMatchInlineSnapshot(
      `"DOWNLOAD_FAILED webdav+http://<server>: expected an answer, found status 401"`,
    );
    const plain = await testServer((_, response) => response.writeHead(405).end());
    const page = await testServer((_, response) => response.end('<html></html>'));
    const options = await fetchOptions();
    await expect(fetchLinks([davUrl(plain.url)], options)).rejects.toMatchObject({
      hint: expect.stringContaining('No WebDAV is spoken there') as unknown,
    });
    expect(await caught(() => fetchLinks([davUrl(page.url)], options))).toMatch(
      /expected an answer, found status 200$/,
    );
  });

  it('is refused when it has more files than allowed', async () => {
    const server = await standInWebdav({ files });
    const options = await fetchOptions({}, { maxEntries: 2 });
    expect(await caught(() => fetchLinks([davUrl(server.url)], options))).toMatch(
      /^ARCHIVE_UNSAFE .*: expected at most 2 files, found more$/,
    );
  });
});

describe('a hostile WebDAV server', () => {
  const self = entry('/f/', folder);

  it.each([
    ['a path above', entry('/f/../etc/passwd', ''), 'found one elsewhere'],
    ['an encoded path above', entry('/f/%2e%2e/x.csv', ''), 'found one elsewhere'],
    ['an encoded slash', entry('/f/..%2Fx.csv', ''), 'found one elsewhere'],
    ['an encoding cut off', entry('/f/%E0%A4.csv', ''), 'found one elsewhere'],
    ['another folder', entry('/other/x.csv', ''), 'found one elsewhere'],
    ['another host', entry('http://10.0.0.1/f/x.csv', ''), 'found one elsewhere'],
    ['an address that is none', entry('http://[', ''), 'found one elsewhere'],
    ['a backslash', entry('/f/a%5Cb.csv', ''), 'has a backslash in its name'],
    ['a control character', entry('/f/a%07b.csv', ''), 'has a control character in its name'],
    ['a drive', entry('/f/c%3Ax.csv', ''), 'has an absolute path'],
    [
      'names that collide',
      entry('/f/a.csv', '') + entry('/f/A.csv', ''),
      'differs only in case from another',
    ],
    [
      'a huge size',
      entry('/f/a.csv', size('999999999999999')),
      'bytes together, found 99999999999',
    ],
    ['nothing', '', 'expected files in the folder, found none'],
    ['a negative size and no more', entry('/f/', size('-1')), 'expected files in the folder'],
  ])('is refused when it lists %s', async (_, entries, says) => {
    expect(await failureFrom(multistatus(self + entries))).toContain(says);
  });

  it.each([
    ['no XML', 'hello', 'expected a WebDAV answer, found something else'],
    ['broken XML', '<a><b', 'expected a WebDAV answer, found'],
    ['a web page', '<!doctype html><p>', 'expected a WebDAV answer, found a document type'],
    [
      'entities of its own',
      `<!DOCTYPE x [<!ENTITY a "b">]>${multistatus(self)}`,
      'expected a WebDAV answer, found a document type',
    ],
    ['endless nesting', '<a>'.repeat(10_000), 'expected a WebDAV answer, found broken XML'],
    ['dangerous names', '<__proto__><a>1</a></__proto__>', 'found broken XML'],
    ['nothing of itself', multistatus(entry('/f/x.csv', '')), 'expected the folder itself'],
  ])('is refused when it answers with %s', async (_, answered, says) => {
    expect(await failureFrom(answered)).toContain(says);
  });

  it('is refused when folders go ever deeper', async () => {
    const server = await testServer((request, response) => {
      const { url = '' } = request;
      response
        .writeHead(207)
        .end(multistatus(entry(url, folder) + entry(url.replace(/\/?$/, '/deeper/'), folder)));
    });
    const failure = await caught(async () =>
      fetchLinks([davUrl(server.url)], await fetchOptions()),
    );
    expect(failure).toContain('64 in each other, found more');
    expect(server.requests.length).toBeLessThan(80);
  });

  it('is not followed when it sends those who list to another host', async () => {
    const other = await testServer((_, response) => response.end());
    const server = await testServer((_, response) =>
      response.writeHead(301, { location: `${other.url}/f/` }).end(),
    );
    const options = await fetchOptions();
    expect(await caught(() => fetchLinks([`${davUrl(server.url)}/f`], options))).toMatch(
      /expected an answer, found status 301$/,
    );
    expect(other.requests).toEqual([]);
  });
});

const folder = '<d:resourcetype><d:collection/></d:resourcetype>';

function size(bytes: string): string {
  return `<d:getcontentlength>${bytes}</d:getcontentlength>`;
}

function entry(href: string, properties: string): string {
  const status = '<d:status>HTTP/1.1 200 OK</d:status>';
  return `<d:response><d:href>${href}</d:href><d:propstat><d:prop>${properties}</d:prop>${status}</d:propstat></d:response>`;
}

function multistatus(entries: string): string {
  return `<d:multistatus xmlns:d="DAV:">${entries}</d:multistatus>`;
}

function answer(href: string, properties: string): string {
  return multistatus(entry(href, properties));
}

function davUrl(url: string): string {
  return `webdav+${url}`;
}

async function fetched(path: string, tree: DavTree, access = {}) {
  const server = await standInWebdav(tree);
  const options = { ...(await fetchOptions()), access: { ...noAccess, ...access } };
  const link = `${davUrl(server.url)}/${path}`;
  return { link, dataset: await fetchLinks([link], options) };
}

async function failureOf(path: string, tree: DavTree): Promise<string> {
  const message = await caught(() => fetched(path, tree));
  return message.replace(/127\.0\.0\.1:\d+/, '<server>');
}

/** The failure of listing /f where every question is answered so. */
async function failureFrom(text: string): Promise<string> {
  const server = await testServer((_, response) => response.writeHead(207).end(text));
  return caught(async () => fetchLinks([`${davUrl(server.url)}/f`], await fetchOptions()));
}
