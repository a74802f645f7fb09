import { describe, expect, it } from 'vitest';
import { parseDatasetLink } from '../../../../runner/src/dataset/index.ts';
import { caught } from '../../../helpers/caught.ts';
import { standInGitHub, type StandInRepository } from '../../../helpers/stand-in-github.ts';
import { testServer } from '../../../helpers/test-server.ts';
import { fetchLinks } from '../fetching.ts';
import { optionsFor, sha256, table } from './services.ts';

const remote = { allowLocal: false, baseFolder: '/data', hosts: [] };
const link = 'github://trees/leaves@data/v1/leaves.csv';
const release = { tag: 'data/v1', assets: { 'other.csv': 'x\n1\n', 'leaves.csv': table } };

describe('a GitHub link', () => {
  it.each([
    [link, 'data/v1'],
    ['https://github.com/trees/leaves/releases/download/v1/leaves.csv', 'v1'],
    ['https://github.com/trees/leaves/releases/download/data/v1/leaves.csv', 'data/v1'],
    ['https://github.com/trees/leaves/releases/download/data%2Fv1/leaves.csv?x=1#y', 'data/v1'],
  ])('is read from %s, also where hosts are few', (text, tag) => {
    const expected = { owner: 'trees', repository: 'leaves', tag, asset: 'leaves.csv' };
    expect(parseDatasetLink(text, remote)).toEqual({ kind: 'github', ...expected });
  });

  it.each([
    ['github:trees/leaves', 'expected github://owner/repo@tag/asset, found another form'],
    ['github://trees/leaves/a.csv', 'expected github://owner/repo@tag/asset, found another form'],
    ['github://../x@v1/a.csv', 'expected github://owner/repo@tag/asset, found another form'],
    ['https://github.com/trees/leaves/releases/tag/v1', 'found another of its pages'],
    ['https://github.com/trees/leaves/releases/latest/download/a.csv', 'another of its pages'],
  ])('is refused: %s', async (text, says) => {
    const message = await caught(() => parseDatasetLink(text, remote));
    expect(message).toMatch(/^LINK_INVALID /);
    expect(message).toContain(says);
  });
});

describe('a release on GitHub', () => {
  it('gives a file with the repository’s licence; the store gets no token', async () => {
    const repository = { releases: [release], license: 'Apache-2.0', token: 'ghs-sesame' };
    const github = await standInGitHub({ 'trees/leaves': repository });
    const options = await optionsFor({ github: github.url }, { githubToken: 'ghs-sesame' });
    const dataset = await fetchLinks([link], options);
    expect(dataset.sources).toEqual([{ link, sha256: sha256(table), bytes: table.length }]);
    expect(dataset.license).toBe('Apache-2.0');
    expect(github.requests).toEqual([
      '/repos/trees/leaves/releases/tags/data%2Fv1',
      '/repos/trees/leaves',
      '/repos/trees/leaves/releases/assets/1',
    ]);
  });

  it('needs no token where it is public, nor a licence', async () => {
    const dataset = await fetched(link, { releases: [release] });
    expect(dataset.sources).toMatchObject([{ sha256: sha256(table) }]);
    expect(dataset.license).toBeUndefined();
  });

  it('says what to do when there is no such file, or none for everybody', async () => {
    const repository = { releases: [release] };
    expect(
      await failureOf('github://trees/leaves@data/v1/x.csv', repository),
    ).toMatchInlineSnapshot(
      `"LINK_INVALID github://trees/leaves@data/v1/x.csv: expected a file "x.csv", found "other.csv" (4 bytes), "leaves.csv" (30 bytes)"`,
    );
    expect(await failureOf('github://trees/leaves@v9/x.csv', repository)).toMatchInlineSnapshot(
      `"DOWNLOAD_FAILED github://trees/leaves@v9/x.csv: expected an answer, found status 404"`,
    );
    expect(await failureOf(link, { ...repository, token: 'ghs-sesame' })).toMatchInlineSnapshot(
      `"DOWNLOAD_FAILED github://trees/leaves@data/v1/leaves.csv: expected an answer, found status 404"`,
    );
    const draft = { releases: [{ ...release, isDraft: true }] };
    await expect(fetched(link, draft)).rejects.toMatchObject({
      hint: expect.stringContaining('A draft is not found by its tag') as unknown,
    });
  });

  it('is refused when its upload broke off', async () => {
    const broken = { releases: [{ ...release, state: 'starter' }] };
    expect(await failureOf(link, broken)).toMatchInlineSnapshot(
      `"DOWNLOAD_FAILED github://trees/leaves@data/v1/leaves.csv: expected a whole file, found a broken upload"`,
    );
  });

  it('is refused when it asks for too much waiting', async () => {
    const server = await testServer((_, response) =>
      response.writeHead(403, { 'x-ratelimit-remaining': '0' }).end('{}'),
    );
    const options = await optionsFor({ github: server.url });
    await expect(fetchLinks([link], options)).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
      hint: expect.stringContaining('it asked too often') as unknown,
    });
  });

  it('is refused when what comes is not what the digest says', async () => {
    const asset = { id: 1, name: 'leaves.csv', digest: `sha256:${'ab'.repeat(32)}` };
    const server = await testServer((request, response) =>
      response.end(request.url?.includes('/tags/') ? JSON.stringify({ assets: [asset] }) : table),
    );
    const options = await optionsFor({ github: server.url });
    expect(await caught(() => fetchLinks([link], options))).toContain('expected sha256 abab');
  });

  it.each([
    ['a web page', '<html></html>', 'expected JSON, found a web page'],
    ['another shape', '[1]', 'expected files, found none'],
    ['a number that is a path', '{"assets":[{"id":"../x","name":"leaves.csv"}]}', 'found none'],
    ['a negative number', '{"assets":[{"id":-1,"name":"leaves.csv"}]}', 'found none'],
  ])('is refused when it answers with %s', async (_, answer, says) => {
    const server = await testServer((__, response) => response.end(answer));
    const options = await optionsFor({ github: server.url });
    expect(await caught(() => fetchLinks([link], options))).toContain(says);
  });
});

async function fetched(text: string, repository: StandInRepository) {
  const github = await standInGitHub({ 'trees/leaves': repository });
  return fetchLinks([text], await optionsFor({ github: github.url }));
}

async function failureOf(text: string, repository: StandInRepository): Promise<string> {
  return caught(() => fetched(text, repository));
}
