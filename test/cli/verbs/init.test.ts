import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sampleDeployments, sampleModules } from '../../../cli/src/adoption/samples.ts';
import { filesIn } from '../../helpers/files-in.ts';
import { git } from '../../helpers/github/contribution.ts';
import { orangery, root } from '../../helpers/orangery.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const samples = ['seed-forest', 'seed-classifier', 'tabular-classifier'];
const empty = ['init', '--empty', '--title', 'Acme models'];

/** A clone with some of our samples. */
async function clone(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const cwd = await tempFolder({ '.gitignore': '*.tmp\n' });
  for (const id of samples) {
    await cp(join(root, 'modules', id), join(cwd, 'modules', id), { recursive: true });
  }
  await mkdir(join(cwd, '.github'));
  const settings = [
    'modules/README.md',
    'deployments',
    'orangery.config.yml',
    '.github/access.yml',
  ];
  for (const path of settings) await cp(join(root, path), join(cwd, path), { recursive: true });
  git(cwd, 'init', '--quiet');
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(cwd, path, '..'), { recursive: true });
    await writeFile(join(cwd, path), text);
  }
  commit(cwd);
  return cwd;
}

function commit(cwd: string): void {
  git(cwd, 'add', '--all');
  git(cwd, 'commit', '--quiet', '--allow-empty', '--message', 'All');
}

const status = (cwd: string): string => git(cwd, 'status', '--porcelain');

describe('orangery init --empty', () => {
  it('takes the samples away, and writes whose marketplace it is', async () => {
    const cwd = await clone();
    const more = ['--catalogue', 'acme/models', '--base', '/models'];
    const done = await orangery([...empty, ...more, '--json'], { cwd });
    expect(done).toMatchObject({
      code: 0,
      record: {
        written: true,
        removed: [...samples.toSorted().map((id) => `modules/${id}`), 'deployments/seeds.yml'],
        changed: ['orangery.config.yml', 'modules/README.md'],
      },
    });
    expect(await readFile(join(cwd, 'orangery.config.yml'), 'utf8')).toBe(`schema: configuration/2
title: Acme models
base: /models
repositories:
  catalogue: acme/models
`);
    const left = (await filesIn(cwd)).filter((path) => !path.startsWith('.git/'));
    expect(left.toSorted()).toEqual([
      ...['.github/access.yml', '.gitignore', 'deployments/README.md', 'modules/README.md'],
      'orangery.config.yml',
    ]);
    expect(await readFile(join(cwd, 'modules/README.md'), 'utf8')).not.toContain('seed-forest');
    expect((await orangery(['validate'], { cwd })).code).toBe(0);
  });

  it('finds nothing to do the second time, before and after a commit, also beside own modules', async () => {
    const cwd = await clone();
    await orangery(empty, { cwd });
    const before = status(cwd);
    const nothing = { code: 0, record: { written: false, removed: [], changed: [] } };
    expect(await orangery([...empty, '--json'], { cwd })).toMatchObject(nothing);
    expect(status(cwd)).toBe(before);
    await cp(join(root, 'modules', samples[0]!), join(cwd, 'modules/ours'), { recursive: true });
    commit(cwd);
    expect(await orangery(['init', '--empty', '--json'], { cwd })).toMatchObject(nothing);
    expect(status(cwd)).toBe('');
  });

  it('lists what it would do, and does nothing', async () => {
    const cwd = await clone();
    const { code, stdout } = await orangery(['init', '--empty', '--dry-run'], { cwd });
    expect({ code, stdout }).toMatchInlineSnapshot(`
      {
        "code": 0,
        "stdout": "- modules/seed-classifier
      - modules/seed-forest
      - modules/tabular-classifier
      - deployments/seeds.yml
      ~ orangery.config.yml
      ~ modules/README.md

      6 changes; nothing was written.
      ",
      }
    `);
    expect(status(cwd)).toBe('');
  });

  it('keeps samples that are named, and what they need', async () => {
    const cwd = await clone();
    const torn = await orangery([...empty, '--keep', 'seed-forest'], { cwd });
    expect(torn).toMatchObject({ code: 2 });
    expect(torn.stderr).toContain('--keep seed-forest tabular-classifier');
    const keep = ['--keep', 'seed-forest', 'tabular-classifier'];
    expect((await orangery([...empty, ...keep], { cwd })).code).toBe(0);
    expect((await orangery(['validate'], { cwd })).code).toBe(0);
    const readme = await readFile(join(cwd, 'modules/README.md'), 'utf8');
    expect(readme).toContain('[seed-forest]');
    expect(readme).not.toContain('[seed-classifier]');
    const again = await orangery([...empty, ...keep, '--json'], { cwd });
    expect(again.record).toMatchObject({ removed: [], changed: [] });
  });

  it.each([
    ['no --empty', ['init'], {}, 2, 'init: expected --empty, found none'],
    ['no title', ['init', '--empty'], {}, 2, '--title: expected the name of your marketplace'],
    [
      'modules and deployments that are not ours',
      empty,
      { 'modules/theirs/module.md': 'x', 'deployments/shop.yml': 'x' },
      ...([2, 'found: modules/theirs, deployments/shop.yml'] as const),
    ],
    [
      'an address with a path',
      [...empty, '--site', 'https://a.example/b'],
      {},
      1,
      '/site: expected',
    ],
    ['an unknown sample', [...empty, '--keep', 'rose'], {}, 2, 'expected samples, found rose'],
  ])('refuses %s', async (_, args, files, code, said) => {
    const cwd = await clone(files);
    const done = await orangery(args, { cwd });
    expect(done.stderr).toContain(said);
    expect(done.code).toBe(code);
    expect(status(cwd)).toBe('');
  });

  it.each(['modules/seed-forest/module.md', 'notes.txt', 'modules/seed-forest/hidden.tmp'])(
    'refuses to lose what is not committed: %s',
    async (path) => {
      const cwd = await clone();
      await writeFile(join(cwd, path), 'mine');
      const done = await orangery(empty, { cwd });
      expect(done.stderr).toContain(`found changes: ${path}`);
      expect(done.code).toBe(2);
      expect(await readFile(join(cwd, path), 'utf8')).toBe('mine');
    },
  );

  it('refuses a folder that is in no repository', async () => {
    const cwd = await tempFolder({ 'orangery.config.yml': 'schema: configuration/2\ntitle: x\n' });
    const done = await orangery(empty, { cwd });
    expect(done.stderr).toContain('expected a Git repository, found none');
  });
});

it('what comes with Orangery is what the README of modules lists', async () => {
  const readme = await readFile(join(root, 'modules/README.md'), 'utf8');
  const listed = [...readme.matchAll(/^\| \[([a-z0-9-]+)\]\(\1\/module\.md\)/gm)];
  expect(listed.map(([, id]) => id!).toSorted()).toEqual(sampleModules);
  const text = await readFile(join(root, 'deployments/seeds.yml'), 'utf8');
  expect(text).toContain(`module: ${sampleDeployments['seeds.yml']}@`);
});
