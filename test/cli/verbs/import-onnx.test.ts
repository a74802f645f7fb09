import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { onnxFixtures } from '../../helpers/onnx-module.ts';
import { orangery } from '../../helpers/orangery.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const columns = await readFile(join(onnxFixtures, 'columns.onnx'));

async function garden(files: Readonly<Record<string, string | Uint8Array>> = {}) {
  const root = await tempFolder({
    'orangery.config.yml': 'schema: configuration/2\ntitle: Garden\n',
    'modules/README.md': 'Modules.\n',
    'Iris v2.onnx': columns,
    ...files,
  });
  const state = await tempFolder();
  const env = { ORANGERY_CACHE: join(state, 'cache'), ORANGERY_STATE: join(state, 'state') };
  return { root, run: async (...args: readonly string[]) => orangery(args, { cwd: root, env }) };
}

const importing = ['import', 'onnx'];

describe('orangery import onnx', () => {
  it('makes a module called as its file, which validates, passes its test and is not overwritten', async () => {
    const { root, run } = await garden();
    const made = await run(...importing, 'Iris v2.onnx', '--labels', 'a,b,c');
    expect(made.stderr).toBe('');
    expect(made.stdout).toContain('✓ modules/iris-v2  from Iris v2.onnx, 222 B');
    expect(made.stdout).toMatch(/out {2}probabilities \(class-probabilities\), softmax +← scores/);
    const files = ['artifact/artifact.json', 'artifact/model.onnx', 'golden.json', 'module.md'];
    expect(await filesIn(join(root, 'modules/iris-v2'))).toEqual(files);
    for (const line of ['validate modules/iris-v2', 'test iris-v2']) {
      expect(made.stdout).toContain(`  orangery ${line}`);
      expect((await run(...line.split(' '))).code).toBe(0);
    }
    const again = await run(...importing, 'Iris v2.onnx');
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('MODULE_EXISTS modules/iris-v2');
  });

  it('--dry-run prints the module.md alone, and writes nothing', async () => {
    const { root, run } = await garden();
    const { stdout, stderr, code } = await run(...importing, 'Iris v2.onnx', '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^---\nschema: module\/2\n/);
    expect(stderr).toContain('Say --columns a,b,c, or --raw');
    expect(await readdir(join(root, 'modules'))).toEqual(['README.md']);
  });

  it('fetches a file behind a link', async () => {
    const server = createServer((_, response) => response.end(columns));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const { root, run } = await garden();
    const link = `http://127.0.0.1:${port}/models/flowers.onnx`;
    const { code, stderr, record } = await run(...importing, link, '--json');
    expect(code, stderr).toBe(0);
    expect(record).toMatchObject({ module: 'flowers', folder: 'modules/flowers', bytes: 222 });
    expect(await readFile(join(root, 'modules/flowers/artifact/model.onnx'))).toEqual(columns);
  });

  it('puts weights that are too large for Git beside it, and takes a link to them', async () => {
    const { root, run } = await garden({ 'large.onnx': enlarged(3 * 1024 ** 2) });
    const large = await run(...importing, 'large.onnx');
    expect(large.stdout).toContain('✓ out/large');
    expect(large.stdout).toContain('too large for Git, so it lies outside of modules/');
    // it would be refused for its size: what is printed next works
    expect(large.stdout).not.toContain('orangery validate');
    expect(large.stdout).toContain('  orangery test out/large');
    expect((await run('test', 'out/large')).code).toBe(0);
    const refused = await run(...importing, 'large.onnx', '--id', 'other', '--out', 'modules');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('at most 2097152 bytes of weights in Git');
    const link = 'https://example.org/large.zip';
    const linked = await run(...importing, 'large.onnx', '--link', link, '--json');
    expect(linked.code, linked.stderr).toBe(0);
    expect(await filesIn(join(root, 'modules/large'))).toEqual(['golden.json', 'module.md']);
    const text = await readFile(join(root, 'modules/large/module.md'), 'utf8');
    expect(text).toContain(`link: ${link}`);
    expect((await run('validate', 'modules/large')).code).toBe(0);
  });

  it.each([
    [['no.onnx'], 'FILE_MISSING no.onnx: expected an ONNX file, found nothing'],
    [['modules'], 'FILE_MISSING modules: expected an ONNX file, found a folder'],
    [
      ['empty.onnx'],
      'FILE_INVALID empty.onnx: expected a file of at most 1.1 GB, found an empty one',
    ],
    [
      ['Iris v2.onnx', '--id', 'My_Iris'],
      'USAGE --id: expected lower-case words joined by hyphens',
    ],
    [['Iris v2.onnx', '--labels', 'no.txt'], 'FILE_MISSING --labels no.txt'],
    [['Iris v2.onnx', '--labels', 'a,a,b'], 'USAGE --labels: expected names of classes, found one'],
    [['Iris v2.onnx', '--sample', 'no.csv'], 'FILE_MISSING --sample no.csv'],
    [['Iris v2.onnx', '--link', 'http://x'], 'USAGE --link: expected an https address'],
    [['Iris v2.onnx', '--license', 'Apche'], 'expected an SPDX licence expression or NOASSERTION'],
  ])('%j is refused', async (args, words) => {
    const { root, run } = await garden({ 'empty.onnx': '' });
    const { code, stderr } = await run(...importing, ...args);
    expect(code).toBeGreaterThan(0);
    expect(stderr).toContain(words);
    expect(await readdir(join(root, 'modules'))).toEqual(['README.md']);
  });

  it.each([
    ['--mean', '1,2'],
    ['--shape', 'row'],
    ['--columns', 'a,,b'],
    ['--largest', '2'],
    ['--fit', 'crop'],
  ])('%s %s is wrong usage', async (flag, value) => {
    const { run } = await garden();
    const { code, stderr } = await run(...importing, 'Iris v2.onnx', flag, value);
    expect(code).toBe(2);
    expect(stderr).toContain(flag);
  });
});

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .sort();
}

/** The same graph with a constant that nothing reads: fields of one message may stand in two pieces. */
function enlarged(bytes: number): Uint8Array {
  const raw = Buffer.alloc(4 * Math.floor(bytes / 4));
  const tensor = Buffer.concat([
    ...[field(1, raw.length / 4), field(2, 1), field(8, Buffer.from('spare'))],
    field(9, raw),
  ]);
  return Buffer.concat([columns, field(7, field(5, tensor))]);
}

function field(number: number, value: number | Buffer): Buffer {
  if (typeof value === 'number') return Buffer.from([number << 3, ...varint(value)]);
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...varint(value.length)]), value]);
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}
