import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readModule } from '@orangery/schemas/files';
import { orangery } from '../../helpers/orangery.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const moduleFile = `---
schema: module/1 # of last year
title: Two steps
summary: Reads a letter, then says whose it is.
version: 1.0.0
license: Apache-2.0
authors: []
maintainers: []
tasks: [text-classification]
kind: pipeline
runtime: pipeline
# how they are joined
pipeline:
  topology: sequence
  steps:
    - module: reader
    - module: sorter
      inputs: { text: letter } # what was read
---

A card.
`;

const step = (output: string): string =>
  moduleFile
    .replace('kind: pipeline', 'kind: module')
    .replace(/runtime: pipeline[^]*---/, `runtime: tfjs\nrecipe: ${output}\n---`);

/** A marketplace as an older Orangery left it. */
async function oldMarketplace(files: Readonly<Record<string, string>> = {}): Promise<string> {
  return tempFolder({
    'orangery.config.yml': 'schema: configuration/1\ntitle: Ours # kept\n',
    'modules/two-steps/module.md': moduleFile,
    'modules/reader/module.md': step('text-classification').replace('module/1', 'module/2'),
    'modules/sorter/module.md': step('text-classification'),
    ...files,
  });
}

describe('orangery migrate', () => {
  it('shows the difference, and writes it', async () => {
    const cwd = await oldMarketplace();
    const done = await orangery(['migrate'], { cwd });
    expect(done).toMatchObject({ code: 0, stderr: '' });
    expect(done.stdout).toMatchInlineSnapshot(`
      "--- a/orangery.config.yml
      +++ b/orangery.config.yml
      @@ -1,2 +1,2 @@
      -schema: configuration/1
      +schema: configuration/2
       title: Ours # kept

      --- a/modules/sorter/module.md
      +++ b/modules/sorter/module.md
      @@ -1,5 +1,5 @@
       ---
      -schema: module/1 # of last year
      +schema: module/2 # of last year
       title: Two steps
       summary: Reads a letter, then says whose it is.
       version: 1.0.0

      --- a/modules/two-steps/module.md
      +++ b/modules/two-steps/module.md
      @@ -1,5 +1,5 @@
       ---
      -schema: module/1 # of last year
      +schema: module/2 # of last year
       title: Two steps
       summary: Reads a letter, then says whose it is.
       version: 1.0.0
      @@ -15,7 +15,7 @@
         steps:
           - module: reader
           - module: sorter
      -      inputs: { text: letter } # what was read
      +      inputs: { text: reader.letter } # what was read
       ---
       
       A card.

      configuration/1 → configuration/2  a source has a name, and a link to any Git repository in place of owner/name
      module/1 → module/2  preprocessing says of each tensor what it is made of; an input of a pipeline’s step names the step it comes from
      3 of 4 files brought to the newest version
      "
    `);
    const written = await readFile(join(cwd, 'modules/two-steps/module.md'), 'utf8');
    expect(written).toBe(
      moduleFile
        .replace('module/1', 'module/2')
        .replace('{ text: letter }', '{ text: reader.letter }'),
    );
    const read = await readModule(join(cwd, 'modules/two-steps'), cwd);
    expect(read).toMatchObject({ kind: 'valid' });
  });

  it('finds nothing to do the second time', async () => {
    const cwd = await oldMarketplace();
    await orangery(['migrate'], { cwd });
    const file = join(cwd, 'modules/sorter/module.md');
    const { mtimeMs } = await stat(file);
    const again = await orangery(['migrate', '--json'], { cwd });
    expect(again).toMatchObject({ code: 0, record: { files: 4, migrated: [] } });
    expect((await stat(file)).mtimeMs).toBe(mtimeMs);
    expect((await orangery(['migrate', '--check'], { cwd })).code).toBe(0);
  });

  it.each([
    ['--dry-run', 0],
    ['--check', 1],
  ])('writes nothing with %s', async (flag, code) => {
    const cwd = await oldMarketplace();
    const done = await orangery(['migrate', flag, '--json'], { cwd });
    expect(done.code).toBe(code);
    expect(done.record).toEqual({
      written: false,
      files: 4,
      migrated: [
        { file: 'orangery.config.yml', from: 'configuration/1', to: 'configuration/2' },
        { file: 'modules/sorter/module.md', from: 'module/1', to: 'module/2' },
        { file: 'modules/two-steps/module.md', from: 'module/1', to: 'module/2' },
      ],
    });
    expect(await readFile(join(cwd, 'modules/two-steps/module.md'), 'utf8')).toBe(moduleFile);
  });

  it('takes a folder or a file', async () => {
    const cwd = await oldMarketplace();
    const done = await orangery(['migrate', 'sorter', '../orangery.config.yml', '--json'], {
      cwd: join(cwd, 'modules'),
    });
    expect(done.record).toMatchObject({
      migrated: [{ file: 'modules/sorter/module.md' }, { file: 'orangery.config.yml' }],
    });
    expect(await readFile(join(cwd, 'modules/two-steps/module.md'), 'utf8')).toBe(moduleFile);
  });

  it('names an older file with another mistake, leaves it, and brings the others', async () => {
    const broken = moduleFile.replace('license: Apache-2.0', 'licence: Apache-2.0');
    const cwd = await oldMarketplace({ 'modules/broken/module.md': broken });
    const done = await orangery(['migrate'], { cwd });
    expect(done.code).toBe(1);
    expect(done.stderr).toContain('modules/broken/module.md:6:1 /licence: expected a known field');
    expect(await readFile(join(cwd, 'modules/broken/module.md'), 'utf8')).toBe(broken);
    expect(await readFile(join(cwd, 'modules/two-steps/module.md'), 'utf8')).toContain('module/2');
  });

  it.each([
    ['modules/nothing', 1, 'expected a file or folder, found nothing'],
    ['modules/two-steps/receipts/run.json', 2, 'expected a file that people write by hand'],
  ])('refuses %s', async (path, code, said) => {
    const cwd = await oldMarketplace({ 'modules/two-steps/receipts/run.json': '{}' });
    const done = await orangery(['migrate', path], { cwd });
    expect(done.stderr).toContain(said);
    expect(done.code).toBe(code);
  });

  it('stays away from a file that only a newer Orangery knows', async () => {
    const cwd = await oldMarketplace();
    const file = join(cwd, 'modules/sorter/module.md');
    await writeFile(file, step('text-classification').replace('module/1', 'module/9'));
    const done = await orangery(['migrate', 'modules/sorter'], { cwd });
    expect(done.code).toBe(1);
    expect(done.stderr).toContain('Upgrade Orangery, or correct the schema field.');
  });
});
