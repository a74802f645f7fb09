import { describe, expect, it } from 'vitest';
import { plainText } from '../../../../runner/src/dataset/links/plain-text.ts';
import { caught } from '../../../helpers/caught.ts';
import { testServer } from '../../../helpers/test-server.ts';
import { fetchLinks } from '../fetching.ts';
import { optionsFor, table } from './services.ts';

it.each([
  ['über leaves (2).csv', 'über leaves (2).csv'],
  ['a\u001b[31mb', 'a\ufffd[31mb'],
  ['a\nb\u0000', 'a\ufffdb\ufffd'],
  ['a\u202evsc.b', 'a\ufffdvsc.b'],
  // joiners belong to words
  ['می\u200cخواهم', 'می\u200cخواهم'],
])('shows %j as %j', (text, shown) => {
  expect(plainText(text)).toBe(shown);
});

describe('a name that would change how a terminal shows the rest', () => {
  const files = [{ key: 'a\u001b[2J.csv' }, { key: 'b\u202e.csv' }];

  it.each([
    ['in a list', files, 'doi:10.5281/zenodo.7'],
    ['in a link', [files[0]], 'doi:10.5281/zenodo.7#a%1b[2J.csv'],
  ])('is not shown as it is %s', async (_, listed, link) => {
    const server = await testServer((request, response) =>
      response.end(
        request.url?.includes('/files/') ? '' : JSON.stringify({ id: 7, files: listed }),
      ),
    );
    const options = await optionsFor({ zenodo: server.url });
    expect(await caught(() => fetchLinks([link], options))).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  it('is not shown in progress', async () => {
    const server = await testServer((request, response) =>
      response.end(
        request.url?.includes('/files/') ? table : JSON.stringify({ id: 7, files: [files[0]] }),
      ),
    );
    const options = await optionsFor({ zenodo: server.url });
    await fetchLinks(['doi:10.5281/zenodo.7'], options);
    expect(options.world.events.map((event) => JSON.stringify(event)).join()).not.toContain(
      'u001b',
    );
    expect(options.world.events.length).toBeGreaterThan(0);
  });
});
