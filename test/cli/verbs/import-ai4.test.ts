import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { orangery, root } from '../../helpers/orangery.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { testServer } from '../../helpers/test-server.ts';

const fixture = join(root, 'test/fixtures/exchange/fish-counter');
const digest = `sha256:${'cd'.repeat(32)}`;
const good = await readFile(join(fixture, 'ai4-metadata.yml'), 'utf8');

/** A registry whose tags all stand for one image. */
async function registry(): Promise<string> {
  const { port } = await testServer((_, response) => {
    response.writeHead(200, { 'docker-content-digest': digest }).end();
  });
  return `127.0.0.1:${port}`;
}

describe('orangery import ai4', () => {
  it('makes a module of a checkout, its image pinned', async () => {
    const host = await registry();
    const folder = await tempFolder({
      'fish/ai4-metadata.yml': good.replace('exampleorg/fish-counter', `${host}/fish:cpu`),
    });
    const args = ['import', 'ai4', 'fish', '--out', 'made'];
    const { code, stdout, stderr } = await orangery(args, { cwd: folder });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.replaceAll(host, 'registry')).toMatchInlineSnapshot(`
      "✓ made/fish  from fish/ai4-metadata.yml
        image  registry/fish@sha256:cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd

         7:3  description    expected Markdown, found HTML: <img>
                             It is a picture of Markdown now.
        9:12  dates.created  expected a day in quotes, found 2025-03-18
                             Write "2025-03-18": readers of YAML 1.1 take it for a moment.
        26:1  sata-type      expected a key of ai4-metadata, found "sata-type"
                             Did you mean data-type? It is kept under foreign.ai4.

      Not in the file
        license      It is NOASSERTION now; ask the authors.
        version      It is 1.0.0 now.
        authors      Add those you know.
        maintainers  Without any, the admins own the folder.

      Next
        orangery validate made/fish
        orangery test made/fish
      "
    `);
    const text = await readFile(join(folder, 'made/fish/module.md'), 'utf8');
    expect(text).toContain(`image: ${host}/fish@${digest}\n`);
    const valid = await orangery(['validate', join(folder, 'made/fish')]);
    expect(valid.code).toBe(0);
  });

  it('prints what it would write, and writes nothing', async () => {
    const folder = await tempFolder();
    const args = ['import', 'ai4', fixture, '--out', folder, '--dry-run', '--no-resolve'];
    const { code, stdout, stderr } = await orangery(args);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^---\nschema: module\/\d\ntitle: Fish counter\n/);
    expect(stderr).toContain('Did you mean data-type?');
    expect(await readdir(folder)).toEqual([]);
  });

  it('never writes into a folder that is there', async () => {
    const folder = await tempFolder({ 'fish-counter/notes.txt': 'mine' });
    const args = ['import', 'ai4', fixture, '--out', folder, '--no-resolve'];
    const { code, stderr } = await orangery(args);
    expect(code).toBe(1);
    expect(stderr).toContain('MODULE_EXISTS');
    expect(stderr).toContain('--id');
    expect(await readdir(join(folder, 'fish-counter'))).toEqual(['notes.txt']);
    const other = await orangery([...args, '--id', 'fish-two', '--json']);
    expect(other.code).toBe(0);
    expect(other.record).toMatchObject({
      type: 'imported',
      imports: [{ kind: 'imported', module: 'fish-two', unpinned: '--no-resolve' }],
    });
  });

  it('imports what is good of a folder, and says at its end what is not', async () => {
    const host = await registry();
    const pinned = good.replace('exampleorg/fish-counter', `${host}/fish`);
    const folder = await tempFolder({
      'all/crab.yml': pinned,
      'all/eel.yml': good.replace('exampleorg/fish-counter', 'no image'),
      'all/Über_Fisch 2.yml': pinned.replace(/sata-type:\n.*\n/, ''),
      'all/ci.yml': 'on: push\n',
    });
    const args = ['import', 'ai4', 'all', '--out', 'made'];
    const { code, stdout, stderr } = await orangery(args, { cwd: folder });
    expect(code).toBe(1);
    expect(stdout.replaceAll(host, 'registry')).toMatchInlineSnapshot(`
      "✓ made/crab  from all/crab.yml
        image  registry/fish@sha256:cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd

         7:3  description    expected Markdown, found HTML: <img>
                             It is a picture of Markdown now.
        9:12  dates.created  expected a day in quotes, found 2025-03-18
                             Write "2025-03-18": readers of YAML 1.1 take it for a moment.
        26:1  sata-type      expected a key of ai4-metadata, found "sata-type"
                             Did you mean data-type? It is kept under foreign.ai4.

      ✗ all/eel.yml  refused
        13:17  links.docker_image  expected an image reference such as docker.io/ai4oshub/my-module, found "no image"

         7:3  description    expected Markdown, found HTML: <img>
                             It is a picture of Markdown now.
        9:12  dates.created  expected a day in quotes, found 2025-03-18
                             Write "2025-03-18": readers of YAML 1.1 take it for a moment.
        26:1  sata-type      expected a key of ai4-metadata, found "sata-type"
                             Did you mean data-type? It is kept under foreign.ai4.

      ✓ made/uber-fisch-2  from all/Über_Fisch 2.yml
        image  registry/fish@sha256:cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd

         7:3  description    expected Markdown, found HTML: <img>
                             It is a picture of Markdown now.
        9:12  dates.created  expected a day in quotes, found 2025-03-18
                             Write "2025-03-18": readers of YAML 1.1 take it for a moment.

      file              outcome   module        image   warnings
      crab.yml          imported  crab          pinned         3
      eel.yml           refused   –             –              –
      Über_Fisch 2.yml  imported  uber-fisch-2  pinned         2

      Not in these files
        license      It is NOASSERTION now; ask the authors.
        version      It is 1.0.0 now.
        authors      Add those you know.
        maintainers  Without any, the admins own the folder.

      No ai4-metadata, passed over: all/ci.yml
      "
    `);
    expect(stderr).toMatchInlineSnapshot(`
      "✗ FILE_INVALID 1 of 3 files refused
        → Mend what is named, and import those again; the others are done.
      "
    `);
    expect((await readdir(join(folder, 'made'))).sort()).toEqual(['crab', 'uber-fisch-2']);
  });

  it('says of a broken file every problem, for machines too', async () => {
    const folder = await tempFolder({ 'fish.yml': 'title: 1\nsummary: Counts fish\nlinks: {}\n' });
    const { code, record, failure } = await orangery(
      ['import', 'ai4', 'fish.yml', '--out', '.', '--json'],
      { cwd: folder },
    );
    expect(code).toBe(1);
    expect(failure).toMatchObject({ code: 'FILE_INVALID' });
    expect(record).toMatchObject({
      imports: [
        {
          kind: 'refused',
          problems: [
            { file: 'fish.yml', line: 1, column: 8, pointer: '/title', found: '1' },
            { line: 3, pointer: '/links/docker_image', found: 'nothing' },
          ],
        },
      ],
    });
  });

  it.each([
    [['--id', 'Fish'], 'expected lower-case words joined by hyphens'],
    [['--id', '../fish'], 'expected lower-case words joined by hyphens'],
  ])('refuses %j', async (more, message) => {
    const { code, stderr } = await orangery(['import', 'ai4', fixture, ...more]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('takes a link, by the name of its folder', async () => {
    const { url } = await testServer((_, response) => void response.end(good));
    const folder = await tempFolder();
    const args = ['import', 'ai4', `${url}/crab/ai4-metadata.yml`, '--out', folder, '--no-resolve'];
    expect((await orangery(args)).code).toBe(0);
    expect(await readdir(folder)).toEqual(['crab']);
  });
});
