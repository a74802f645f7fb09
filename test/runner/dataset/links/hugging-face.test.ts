import { describe, expect, it } from 'vitest';
import { parseDatasetLink } from '../../../../runner/src/dataset/index.ts';
import { caught } from '../../../helpers/caught.ts';
import {
  hubCommit,
  standInHuggingFace,
  type HubDataset,
} from '../../../helpers/stand-in-hugging-face.ts';
import { testServer } from '../../../helpers/test-server.ts';
import { fetchLinks } from '../fetching.ts';
import { optionsFor, sha256, table } from './services.ts';

const remote = { allowLocal: false, baseFolder: '/data', hosts: [] };

const files = {
  '.gitattributes': '*.csv filter=lfs\n',
  'README.md': '---\nlicense: mit\n---\n',
  'train/a b.csv': table,
  'train/sub/c.csv': 'x,y\n1,2\n',
  'notes.txt': 'hello there\n',
};

describe('a Hugging Face link', () => {
  it.each([
    ['hf://datasets/trees/leaves', 'trees/leaves', 'main', ''],
    ['hf://datasets/squad', 'squad', 'main', ''],
    ['hf://datasets/squad@v1', 'squad', 'v1', ''],
    ['hf://datasets/trees/leaves/train/a%20b.csv', 'trees/leaves', 'main', 'train/a b.csv'],
    ['hf://datasets/trees/leaves@v2/train/', 'trees/leaves', 'v2', 'train'],
    [
      'hf://datasets/t/l@refs/convert/parquet/x.parquet',
      't/l',
      'refs/convert/parquet',
      'x.parquet',
    ],
    ['hf://datasets/t/l@refs%2Fpr%2F1', 't/l', 'refs/pr/1', ''],
    ['https://huggingface.co/datasets/trees/leaves', 'trees/leaves', 'main', ''],
    ['https://huggingface.co/datasets/trees/leaves/tree/main', 'trees/leaves', 'main', ''],
    ['https://huggingface.co/datasets/squad/tree/main/a', 'squad', 'main', 'a'],
    ['https://huggingface.co/datasets/t/l/blob/v2/a/b.csv?x=1', 't/l', 'v2', 'a/b.csv'],
    ['https://huggingface.co/datasets/t/l/resolve/v2/b.csv?download=true', 't/l', 'v2', 'b.csv'],
    ['https://huggingface.co/datasets/t/l/viewer/default/train', 't/l', 'main', ''],
  ])('is read from %s, also where hosts are few', (text, repository, revision, path) => {
    const link = { kind: 'hugging-face', repository, revision, path };
    expect(parseDatasetLink(text, remote)).toEqual(link);
  });

  it.each(['hf://trees/leaves', 'hf:datasets/x', 'hf://datasets/', 'hf://datasets/../x'])(
    'is refused: %s',
    async (text) => {
      expect(await caught(() => parseDatasetLink(text, remote))).toMatch(
        /^LINK_INVALID .*found another form of hf:$/,
      );
    },
  );
});

