import { readdir, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  linkRoutes,
  percentsOf,
  readRoutes,
  removeRoutes,
  sharesOf,
} from '../../../../runner/src/deployment/edge/route-links.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const stage = { deployment: 'seeds', stage: 'staging' } as const;

describe('linkRoutes', () => {
  it('leads to a file of the slot that has the requests, and to no other', async () => {
    const routes = await tempFolder();
    await linkRoutes(routes, stage, { live: 'a' });
    await linkRoutes(routes, stage, { live: 'b', canary: { slot: 'c', percent: 10 } });
    const folder = join(routes, 'seeds', 'staging');
    expect(await readdir(join(folder, 'live'))).toEqual(['b']);
    expect((await stat(join(folder, 'live', 'b'))).isFile()).toBe(true);
    expect(await readdir(join(folder, 'canary'))).toEqual(['c']);
    expect(percentsOf(await readRoutes(routes, stage))).toEqual({ b: 90, c: 10 });
  });

  it('takes the link away where nobody has requests any more', async () => {
    const routes = await tempFolder();
    await linkRoutes(routes, stage, { live: 'a', canary: { slot: 'b', percent: 5 } });
    await linkRoutes(routes, stage, {});
    expect(await readRoutes(routes, stage)).toEqual({});
    await removeRoutes(routes, stage);
    expect(await readdir(join(routes, 'seeds'))).toEqual([]);
  });

  it('goes on after somebody who was killed between a link and its name', async () => {
    const routes = await tempFolder();
    await linkRoutes(routes, stage, { live: 'a' });
    const folder = join(routes, 'seeds', 'staging');
    await symlink(join('at', 'b'), join(folder, 'live.tmp'));
    await linkRoutes(routes, stage, { live: 'c' });
    expect(await readRoutes(routes, stage)).toEqual({ live: 'c' });
    expect(await readdir(folder)).not.toContain('live.tmp');
  });
});

describe('sharesOf', () => {
  it.each([
    [{}, {}],
    [{ b: 100 }, { live: 'b' }],
    [
      { a: 20, c: 80 },
      { live: 'c', canary: { slot: 'a', percent: 20 } },
    ],
  ])('is the other way of saying %j', (percents, shares) => {
    expect(sharesOf(percents)).toEqual(shares);
    expect(percentsOf(sharesOf(percents))).toEqual(percents);
  });
});
