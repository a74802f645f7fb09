import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseRecord } from '@orangery/schemas';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { orangery } from '../helpers/orangery.ts';
import { cornerDataset } from '../helpers/pictures.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { testServer } from '../helpers/test-server.ts';

const rows = Array.from(
  { length: 30 },
  (_, index) => `${index}.5,value-${index % 3},${index % 2 ? 'yes' : 'no'}`,
);
const table = `size,colour,ripe\n${rows.join('\n')}\n`;

async function run(files: Record<string, string | Uint8Array>, ...args: string[]) {
  const cwd = await tempFolder({ ...files, 'orangery.config.yml': 'schema: configuration/1\n' });
  const env = { ORANGERY_CACHE: join(cwd, 'cache'), ORANGERY_STATE: join(cwd, 'state') };
  return { cwd, ...(await orangery(['dataset', ...args], { cwd, env })) };
}

describe('dataset inspect', () => {
  it('shows of private data no more than the name that was asked for where the output is no terminal', async () => {
    const { code, stdout } = await run({ 'plums-77.csv': table }, 'inspect', 'plums-77.csv');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^plums-77\.csv {2}/);
    expect(stdout).toContain('30 in 1 file');
    expect(stdout).toContain('Examples are shown on a terminal, or with --visibility public.');
    expect(stdout).not.toMatch(/secret:DATASET|value-|29\.5/);
    expect(stdout).toMatch(/missing +distinct$/m);
  });

  it('shows examples and ranges of public data anywhere', async () => {
    const args = ['plums-77.csv', '--visibility', 'public', '--examples', '4'];
    const { stdout } = await run({ 'plums-77.csv': table }, 'inspect', ...args);
    expect(stdout).toContain('plums-77.csv');
    expect(stdout).toContain('4 examples');
    expect(stdout).toMatch(/size +numeric +– +30 +0\.5 +29\.5/);
    expect(stdout).toMatch(/^ {2}yes +\d+\.5 +value-\d$/m);
  });

  it('ends --json with records that hold no rows, and counts what was held out', async () => {
    const args = ['inspect', 'a.csv', '--validation', 'b.csv', '--json'];
    const { code, record } = await run({ 'a.csv': table, 'b.csv': table }, ...args);
    expect(code).toBe(0);
    expect(JSON.stringify(record)).not.toContain('value-');
    const { dataset, validation, warnings } = record as Record<string, unknown>;
    expect(parseRecord('dataset', dataset, 'dataset').visibility).toBe('private');
    expect(parseRecord('dataset', validation, 'validation').leakage).toEqual({
      count: 30,
      share: 1,
    });
    expect(warnings).toMatchObject([{ code: 'LEAKAGE' }]);
  });

  it('draws the pictures of the examples into a file', async () => {
    const args = ['inspect', 'corners', '--pictures', 'sheet.png', '--examples', '6'];
    const pictures = await cornerDataset(3, 4);
    const files = Object.fromEntries(
      Object.entries(pictures).map(([path, bytes]) => [`corners/${path}`, bytes]),
    );
    const { cwd, code, stdout } = await run(files, ...args);
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('✓ sheet.png'),
    });
    const { format, width } = await sharp(await readFile(join(cwd, 'sheet.png'))).metadata();
    expect({ format, width }).toEqual({ format: 'png', width: 432 });
  });

  it('refuses to draw pictures of a table', async () => {
    const { code, stderr } = await run(
      { 'a.csv': table },
      'inspect',
      'a.csv',
      '--pictures',
      'sheet.png',
    );
    expect(code).toBe(2);
    expect(stderr).toContain('--pictures: expected data of pictures');
  });

  it('describes what no recipe reads, and fails only where one was named', async () => {
    const files = { 'notes/a.txt': 'one', 'notes/b.txt': 'two' };
    const read = await run(files, 'inspect', 'notes');
    expect(read).toMatchObject({ code: 0, stdout: expect.stringContaining('2 text files, 6 B') });
    const named = await run(files, 'inspect', 'notes', '--recipe', 'image-classification');
    expect(named).toMatchObject({ code: 1, stderr: expect.stringContaining('DATASET_INVALID') });
  });

  it('says which columns there are when the one to predict is not', async () => {
    const { code, stdout, stderr } = await run(
      { 'a.csv': table },
      'inspect',
      'a.csv',
      '--target',
      'rpie',
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('expected a column "rpie" to predict, found size, colour, ripe. Name');
  });

  it('names no link of private data in the progress of a download', async () => {
    const { url } = await testServer((_request, response) => response.end(table));
    const link = `${url}/plums-77.csv`;
    const { code, stdout } = await run({}, 'inspect', link, '--json');
    expect(code).toBe(0);
    expect(stdout).toContain('{"type":"download","link":"secret:DATASET"');
    expect(stdout).not.toContain('plums-77');
    const open = await run({}, 'inspect', link, '--visibility', 'public', '--json');
    expect(open.stdout).toContain(`{"type":"download","link":"${link}"`);
  });

  it('takes an address without https:// for a path, and says so', async () => {
    const { code, stderr } = await run({}, 'inspect', 'example.org/plums.zip');
    expect(code).toBe(1);
    expect(stderr).toContain('begin an address with https://');
  });

  it('refuses to make a link public that gives access', async () => {
    const link = 'https://example.org/a.csv?X-Amz-Signature=5e0a7b8c9d';
    const { code, stderr } = await run({}, 'inspect', link, '--visibility', 'public');
    expect(code).toBe(1);
    expect(stderr).toContain('name it as secret:DATA');
    expect(stderr).not.toContain('5e0a7b8c9d');
  });
});

describe('dataset fetch', () => {
  it('prints link, bytes, hash, files and format', async () => {
    const { code, stdout } = await run({ 'a.csv': table }, 'fetch', 'a.csv');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^a\.csv +\d+ {2}[0-9a-f]{64}$/m);
    expect(stdout).toMatch(/^1 file of \d+ B: /m);
    expect(stdout).toContain('tabular-classification (CSV, comma, header), 30 examples');
  });

  it('exits 1 when a step refuses', async () => {
    const { code, stderr } = await run({ 'a.zip': 'PK\u0003\u0004 cut off' }, 'fetch', 'a.zip');
    expect(code).toBe(1);
    expect(stderr).toContain('a.zip');
  });
});
