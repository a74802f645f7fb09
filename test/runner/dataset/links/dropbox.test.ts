import { describe, expect, it } from 'vitest';
import { parseDatasetLink } from '../../../../runner/src/dataset/index.ts';
import { dropbox } from '../../../../runner/src/dataset/links/dropbox.ts';
import { caught } from '../../../helpers/caught.ts';
import { standInDropbox } from '../../../helpers/stand-in-dropbox.ts';
import { zipBytes } from '../../../helpers/zip-bytes.ts';
import { fetchLinks } from '../fetching.ts';
import { optionsFor, sha256, table } from './services.ts';

const remote = { allowLocal: false, baseFolder: '/data', hosts: [] };
const path = '/scl/fi/abcdefgh12345/leaf%20data.csv';
const key = 'keykeykey987654';
const link = `https://www.dropbox.com${path}?rlkey=${key}&dl=0`;

describe('a Dropbox link', () => {
  it.each([
    [link, 'https://www.dropbox.com/scl/fi/…/leaf data.csv'],
    ['https://www.dropbox.com/s/abcdefgh12345/a.zip?dl=0', 'https://www.dropbox.com/s/…/a.zip'],
    ['https://dropbox.com/s/dl/abcdefgh12345/a.zip', 'https://www.dropbox.com/s/…/a.zip'],
    [
      'https://dl.dropboxusercontent.com/s/abcdefgh12345/a.zip',
      'https://www.dropbox.com/s/…/a.zip',
    ],
    [
      `https://www.dropbox.com/scl/fo/abcdefgh12345/AAA?rlkey=${key}`,
      'https://www.dropbox.com/scl/fo/…',
    ],
    ['https://www.dropbox.com/sh/abcdefgh12345/AAA?dl=0', 'https://www.dropbox.com/sh/…'],
  ])('is read from %s, also where hosts are few', (text, label) => {
    const read = parseDatasetLink(text, remote);
    if (read.kind !== 'dropbox') throw new Error(`expected dropbox, found ${read.kind}`);
    expect(dropbox.label(read)).toBe(label);
    expect(dropbox.givesAccess(read)).toBe(true);
  });

  it.each([
    'https://www.dropbox.com/home',
    'https://www.dropbox.com/scl/fi/x',
    'https://dropbox.com',
  ])('is refused: %s', async (text) => {
    expect(await caught(() => parseDatasetLink(text, remote))).toBe(
      'LINK_INVALID dataset link: expected the link of a shared file on Dropbox, found another of its pages',
    );
  });
});

describe('a share on Dropbox', () => {
  it('gives a file from where it is sent to, its key not shown', async () => {
    const server = await standInDropbox({ path, key, content: table });
    const options = await optionsFor({ dropbox: server.url });
    const dataset = await fetchLinks([link], options);
    expect(dataset.sources).toEqual([{ link, sha256: sha256(table), bytes: table.length }]);
    expect(dataset.files).toMatchObject([{ path: 'leaf data.csv' }]);
    expect(dataset.givesAccess).toBe(true);
    const shown = JSON.stringify([options.world.events, options.world.log]);
    expect(shown).toContain('leaf data.csv');
    expect(shown).not.toMatch(new RegExp(`${key}|abcdefgh12345`));
  });

  it('gives a folder as the zip that comes of it', async () => {
    const folder = '/scl/fo/abcdefgh12345/AAAbbb';
    const content = zipBytes([{ name: 'cat/1.txt', content: 'a' }]);
    const server = await standInDropbox({ path: folder, key, content });
    const options = await optionsFor({ dropbox: server.url });
    const shared = `https://www.dropbox.com${folder}?rlkey=${key}&st=x&dl=0`;
    const { files } = await fetchLinks([shared], options);
    expect(files.map((file) => file.path)).toEqual(['cat/1.txt']);
  });

  it.each([
    ['there is nothing', link.replace('leaf', 'left'), /expected 200 OK, found 404$/],
    ['the key is missing', `https://www.dropbox.com${path}`, /found a web page \(HTML\)$/],
  ])('is refused when %s', async (_, text, says) => {
    const server = await standInDropbox({ path, key, content: table });
    const options = await optionsFor({ dropbox: server.url });
    const message = await caught(() => fetchLinks([text], options));
    expect(message).toMatch(says);
    expect(message).not.toMatch(new RegExp(`${key}|abcdefgh12345`));
  });
});
