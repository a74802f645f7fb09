import { describe, expect, it } from 'vitest';
import { parseDatasetLink } from '../../../../runner/src/dataset/index.ts';
import { caught } from '../../../helpers/caught.ts';
import { standInZenodo, type ZenodoRecord } from '../../../helpers/stand-in-zenodo.ts';
import { testServer } from '../../../helpers/test-server.ts';
import { fetchLinks } from '../fetching.ts';
import { optionsFor, sha256, table } from './services.ts';

const remote = { allowLocal: false, baseFolder: '/data', hosts: [] };

const metadata = {
  title: 'Leaves of <i>four</i> trees',
  creators: [{ name: 'Linden, Tilia' }, { name: 'Ash, Fraxinus' }],
  publication_date: '2024-05-06',
  license: { id: 'cc-by-4.0' },
};

describe('a Zenodo link', () => {
  it.each([
    ['doi:10.5281/zenodo.123', '123', undefined],
    ['DOI:10.5281/ZENODO.123', '123', undefined],
    ['doi:10.5281/zenodo.123#a b.csv', '123', 'a b.csv'],
    ['doi:10.5281/zenodo.123/leaves.csv', '123', 'leaves.csv'],
    ['https://doi.org/10.5281/zenodo.123', '123', undefined],
    ['https://zenodo.org/records/123', '123', undefined],
    ['https://zenodo.org/records/123/', '123', undefined],
    ['https://zenodo.org/record/123#.Y2', '123', undefined],
    ['https://www.zenodo.org/records/123?preview_file=x.csv', '123', undefined],
    ['https://zenodo.org/records/123/files/a%20b.csv?download=1', '123', 'a b.csv'],
    ['https://zenodo.org/records/123/preview/a.csv?include_deleted=0', '123', 'a.csv'],
    ['https://zenodo.org/api/records/123/files/a.csv/content', '123', 'a.csv'],
  ])('is read from %s, also where hosts are few', (text, record, file) => {
    expect(parseDatasetLink(text, remote)).toEqual({
      kind: 'zenodo',
      record,
      ...(file === undefined ? {} : { file }),
    });
  });

  it.each([
    ['doi:10.1234/other.5', 'expected doi:10.5281/zenodo.N, found a DOI of another service'],
    ['https://doi.org/10.1234/x', 'expected doi:10.5281/zenodo.N, found a DOI of another service'],
    ['https://zenodo.org/records/1?token=hush', 'found one with a token in it'],
  ])('is refused: %s', async (text, says) => {
    const message = await caught(() => parseDatasetLink(text, remote));
    expect(message).toMatch(/^LINK_INVALID /);
    expect(message).toContain(says);
    expect(message).not.toContain('hush');
  });
});

