import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { orangery, root } from '../../helpers/orangery.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const leaf = join(root, 'test/fixtures/marketplace/modules/leaf-classifier');

describe('orangery export', () => {
  it.each([
    ['ai4', /^metadata_version: 2\.0\.0\nid: leaf-classifier\n/],
    ['huggingface', /^---\nlanguage: en\nlicense: apache-2\.0\n/],
    ['mldcat', /^\{\n {2}"@context": \{\n/],
  ])('prints %s, and writes the same', async (format, form) => {
    const folder = await tempFolder();
    const printed = await orangery(['export', leaf, '--format', format]);
    expect([printed.code, printed.stderr]).toEqual([0, '']);
    expect(printed.stdout).toMatch(form);
    const args = ['export', leaf, '--format', format, '--out', 'one.txt'];
    const written = await orangery(args, { cwd: folder });
    expect(written.code).toBe(0);
    expect(await readFile(join(folder, 'one.txt'), 'utf8')).toBe(printed.stdout);
    expect((await orangery([...args, '--json', '--force'], { cwd: folder })).record).toEqual({
      ...{ type: 'exported', module: 'leaf-classifier', version: '1.1.0' },
      ...{ format, file: 'one.txt', text: printed.stdout },
    });
  });

  it('names the marketplace that the module lies in', async () => {
    const { stdout } = await orangery(['export', leaf, '--format', 'ai4']);
    expect(stdout).toMatch(
      /source_code: https:\/\/github\.com\/[\w/-]+\/modules\/leaf-classifier\n/,
    );
  });

  it('replaces no file unless it is told to', async () => {
    const folder = await tempFolder({ 'mine.yml': 'mine', 'folder/a': '' });
    const args = ['export', leaf, '--format', 'ai4', '--out'];
    const { code, stderr } = await orangery([...args, 'mine.yml'], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain('--out mine.yml: expected no file there, found a file');
    expect(await readFile(join(folder, 'mine.yml'), 'utf8')).toBe('mine');
    const onFolder = await orangery([...args, 'folder'], { cwd: folder });
    expect(onFolder.stderr).toContain('found a folder');
    expect((await orangery([...args, 'mine.yml', '--force'], { cwd: folder })).code).toBe(0);
    expect(await readFile(join(folder, 'mine.yml'), 'utf8')).toContain('metadata_version');
  });

  it('says what a format would need', async () => {
    const { code, stderr } = await orangery(['export', leaf, '--format', 'bioimageio']);
    expect(code).toBe(1);
    expect(stderr).toContain('✗ FORMAT_UNFIT leaf-classifier: no bioimage.io description');
    expect(stderr).toContain('  - runtime onnx, not tfjs\n');
  });

  it.each([
    [['nobody', '--format', 'ai4'], 'MODULE_UNKNOWN', 1],
    [[leaf, '--format', 'docx'], 'Allowed choices are ai4, huggingface', 2],
    [[leaf], "required option '--format <name>' not specified", 2],
  ])('refuses %j', async (args, message, expected) => {
    const { code, stderr } = await orangery(['export', ...args]);
    expect(stderr).toContain(message);
    expect(code).toBe(expected);
  });
});
