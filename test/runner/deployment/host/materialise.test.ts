import { execFileSync } from 'node:child_process';
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { materialise } from '../../../../runner/src/deployment/host/materialise.ts';
import { caught } from '../../../helpers/caught.ts';
import { root } from '../../../helpers/orangery.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { testWorld } from '../../../helpers/test-world.ts';

const id = 'seed-classifier';
const module = { id, version: '1.0.0' };
const world = { ...testWorld(), env: { PATH: process.env.PATH } };

async function garden() {
  const folder = await tempFolder();
  const repository = join(folder, 'garden');
  await cp(join(root, 'modules', id), join(repository, 'modules', id), { recursive: true });
  const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
  const git = (...args: readonly string[]): string =>
    execFileSync('git', [...who, ...args], { cwd: repository, encoding: 'utf8' }).trim();
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'seeds');
  const folders = { repository, state: join(folder, 'state'), cache: join(folder, 'cache') };
  return { folders, commit: git('rev-parse', 'HEAD') };
}

describe('materialise', () => {
  it('exports once what several ask for at the same time', async () => {
    const { folders, commit } = await garden();
    const export1 = async () => materialise({ module, source: { commit } }, folders, world);
    const places = await Promise.all([export1(), export1(), export1()]);
    expect(new Set(places).size).toBe(1);
    const modules = join(folders.state, 'deployments', 'modules');
    expect(await readdir(modules)).toEqual([`${id}@1.0.0-${commit.slice(0, 12)}`]);
  });

  it('removes what somebody who was killed has left', async () => {
    const { folders, commit } = await garden();
    const modules = join(folders.state, 'deployments', 'modules');
    const half = join(modules, `${id}@1.0.0-${commit.slice(0, 12)}.tmp`);
    await mkdir(join(half, 'modules', 'half'), { recursive: true });
    await writeFile(join(half, 'modules', 'half', 'module.md'), 'half of it');
    const place = await materialise({ module, source: { commit } }, folders, world);
    expect(await readdir(modules)).toEqual([`${id}@1.0.0-${commit.slice(0, 12)}`]);
    expect(await readdir(join(place, 'modules'))).toEqual([id]);
  });

  it('refuses another version than the one that its commit has', async () => {
    const { folders, commit } = await garden();
    const version = { module: { id, version: '9.0.0' }, source: { commit } };
    expect(await caught(async () => materialise(version, folders, world))).toBe(
      'DEPLOYMENT_REFUSED seed-classifier: expected version 9.0.0 at its commit, found 1.0.0',
    );
    expect(await readdir(join(folders.state, 'deployments', 'modules'))).toEqual([]);
  });
});