describe('a record of Zenodo', () => {
  it('gives its only file, with licence and citation', async () => {
    const zenodo = await standInZenodo({ 7: { files: { 'leaves.csv': table }, metadata } });
    const options = await optionsFor({ zenodo: zenodo.url });
    const dataset = await fetchLinks(['doi:10.5281/zenodo.7'], options);
    expect(dataset.sources).toEqual([
      { link: 'doi:10.5281/zenodo.7', sha256: sha256(table), bytes: table.length },
    ]);
    expect(dataset.files).toMatchObject([{ path: 'leaves.csv' }]);
    expect(dataset).toMatchObject({
      license: 'CC-BY-4.0',
      citation:
        'Linden, Tilia; Ash, Fraxinus (2024). Leaves of four trees. Zenodo. https://doi.org/10.5281/zenodo.7',
      givesAccess: false,
    });
    // addresses in its answer are not followed
    expect(zenodo.requests).toEqual(['/api/records/7', '/api/records/7/files/leaves.csv/content']);
  });

  it('gives a file by name', async () => {
    const files = { 'a.csv': 'a\n1\n', 'sub plots.csv': table };
    const zenodo = await standInZenodo({ 7: { files } });
    const options = await optionsFor({ zenodo: zenodo.url });
    const { sources } = await fetchLinks(['doi:10.5281/zenodo.7#sub plots.csv'], options);
    expect(sources).toMatchObject([{ sha256: sha256(table) }]);
  });

  it('says which version the number of all versions led to', async () => {
    const files = { 'leaves.csv': table };
    const zenodo = await standInZenodo({ 9: { files, metadata, concept: '8' } });
    const options = await optionsFor({ zenodo: zenodo.url });
    const { citation } = await fetchLinks(['doi:10.5281/zenodo.8'], options);
    expect(citation).toMatch(/zenodo\.9 \(the version that 10\.5281\/zenodo\.8 led to\)$/);
  });

  it('is read with a token where it is restricted', async () => {
    const record = { files: { 'leaves.csv': table }, token: 'sesame-open' };
    const zenodo = await standInZenodo({ 7: record });
    const options = await optionsFor({ zenodo: zenodo.url }, { zenodoToken: 'sesame-open' });
    const { sources } = await fetchLinks(['doi:10.5281/zenodo.7'], options);
    expect(sources).toMatchObject([{ sha256: sha256(table) }]);
  });

  it('lists its files when none or a wrong one is named', async () => {
    const record = { files: { 'a.csv': 'a\n1\n', 'b.csv': table } };
    expect(await failureOf('doi:10.5281/zenodo.7', record)).toMatchInlineSnapshot(
      `"LINK_INVALID doi:10.5281/zenodo.7: expected one file, found "a.csv" (4 bytes), "b.csv" (30 bytes)"`,
    );
    expect(await failureOf('doi:10.5281/zenodo.7#B.csv', record)).toMatchInlineSnapshot(
      `"LINK_INVALID doi:10.5281/zenodo.7: expected a file "B.csv", found "a.csv" (4 bytes), "b.csv" (30 bytes)"`,
    );
    expect(await failureOf('doi:10.5281/zenodo.7', { files: {} })).toMatchInlineSnapshot(
      `"LINK_INVALID doi:10.5281/zenodo.7: expected files, found none"`,
    );
  });

  it('lists twenty of many files, long names cut', async () => {
    const names = Array.from({ length: 500 }, (_, index) => `${index}-${'x'.repeat(300)}.csv`);
    const files = Object.fromEntries(names.map((name) => [name, table]));
    const message = await failureOf('doi:10.5281/zenodo.7', { files });
    expect(message).toMatch(/ and 480 more$/);
    expect(message.length).toBeLessThan(3000);
  });

  it('says what to do when it is not there or not for everybody', async () => {
    const record = { files: { 'leaves.csv': table }, token: 'sesame-open' };
    expect(await failureOf('doi:10.5281/zenodo.6', record)).toMatchInlineSnapshot(
      `"DOWNLOAD_FAILED doi:10.5281/zenodo.6: expected an answer, found status 404"`,
    );
    expect(await failureOf('doi:10.5281/zenodo.7', record)).toMatchInlineSnapshot(
      `"DOWNLOAD_FAILED doi:10.5281/zenodo.7: expected an answer, found status 403"`,
    );
  });

  it('is refused when what comes has another checksum', async () => {
    const server = await testServer((request, response) =>
      response.end(
        request.url === '/api/records/7'
          ? JSON.stringify({ id: 7, files: [{ key: 'a.csv', checksum: `md5:${'0'.repeat(32)}` }] })
          : table,
      ),
    );
    const options = await optionsFor({ zenodo: server.url });
    expect(await caught(() => fetchLinks(['doi:10.5281/zenodo.7'], options))).toMatch(
      /^DOWNLOAD_FAILED doi:10\.5281\/zenodo\.7#a\.csv: expected md5 0000/,
    );
  });

  it.each([
    ['a web page', '<!doctype html><html></html>', 'expected JSON, found a web page'],
    ['another shape', '[]', 'expected a record, found something else'],
    ['a number that is a path', '{"id":"../../x"}', 'expected a record, found something else'],
    ['files of another shape', '{"id":7,"files":{"a":1}}', 'expected files, found none'],
    [
      'files without names',
      '{"id":7,"files":[{"key":3},null,[],{}]}',
      'expected files, found none',
    ],
    ['a name that leads out', '{"id":7,"files":[{"key":".."}]}', 'found an empty one, . or ..'],
  ])('is refused when it answers with %s', async (_, answer, says) => {
    const server = await testServer((__, response) => response.end(answer));
    const options = await optionsFor({ zenodo: server.url });
    expect(await caught(() => fetchLinks(['doi:10.5281/zenodo.7'], options))).toContain(says);
  });

  it('is asked again after 429', async () => {
    let count = 0;
    const server = await testServer((request, response) => {
      count += 1;
      if (count === 1) response.writeHead(429).end();
      else if (request.url?.endsWith('content')) response.end(table);
      else response.end(JSON.stringify({ id: 7, files: [{ key: 'a.csv' }] }));
    });
    const options = await optionsFor({ zenodo: server.url });
    const { sources } = await fetchLinks(['doi:10.5281/zenodo.7'], options);
    expect(sources).toMatchObject([{ sha256: sha256(table) }]);
    expect(options.world.log.join()).toContain('doi:10.5281/zenodo.7 answered 429');
  });
});

async function failureOf(link: string, record: ZenodoRecord): Promise<string> {
  const zenodo = await standInZenodo({ 7: record });
  const options = await optionsFor({ zenodo: zenodo.url });
  return caught(() => fetchLinks([link], options));
}
