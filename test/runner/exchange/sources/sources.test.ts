import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { realNetwork } from '../../../../runner/src/dataset/network/network.ts';
import { fetchMetadata } from '../../../../runner/src/exchange/sources/fetch-metadata.ts';
import { findMetadata } from '../../../../runner/src/exchange/sources/find-metadata.ts';
import { metadataAddress } from '../../../../runner/src/exchange/sources/metadata-address.ts';
import { writeModule } from '../../../../runner/src/exchange/sources/write-module.ts';
import { caught } from '../../../helpers/caught.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { testServer } from '../../../helpers/test-server.ts';
import { testWorld } from '../../../helpers/test-world.ts';

const text = 'title: Fish\nlinks: {}\n';
const world = testWorld();
const network = { ...realNetwork, retryPausesMs: [] };

describe('metadataAddress', () => {
  const raw = 'https://raw.githubusercontent.com/ai4os-hub/fish';
  const both = (folder: string): string[] => [
    `${raw}/${folder}/ai4-metadata.yml`,
    `${raw}/${folder}/ai4-metadata.yaml`,
  ];
  it.each([
    ['https://github.com/ai4os-hub/fish', both('HEAD'), 'fish'],
    ['https://github.com/ai4os-hub/fish.git', both('HEAD'), 'fish'],
    ['https://github.com/ai4os-hub/fish/', both('HEAD'), 'fish'],
    ['https://github.com/ai4os-hub/fish/tree/dev', both('dev'), 'fish'],
    ['https://github.com/ai4os-hub/fish/tree/dev/a/b', both('dev/a/b'), 'b'],
    [
      'https://github.com/ai4os-hub/fish/blob/main/ai4-metadata.yml',
      [`${raw}/main/ai4-metadata.yml`],
      'fish',
    ],
    ['https://github.com/ai4os-hub/fish/blob/main/x/bird.yml', [`${raw}/main/x/bird.yml`], 'bird'],
    [`${raw}/main/ai4-metadata.yml`, [`${raw}/main/ai4-metadata.yml`], 'fish'],
    ['https://x.org/fish/metadata.json', ['https://x.org/fish/metadata.json'], 'fish'],
    ['https://x.org/fish.yml?a=b', ['https://x.org/fish.yml?a=b'], 'fish'],
    ['https://x.org/', ['https://x.org/'], 'x.org'],
  ])('%s', (address, urls, name) => {
    const found = metadataAddress(new URL(address));
    expect({ ...found, urls: found.urls.map(String) }).toEqual({ urls, name });
  });
});

describe('fetchMetadata', () => {
  it('fetches the file, and names it without what may be secret', async () => {
    const { url } = await testServer((_, response) => void response.end(text));
    expect(await fetchMetadata(`${url}/fish/ai4-metadata.yml?token=abc`, world, network)).toEqual({
      ...{ file: `${url}/fish/ai4-metadata.yml`, text, name: 'fish' },
    });
  });

  it('says what is wrong with a link, or with what is there', async () => {
    const { url } = await testServer((request, response) => {
      const [status, body] = request.url === '/large.yml' ? [200, 'x'.repeat(70_000)] : [404, ''];
      response.writeHead(status).end(body);
    });
    const said = async (link: string): Promise<string> =>
      (await caught(() => fetchMetadata(link, world, network))).replaceAll(url, 'http://here');
    expect(
      await Promise.all([
        said(`${url}/none.yml`),
        said(`${url}/large.yml`),
        said('http://x.org/a.yml'),
        said('https://ada:secret@x.org/a.yml'),
        said('https://127.0.0.1/a.yml'),
        said('ftp://x.org/a'),
      ]),
    ).toMatchInlineSnapshot(`
      [
        "DOWNLOAD_FAILED http://here/none.yml: expected a file of ai4-metadata, found nothing (404)",
        "DOWNLOAD_TOO_LARGE http://here/large.yml: expected at most 65536 bytes of metadata, found 70000",
        "LINK_INVALID link: expected an https address, found http:",
        "LINK_INVALID link: expected an https address, found a user name in it",
        "LINK_REFUSED https://127.0.0.1/a.yml: expected a public address, found 127.0.0.1",
        "LINK_INVALID link: expected an https address, found ftp:",
      ]
    `);
  });
});

describe('findMetadata', () => {
  it('takes a file, a checkout of a module, or a folder of many', async () => {
    const folder = await tempFolder({
      'fish/ai4-metadata.yml': text,
      'fish/other.yml': text,
      'many/bird.yaml': `${text}oops: [`,
      'many/fish.yml': text,
      'many/ci.yml': 'on: push\n',
      'many/readme.md': 'title: no',
    });
    await mkdir(join(folder, 'many/folder.yml'));
    expect((await findMetadata('fish/other.yml', folder)).files).toEqual([
      { file: 'fish/other.yml', text, name: 'other' },
    ]);
    expect(await findMetadata('fish', folder)).toEqual({
      files: [{ file: 'fish/ai4-metadata.yml', text, name: 'fish' }],
      ...{ others: [], isFolder: false },
    });
    const { files, others, isFolder } = await findMetadata('many', folder);
    expect(files.map(({ file }) => file)).toEqual(['many/bird.yaml', 'many/fish.yml']);
    expect([others, isFolder]).toEqual([['many/ci.yml'], true]);
  });

  it('says what is not there', async () => {
    const folder = await tempFolder({ 'a/ci.yml': 'on: push\n', 'b/readme.md': '' });
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const said = async (path: string): Promise<string> => caught(() => findMetadata(path, folder));
    expect([await said('a'), await said('b'), await said('c'), await said('pipe')])
      .toMatchInlineSnapshot(`
      [
        "FILE_MISSING a: expected files of ai4-metadata, found 1 of YAML, none of this format",
        "FILE_MISSING b: expected files of ai4-metadata, found no YAML",
        "FILE_MISSING c: expected a file or folder, found nothing that can be read",
        "FILE_MISSING pipe: expected a file or folder, found nothing that can be read",
      ]
    `);
  });
});

describe('writeModule', () => {
  const front = `---
schema: module/1
title: Fish
summary: Finds fish in pictures.
version: 1.0.0
license: MIT
authors: []
maintainers: []
tasks: [other]
kind: module
runtime: container
container:
  image: docker.io/acme/fish
---

Card.
`;

  it('writes a folder, and never into one that is there', async () => {
    const folder = join(await tempFolder(), 'modules/fish');
    await writeModule({ folder, name: 'modules/fish', text: front });
    expect(await readFile(join(folder, 'module.md'), 'utf8')).toBe(front);
    const again = caught(() => writeModule({ folder, name: 'modules/fish', text: 'other' }));
    expect(await again).toMatchInlineSnapshot(
      `"MODULE_EXISTS modules/fish: expected no such folder yet, found one"`,
    );
    expect(await readdir(folder)).toEqual(['module.md']);
    expect(await readFile(join(folder, 'module.md'), 'utf8')).toBe(front);
  });

  it('leaves nothing behind of a module that is not valid', async () => {
    const root = await tempFolder({ file: '' });
    const folder = join(root, 'fish');
    const broken = caught(() =>
      writeModule({ folder, name: 'fish', text: front.replace('MIT', '7') }),
    );
    expect(await broken).toMatch(/^MODULE_INVALID/);
    const below = caught(() =>
      writeModule({ folder: join(root, 'file/fish'), name: 'file/fish', text: front }),
    );
    expect(await below).toMatch(/^FILE_MISSING file\/fish: expected a folder that can be made/);
    expect(await readdir(root)).toEqual(['file']);
  });
});
