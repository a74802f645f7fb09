import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  leftBy,
  marketplace,
  ownedFiles,
  releaseSecond,
  roses,
  run,
  say,
  squash,
} from '../../helpers/adoption/marketplace.ts';
import {
  commit,
  edit,
  newModuleFormat,
  plantUpstream,
  replacing,
} from '../../helpers/adoption/upstream.ts';
import { filesIn } from '../../helpers/files-in.ts';
import { git } from '../../helpers/github/contribution.ts';

describe('two upgrades over a catalogue with changes of its own', () => {
  it('touch nothing of the adopter’s, and leave all modules valid', async () => {
    const upstream = await plantUpstream();
    const cwd = await marketplace(upstream);
    const before = await ownedFiles(cwd);
    await releaseSecond(upstream);
    const first = await run(cwd, 'upgrade', 'v0.2.0');
    expect(first).toMatchObject({
      code: 0,
      record: {
        ...{ from: '0.1.0', to: '0.2.0', status: 'made', branch: 'orangery/upgrade-v0.2.0' },
        ...{ kept: ['OURS.md', 'README.md'], migrated: [], problems: [] },
        modules: 2,
      },
    });
    expect(git(cwd, 'status', '--porcelain')).toBe('');
    expect(await ownedFiles(cwd)).toEqual(before);
    squash(cwd, 'orangery/upgrade-v0.2.0');
    expect(await ownedFiles(cwd)).toEqual(before);
    expect(await readFile(join(cwd, 'NEWS.md'), 'utf8')).toBe('Two.\n');
    const readme = await readFile(join(cwd, 'README.md'), 'utf8');
    expect(readme).toMatch(/^# Acme models\n/);
    expect(readme).toContain('npm start # it works\n');

    await upstream.release('0.3.0', {
      ...newModuleFormat,
      'NEWS.md': 'Two, three.\n',
      'README.md': replacing('npm start # it works\n', 'npm start # it works well\n'),
      'modules/new-sample': null,
    });
    const second = await run(cwd, 'upgrade', 'v0.3.0');
    expect(second).toMatchObject({
      code: 0,
      record: {
        ...{ from: '0.2.0', to: '0.3.0', status: 'made', problems: [], modules: 2 },
        migrated: ['modules/rose-finder/module.md', 'modules/wheat/module.md'],
      },
    });
    squash(cwd, 'orangery/upgrade-v0.3.0');
    const after = await ownedFiles(cwd);
    const changed = [...before].filter(([path, text]) => after.get(path) !== text);
    expect(changed.map(([path]) => path).toSorted()).toEqual([
      'modules/rose-finder/module.md',
      'modules/wheat/module.md',
    ]);
    expect([...after.keys()].toSorted()).toEqual([...before.keys()].toSorted());
    expect(after.get('modules/rose-finder/module.md')).toBe(
      roses
        .replace('module/2', 'module/3')
        .replace('# the usual one\n', '# the usual one\nstatus: active\n'),
    );
    expect(await readFile(join(cwd, 'README.md'), 'utf8')).toContain('# it works well\n');
    expect(leftBy(cwd)).toMatch(/^\S+marketplace .*\n$/);
  });
});

describe('what both have changed', () => {
  /** README changed by both in the same line, one file taken away there, one here. */
  async function torn(): Promise<string> {
    const upstream = await plantUpstream();
    const cwd = await marketplace(upstream);
    await edit(cwd, { 'cli/README.md': '# ours\n', 'schemas/README.md': null });
    commit(cwd, 'More of ours');
    await upstream.release('0.2.0', {
      'README.md': replacing('# Orangery\n', '# Orangery two\n'),
      'cli/README.md': null,
      'schemas/README.md': (text) => `${text}\nMore.\n`,
    });
    return cwd;
  }

  it('is listed file by file, with what to do', async () => {
    const cwd = await torn();
    const done = await say(cwd, 'upgrade', 'v0.2.0');
    expect(done.code).toBe(1);
    expect(done.stderr).toMatchInlineSnapshot(`
      "Merging v0.2.0 …
      ✗ UPGRADE_CONFLICT 3 files were changed both here and in v0.2.0:
        README.md: the same lines were changed here and there
        cli/README.md: changed here, and taken away there
        schemas/README.md: taken away here, and changed there
        → Say of each --keep <file> (as it is here) or --take <file> (as v0.2.0 has it); or mend it in out/upgrade-v0.2.0, then say --resolved out/upgrade-v0.2.0.
      "
    `);
    expect(git(cwd, 'branch', '--list', 'orangery/*')).toBe('');
    expect(git(cwd, 'status', '--porcelain')).toBe('');
  });

  it('is decided by a word for each, or mended by hand', async () => {
    const cwd = await torn();
    await say(cwd, 'upgrade', 'v0.2.0');
    const mended = join(cwd, 'out/upgrade-v0.2.0/README.md');
    expect(await readFile(mended, 'utf8')).toMatch(/^<{7} .*\n# Acme models\n\|{7}/);
    const words = ['--take', 'cli/README.md', '--keep', 'schemas/README.md'];
    const resolved = ['upgrade', 'v0.2.0', ...words, '--resolved', 'out/upgrade-v0.2.0'];
    const marked = await say(cwd, ...resolved);
    expect(marked.stderr).toContain('README.md:1: expected no mark of a conflict');
    await edit(cwd, { 'out/upgrade-v0.2.0/README.md': '# Acme models two\n' });
    expect((await say(cwd, 'upgrade', 'v0.2.0')).stderr).toContain('which stays: README.md');
    expect(await readFile(mended, 'utf8')).toBe('# Acme models two\n');
    expect((await run(cwd, ...resolved)).record).toMatchObject({ status: 'made' });
    git(cwd, 'merge', '--quiet', 'orangery/upgrade-v0.2.0');
    expect(await readFile(join(cwd, 'README.md'), 'utf8')).toBe('# Acme models two\n');
    const files = await filesIn(cwd);
    expect(files).not.toContain('cli/README.md');
    expect(files).not.toContain('schemas/README.md');
  });

  it('is not decided by a word on another file', async () => {
    const done = await say(await torn(), 'upgrade', 'v0.2.0', '--keep', 'NEWS.md');
    expect(done.stderr).toContain('They are: README.md, cli/README.md, schemas/README.md');
  });
});
