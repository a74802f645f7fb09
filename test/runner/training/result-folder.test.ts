import { readdir, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toFailure } from '@orangery/schemas';
import { readModule } from '@orangery/schemas/files';
import { checkResultFolder, readResultFolder } from '../../../runner/src/training/result-folder.ts';
import { caught } from '../../helpers/caught.ts';
import { genericModule } from '../../helpers/generic-module.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const card = genericModule('tabular-classification');
const childOf = (parent: string): string =>
  card.replace('recipe:', `parent: { id: ${parent}, version: 1.0.0 }\nrecipe:`);

async function readIn(files: Readonly<Record<string, string>>) {
  const root = await tempFolder({ 'modules/generic/module.md': card, 'out/x/keep': '', ...files });
  const found = await readModule(join(root, 'modules/generic'));
  if (found.kind === 'invalid') throw new Error(JSON.stringify(found.problems));
  return async (path: string) => readResultFolder(resolve(root, path), found.module);
}

describe('where a result goes', () => {
  it('may be absent, or hold a child of the module', async () => {
    const read = await readIn({ 'out/child/module.md': childOf('generic') });
    expect(await read('out/absent')).toBeNull();
    expect((await read('out/child'))?.id).toBe('child');
  });

  it('may be the module itself, unless that descends from another', async () => {
    const read = await readIn({});
    expect((await read('modules/generic'))?.id).toBe('generic');
    const root = await tempFolder({ 'modules/child/module.md': childOf('generic') });
    const folder = join(root, 'modules/child');
    const found = await readModule(folder);
    if (found.kind === 'invalid') throw new Error(JSON.stringify(found.problems));
    const message = await caught(async () => readResultFolder(folder, found.module));
    expect(message).toContain('found the module child, whose parent is generic');
  });

  it.each([
    ['other files', { 'out/it/b': '', 'out/it/a': '' }, 'a, b'],
    [
      'many files',
      { 'out/it/a': '', 'out/it/b': '', 'out/it/c': '', 'out/it/d': '' },
      'a, b, c, …',
    ],
    ['a file', { 'out/it': 'x' }, 'a file'],
    ['a broken module', { 'out/it/module.md': 'no' }, 'a module that is not valid'],
    ['no child', { 'out/it/module.md': card }, 'the module it, without a parent'],
    [
      'a child of another',
      { 'out/it/module.md': childOf('other') },
      'the module it, whose parent is other',
    ],
    [
      'a child with another recipe',
      {
        'out/it/module.md': childOf('generic').replaceAll(
          'tabular-classification',
          'image-classification',
        ),
      },
      'a child of it with the recipe image-classification',
    ],
  ])('is refused when it holds %s', async (_, files, found) => {
    const read = await readIn(files);
    const message = await caught(async () => read('out/it'));
    expect(message).toContain(
      `out/it: expected no such folder, an empty one or a child module of generic, found ${found}`,
    );
  });

  it.each([
    ['nowhere', 'absent'],
    ['to a child of the module', 'child'],
  ])('is refused when it is a link that leads %s', async (_, target) => {
    const read = await readIn({});
    const root = await tempFolder({ 'child/module.md': childOf('generic') });
    await symlink(join(root, target), join(root, 'link'));
    expect(await caught(async () => read(join(root, 'link')))).toContain('found a link');
  });

  it('holds again what a killed run had put aside', async () => {
    const read = await readIn({ 'out/it.old.tmp/module.md': childOf('generic') });
    expect((await read('out/it'))?.id).toBe('it');
  });

  it('is looked at before anything is trained: its name, and whether it can be written', async () => {
    const root = await tempFolder({ 'modules/generic/module.md': card, 'out/file': 'x' });
    const found = await readModule(join(root, 'modules/generic'));
    if (found.kind === 'invalid') throw new Error(JSON.stringify(found.problems));
    const meaning = {} as Parameters<typeof checkResultFolder>[2];
    const logger = { debug: () => {}, info: () => {}, warn: () => {} };
    const check = async (path: string) =>
      checkResultFolder(resolve(root, path), found.module, meaning, { logger });
    const words = 'out/My_Run: expected a folder name of lower-case words joined by hyphens';
    expect(await caught(async () => check('out/My_Run'))).toContain(`${words}, found "My_Run"`);
    const unwritable = await check('/sys/below/run').catch(toFailure);
    expect(unwritable).toMatchObject({ cause: { syscall: 'mkdir' } });
    expect(String(unwritable)).toContain('found a place that cannot be written to (E');
    await check('out/new/deep/run');
    expect(await readdir(join(root, 'out'))).toEqual(['file']);
  });
});
