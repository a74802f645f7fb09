import { link, rename, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { formatProblem } from '@orangery/schemas';
import { limitsOnDisk, readModule, readModules } from '@orangery/schemas/files';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../helpers/temp-folder.ts';

/** Text of a module.md with a few lines more. */
const card = (...lines: string[]): string => `---
schema: module/1
title: Sample
summary: A module for a test of folders.
version: 1.0.0
license: Apache-2.0
authors: []
maintainers: []
tasks: [image-classification]
kind: ${lines.some((line) => line.startsWith('runtime: pipeline')) ? 'pipeline' : 'module'}
${lines.join('\n')}
---
What it does.
`;
const trained = ['runtime: tfjs', 'recipe: image-classification'];
const weights = `artifact: {sha256: ${'a'.repeat(64)}, bytes: 1, link: https://example.org/w}`;

async function problemsIn(folder: string, root?: string): Promise<string[]> {
  const found = await readModule(folder, root);
  return found.kind === 'valid' ? [] : found.problems.map(formatProblem);
}

/** A folder named `sample` with a good module.md and these files. */
async function sample(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<string> {
  const below = Object.entries(files).map(([path, content]) => [`sample/${path}`, content]);
  const root = await tempFolder({
    'sample/module.md': card(...trained),
    ...(Object.fromEntries(below) as Record<string, string>),
  });
  return join(root, 'sample');
}

describe('the files of a module', () => {
  it('are listed with forward slashes', async () => {
    const found = await readModule(await sample({ 'sample/a/b.txt': 'x' }));
    expect(found).toMatchObject({ module: { files: ['module.md', 'sample/a/b.txt'] } });
  });

  it('are at least module.md', async () => {
    const root = await tempFolder({ 'sample/README.md': 'x' });
    expect(await problemsIn(join(root, 'sample'))).toEqual([
      'module.md: expected a file, found nothing',
    ]);
  });

  it.each(['module.md', 'golden.json', 'sample/x.txt'])('are no links: %s', async (path) => {
    const folder = await sample({ 'sample/real.txt': 'x' });
    const outside = join(await tempFolder({ 'secret.txt': 'secret words\n' }), 'secret.txt');
    if (path === 'module.md') await rename(join(folder, path), join(folder, 'old.md'));
    await symlink(outside, join(folder, path));
    expect(await problemsIn(folder)).toEqual([
      `${path}: expected a plain file, found a link or device`,
    ]);
  });

  it('may be hard links, which Git does not know', async () => {
    const folder = await sample({ 'a.txt': 'x' });
    await link(join(folder, 'a.txt'), join(folder, 'b.txt'));
    expect(await problemsIn(folder)).toEqual([]);
  });

  it.skipIf(process.platform === 'darwin')('differ in more than case', async () => {
    const folder = await sample({ 'sample/a.txt': 'x', 'sample/A.txt': 'y' });
    expect(await problemsIn(folder)).toEqual([
      'sample/a.txt: expected names that differ in more than case, found sample/A.txt and sample/a.txt',
    ]);
  });

  it('have names in one form of Unicode', async () => {
    const folder = await sample({ ['e\u0301.txt']: 'x' });
    expect(await problemsIn(folder)).toEqual([
      'e\u0301.txt: expected a name in Unicode NFC, found "e\u0301.txt"',
    ]);
  });

  it('are not large', async () => {
    const folder = await sample({ 'big.bin': new Uint8Array(5 * 1024 * 1024 + 1) });
    expect(await problemsIn(folder)).toEqual([
      'big.bin: expected at most 5242880 bytes, found 5242881 bytes',
    ]);
  });

  it('hold at most 2 MiB of weights', async () => {
    const half = new Uint8Array(1024 * 1024);
    const folder = await sample({ 'artifact/a': half, 'artifact/b': half, 'artifact/c': 'x' });
    expect(await problemsIn(folder)).toEqual([
      'artifact: expected at most 2097152 bytes of weights in Git, found 2097153 bytes',
    ]);
  });

  it('may be larger where they are only used: Git keeps none of what was trained here', async () => {
    const folder = await sample({ 'artifact/weights.bin': new Uint8Array(6 * 1024 * 1024) });
    expect(await problemsIn(folder)).toHaveLength(2);
    expect((await readModule(folder, folder, limitsOnDisk)).kind).toBe('valid');
  });

  it.each(['module.md', 'sample.txt'])('but not what is read whole: %s', async (path) => {
    const folder = await sample({ [path]: new Uint8Array(16 * 1024 * 1024 + 1) });
    const found = await readModule(folder, folder, limitsOnDisk);
    const problems = found.kind === 'invalid' ? found.problems : [];
    expect(problems.map(formatProblem)).toEqual([
      `${path}: expected at most 16777216 bytes, found 16777217 bytes`,
    ]);
  });

  it('are at most a thousand', async () => {
    const many = Array.from({ length: 1000 }, (_, index) => [`sample/${index}`, '']);
    const problems = await problemsIn(await sample(Object.fromEntries(many) as never));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('expected at most 1000 files a module, found more');
  });
});

describe('the name of a module', () => {
  it.each(['Sample', 'a_b', 'a--b', '1a', 'a'.repeat(65)])('is not %s', async (id) => {
    const root = await tempFolder({ [`${id}/module.md`]: card(...trained) });
    expect(await problemsIn(join(root, id), root)).toEqual([
      `${id}: expected a folder name of lower-case words joined by hyphens, found "${id}"`,
    ]);
  });
});

describe('modules together', () => {
  async function problemsOf(modules: Readonly<Record<string, string>>): Promise<string[]> {
    const files = Object.entries(modules).map(([id, text]) => [`modules/${id}/module.md`, text]);
    const root = await tempFolder({
      ...(Object.fromEntries(files) as Record<string, string>),
      'modules/README.md': 'Modules.',
    });
    return (await readModules(root)).problems.map(formatProblem);
  }
  const parent = (id: string): string => `parent: {id: ${id}, version: 1.0.0}`;

  it('may name each other', async () => {
    const modules = {
      a: card(...trained),
      b: card(...trained, parent('a'), weights),
      c: card('runtime: pipeline', 'pipeline: {topology: sequence, steps: [{module: b}]}'),
      d: card(...trained, 'status: retired', 'supersededBy: a'),
    };
    expect(await problemsOf(modules)).toEqual([]);
  });

  it.each([
    ['parent', [...trained, parent('gone')], '13:14 /parent/id'],
    ['successor', [...trained, 'status: retired', 'supersededBy: gone'], '14:15 /supersededBy'],
    [
      'step',
      ['runtime: pipeline', 'pipeline: {topology: sequence, steps: [{module: gone}]}'],
      '12:49 /pipeline/steps/0/module',
    ],
  ])('do not name a %s that is not there', async (_, lines, place) => {
    expect(await problemsOf({ a: card(...lines), b: card(...trained) })).toEqual([
      `modules/a/module.md:${place}: expected a module of this repository: a, b, found "gone"`,
    ]);
  });

  it('may name a module that has mistakes: those are reported instead', async () => {
    const problems = await problemsOf({ a: 'no front matter', b: card(...trained, parent('a')) });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^modules\/a\/module\.md:1:1: expected front matter/);
  });

  it('do not descend from themselves', async () => {
    const problems = await problemsOf({
      a: card(...trained, parent('b')),
      b: card(...trained, parent('a')),
      c: card(...trained, parent('a')),
    });
    const expected = 'expected a parent that does not descend from it';
    expect(problems).toEqual([
      `modules/a/module.md:13:9 /parent: ${expected}, found a → b → a`,
      `modules/b/module.md:13:9 /parent: ${expected}, found b → a → b`,
    ]);
  });

  it('are folders, not links to folders', async () => {
    const root = await tempFolder({ 'modules/a/module.md': card(...trained) });
    await symlink(await tempFolder(), join(root, 'modules', 'b'));
    expect((await readModules(root)).problems.map(formatProblem)).toEqual([
      'modules/b: expected a folder or a plain file, found a link',
    ]);
  });
});
