import { describe, expect, it } from 'vitest';
import { parseDatasetLink } from '../../../../runner/src/dataset/index.ts';
import { googleDrive } from '../../../../runner/src/dataset/links/google-drive.ts';
import { createHttpClient } from '../../../../runner/src/dataset/network/create-http-client.ts';
import { realNetwork } from '../../../../runner/src/dataset/network/network.ts';
import { caught } from '../../../helpers/caught.ts';
import { standInGoogleDrive, type DriveFile } from '../../../helpers/stand-in-google-drive.ts';
import { testServer } from '../../../helpers/test-server.ts';
import { fetchLinks } from '../fetching.ts';
import { optionsFor, sha256, table } from './services.ts';

const remote = { allowLocal: false, baseFolder: '/data', hosts: [] };
const id = '1AbC-dEfGhIjKlMnOpQrStUvWx_yZ';
const link = `https://drive.google.com/file/d/${id}/view?usp=sharing`;

describe('a Google Drive link', () => {
  it.each([
    [link, {}],
    [`https://drive.google.com/file/d/${id}`, {}],
    [`https://drive.google.com/file/u/0/d/${id}/edit`, {}],
    [`https://drive.google.com/open?id=${id}`, {}],
    [`https://drive.google.com/uc?export=download&id=${id}`, {}],
    [`https://docs.google.com/uc?id=${id}`, {}],
    [`https://drive.usercontent.google.com/download?id=${id}&confirm=t`, {}],
    [
      `https://drive.google.com/file/d/${id}/view?resourcekey=0-aBcDeFgHiJkL`,
      { resourceKey: '0-aBcDeFgHiJkL' },
    ],
  ])('is read from %s, also where hosts are few', (text, more) => {
    expect(parseDatasetLink(text, remote)).toEqual({ kind: 'google-drive', id, ...more });
    expect(googleDrive.label({ kind: 'google-drive', id })).not.toContain(id);
  });

  it.each([
    [`https://drive.google.com/drive/folders/${id}`, 'a folder'],
    [`https://drive.google.com/drive/u/0/folders/${id}?usp=sharing`, 'a folder'],
    [`https://docs.google.com/spreadsheets/d/${id}/edit`, 'a document of Google’s own'],
    ['https://drive.google.com/drive/my-drive', 'another of its pages'],
    ['https://drive.google.com/file/d/../view', 'another of its pages'],
  ])('is refused: %s', async (text, found) => {
    const message = await caught(() => parseDatasetLink(text, remote));
    expect(message).toBe(
      `LINK_INVALID dataset link: expected the link of a file on Google Drive, found ${found}`,
    );
  });
});

describe('a file on Google Drive', () => {
  it('is fetched, named by what comes, its identifier not shown', async () => {
    const { dataset, options } = await fetched({ name: 'über leaves.csv', content: table });
    expect(dataset.sources).toEqual([{ link, sha256: sha256(table), bytes: table.length }]);
    expect(dataset.files).toMatchObject([{ path: 'über leaves.csv' }]);
    expect(dataset.givesAccess).toBe(true);
    expect(JSON.stringify([options.world.events, options.world.log])).not.toContain(id);
  });

  it('is fetched through the page that says that no virus was looked for', async () => {
    const { dataset } = await fetched({ name: 'big.csv', content: table, isLarge: true });
    expect(dataset.sources).toMatchObject([{ sha256: sha256(table) }]);
  });

  it('is asked for anew when a pass is used up', async () => {
    const drive = await standInGoogleDrive({
      [id]: { name: 'big.csv', content: table, isLarge: true },
    });
    const options = await optionsFor({ googleDrive: drive.url });
    const { access, limits, world } = options;
    const http = createHttpClient({ world, limits, network: realNetwork });
    const found = await googleDrive.resolve(
      { kind: 'google-drive', id },
      { http, access, world, maxEntries: 1 },
    );
    const { source } = found.files[0]!;
    if (source.kind !== 'http') throw new Error('expected http');
    const first = await source.request();
    const second = await source.request();
    expect(first.url.searchParams.get('uuid')).not.toBe(second.url.searchParams.get('uuid'));
  });

  it('is found by a resource key', async () => {
    const file = { name: 'a.csv', content: table, resourceKey: '0-aBcDeFgHiJkL' };
    const { dataset } = await fetched(file, `${link}&resourcekey=0-aBcDeFgHiJkL`);
    expect(dataset.sources).toMatchObject([{ sha256: sha256(table) }]);
  });

  it.each([
    [
      'is not there',
      `https://drive.google.com/file/d/${'0'.repeat(20)}/view`,
      undefined,
      /status 404/,
    ],
    [
      'asks to log in',
      link,
      '<html><head><title>Google Drive: Sign-in</title></head></html>',
      /expected the file, found a web page: Google Drive: Sign-in$/,
    ],
    [
      'was fetched too often',
      link,
      '<html><head><title>Google Drive - Quota exceeded</title></head></html>',
      /found a web page: Google Drive - Quota exceeded$/,
    ],
    [
      'has a form that leads elsewhere',
      link,
      '<form id="download-form" action="https://evil.example/x"><input name="id" value="1"></form>',
      /expected the file, found a web page$/,
    ],
    [
      'has a form that leads in a circle',
      link,
      '<form id="download-form" action="/download"><input name="uuid" value="1"></form>',
      /status 404|found a web page$/,
    ],
    [
      'is a page of control characters',
      link,
      '<title>\u001b[31m\u0007x</title>',
      /web page: \[31m x$/,
    ],
  ])('is refused when it %s', async (_, text, page, says) => {
    const file = { name: 'a.csv', content: table, ...(page === undefined ? {} : { page }) };
    const message = await caught(() => fetched(file, text));
    expect(message).toMatch(/^DOWNLOAD_FAILED https:\/\/drive\.google\.com\/file\/d\/…: /);
    expect(message).toMatch(says);
    expect(message).not.toContain(id);
  });

  it('is refused when asked too often', async () => {
    const server = await testServer((_, response) => response.writeHead(429).end());
    const options = await optionsFor({ googleDrive: server.url });
    expect(await caught(() => fetchLinks([link], options))).toMatch(/status 429$/);
  });
});

async function fetched(file: DriveFile, text = link) {
  const drive = await standInGoogleDrive({ [id]: file });
  const options = await optionsFor({ googleDrive: drive.url });
  return { dataset: await fetchLinks([text], options), options };
}