describe('a dataset on Hugging Face', () => {
  it('gives a file of the commit that a branch stands for, fetched without the token', async () => {
    const hub = await standInHuggingFace({ 'trees/leaves': { files, token: 'hf_secret-word' } });
    const options = await optionsFor(
      { huggingFace: hub.url },
      { huggingFaceToken: 'hf_secret-word' },
    );
    const link = 'hf://datasets/trees/leaves/train/a b.csv';
    const dataset = await fetchLinks([link], options);
    expect(dataset.sources).toEqual([{ link, sha256: sha256(table), bytes: table.length }]);
    expect(dataset.files).toMatchObject([{ path: 'a b.csv' }]);
    expect(hub.requests.at(-1)).toBe(`/datasets/trees/leaves/resolve/${hubCommit}/train/a%20b.csv`);
  });

  it('is found by the name that it had before', async () => {
    const hub = await standInHuggingFace({ 't/l': { files, formerName: 'leaves' } });
    const options = await optionsFor({ huggingFace: hub.url });
    const { sources } = await fetchLinks(['hf://datasets/leaves@main/train/a b.csv'], options);
    expect(sources).toMatchObject([{ sha256: sha256(table) }]);
  });

  it('gives a folder, its paths below it', async () => {
    const { files: found } = await fetched('hf://datasets/t/l/train', { files });
    expect(found.map(({ path }) => path)).toEqual(['a b.csv', 'sub/c.csv']);
  });

  it('gives the whole, without its card, page by page, with licence and citation', async () => {
    const dataset = await fetched('hf://datasets/t/l', {
      files,
      pageSize: 2,
      card: { license: ['cc-by-sa-4.0'] },
    });
    expect(dataset.files.map(({ path }) => path)).toEqual([
      'notes.txt',
      'train/a b.csv',
      'train/sub/c.csv',
    ]);
    expect(dataset).toMatchObject({
      license: 'CC-BY-SA-4.0',
      citation: 'https://doi.org/10.57967/hf/1',
    });
  });

  it('says what to do when it is not there, gated, or the path is wrong', async () => {
    expect(await failureOf('hf://datasets/t/other', { files })).toMatchInlineSnapshot(
      `"DOWNLOAD_FAILED hf://datasets/t/other@main: expected an answer, found status 401"`,
    );
    expect(await failureOf('hf://datasets/t/l@v9', { files })).toMatchInlineSnapshot(
      `"DOWNLOAD_FAILED hf://datasets/t/l@v9: expected an answer, found status 404"`,
    );
    expect(await failureOf('hf://datasets/t/l', { files, isGated: true })).toMatchInlineSnapshot(
      `"DOWNLOAD_FAILED hf://datasets/t/l@main: expected an answer, found status 403"`,
    );
    expect(await failureOf('hf://datasets/t/l/Train', { files })).toMatchInlineSnapshot(
      `"LINK_INVALID hf://datasets/t/l@main/Train: expected a file or folder, found none there"`,
    );
    expect(await hintOf('hf://datasets/t/l', { files, isGated: true })).toMatchInlineSnapshot(
      `"The dataset is gated: accept its terms on its page, then set HF_TOKEN to a token of yours."`,
    );
  });

  it('is refused when it has more files than allowed', async () => {
    const hub = await standInHuggingFace({ 't/l': { files } });
    const options = await optionsFor({ huggingFace: hub.url });
    const few = { ...options, limits: { ...options.limits, maxEntries: 2 } };
    expect(await caught(() => fetchLinks(['hf://datasets/t/l'], few))).toMatchInlineSnapshot(
      `"ARCHIVE_UNSAFE hf://datasets/t/l@main: expected at most 2 files, found more"`,
    );
  });

  const file = { type: 'file', path: 'a.csv', size: 3 };

  it.each<[what: string, pages: (url: URL) => [content: unknown, link?: string], says: string]>([
    ['pages in a circle', (url) => [[file], url.href], 'a list of files with an end'],
    [
      'pages without end',
      (url) => [[], `?recursive=true&cursor=${Number(url.searchParams.get('cursor')) + 1}`],
      'a list of files with an end',
    ],
    ['a next page elsewhere', () => [[file], 'http://127.0.0.1:9/x'], 'found another address'],
    ['a next page of another list', () => [[file], '/api/whoami'], 'found another address'],
    ['no list', () => [{ error: 1 }], 'expected a list of files'],
    ['a path that leads out', () => [[{ ...file, path: '../a.csv' }]], 'an empty one, . or ..'],
    ['an absolute path', () => [[{ ...file, path: '/etc/x' }]], 'an empty one, . or ..'],
    ['a backslash', () => [[{ ...file, path: 'a\\b.csv' }]], 'has a backslash in its name'],
    ['paths that collide', () => [[file, { ...file, path: 'A.csv' }]], 'differs only in case'],
    ['sizes beyond the limit', () => [[{ ...file, size: 1e15 }]], 'bytes together, found 1000'],
    ['wrong types', () => [[null, 3, { type: 'file', path: 7 }]], 'expected files in the folder'],
  ])('is refused when it answers with %s', async (_, pages, says) => {
    const server = await testServer((request, response) => {
      const url = new URL(request.url ?? '', server.url);
      if (url.pathname.includes('/revision/')) {
        return void response.end(JSON.stringify({ sha: hubCommit }));
      }
      const [content, link] = pages(url);
      const headers = link === undefined ? {} : { link: `<${link}>; rel="next"` };
      response.writeHead(200, headers).end(JSON.stringify(content));
    });
    const options = await optionsFor({ huggingFace: server.url });
    expect(await caught(() => fetchLinks(['hf://datasets/t/l'], options))).toContain(says);
  });

  it.each([
    ['no commit', '{"sha":"../main"}', 'expected a commit, found something else'],
    ['a login page', '<html>log in</html>', 'expected JSON, found a web page'],
  ])('is refused when it answers with %s', async (_, answer, says) => {
    const server = await testServer((__, response) => response.end(answer));
    const options = await optionsFor({ huggingFace: server.url });
    expect(await caught(() => fetchLinks(['hf://datasets/t/l'], options))).toContain(says);
  });
});

async function fetched(link: string, dataset: HubDataset) {
  const hub = await standInHuggingFace({ 't/l': dataset });
  return fetchLinks([link], await optionsFor({ huggingFace: hub.url }));
}

async function failureOf(link: string, dataset: HubDataset): Promise<string> {
  return caught(() => fetched(link, dataset));
}

async function hintOf(link: string, dataset: HubDataset): Promise<unknown> {
  return fetched(link, dataset).then(
    () => 'none',
    (error: unknown) => (error as { hint?: unknown }).hint,
  );
}
