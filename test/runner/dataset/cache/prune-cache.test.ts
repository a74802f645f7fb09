import { rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noteUse } from '../../../../runner/src/dataset/cache/in-use.ts';
import { writeLinkEntry } from '../../../../runner/src/dataset/cache/link-entry.ts';
import { listCache } from '../../../../runner/src/dataset/cache/list-cache.ts';
import { pruneCache, type PruneOptions } from '../../../../runner/src/dataset/cache/prune-cache.ts';
import { withLock } from '../../../../runner/src/dataset/cache/with-lock.ts';
import { caught } from '../../../helpers/caught.ts';
import { filesIn } from '../../../helpers/files-in.ts';
import { testServer } from '../../../helpers/test-server.ts';
import { testWorld } from '../../../helpers/test-world.ts';
import { fetchLinks, fetchOptions } from '../fetching.ts';
import { day, filledCache, hour, key, now } from './filled-cache.ts';

const signal = new AbortController().signal;
const world = testWorld({ now: () => now });

async function prune(folder: string, maxBytes: number, more: Partial<PruneOptions> = {}) {
  const pruned = await pruneCache({ folder, maxBytes, world, ...more });
  const left = await listCache(folder);
  return { ...pruned, left: left.map((entry) => `${entry.kind} ${entry.key[0]}`) };
}

describe('pruning a cache', () => {
  it('removes what was used least recently, of files, views and parts, until it fits', async () => {
    const { folder, file, view, part } = await filledCache();
    await file('a', 100, 5 * hour);
    await view('b', 100, 4 * hour);
    await part('c', 100, 3 * hour);
    await file('d', 100, 2 * hour);
    const { left, keptBytes, removed } = await prune(folder, 250);
    expect(left).toEqual(['file d', 'part c']);
    expect(keptBytes).toBe(200);
    expect(removed.map(({ bytes }) => bytes)).toEqual([100, 100]);
    expect(await filesIn(folder)).toEqual([
      `files/${key('d')}`,
      `parts/${key('c')}`,
      `parts/${key('c')}.json`,
    ]);
  });

  it('removes nothing that fits', async () => {
    const { folder, file } = await filledCache();
    await file('a', 100, 50 * day);
    expect((await prune(folder, 100)).left).toEqual(['file a']);
  });

  it('keeps what was used within the hour, unless it is told not to', async () => {
    const { folder, file } = await filledCache();
    await file('a', 100, 0.9 * hour);
    await file('b', 100, 1.1 * hour);
    const pruned = await prune(folder, 0);
    expect(pruned.left).toEqual(['file a']);
    expect(pruned.inUseBytes).toBe(100);
    expect((await prune(folder, 0, { keepRecentMs: 0 })).left).toEqual([]);
  });

  it('keeps what a live process uses, and forgets those that ended', async () => {
    const { folder, cache, file, view, put } = await filledCache();
    for (const letter of ['a', 'b', 'c']) await file(letter, 100, day);
    await view('a', 100, day);
    await noteUse(cache, key('a'));
    // no process has the largest number
    await put(cache.use(`${hostname()} 4194305`), `${key('b')}\n`, 0);
    await put(cache.use('another-host 7'), `${key('c')}\n`, 2 * day);
    expect((await prune(folder, 0, { keepRecentMs: 0 })).left).toEqual(['file a', 'view a']);
    expect(await filesIn(cache.uses)).toEqual([`${hostname()} ${process.pid}`]);
  });

  it('trusts the note of another host for a day', async () => {
    const { folder, cache, file, put } = await filledCache();
    await file('a', 100, day);
    await put(cache.use('another-host 7'), `${key('a')}\n`, 0.9 * day);
    expect((await prune(folder, 0)).left).toEqual(['file a']);
  });

  it('keeps the part of a download that is under way', async () => {
    const { folder, cache, part } = await filledCache();
    await part('a', 100, 30 * day);
    const lock = { signal, label: 'test', timeoutMs: 1000 };
    await withLock(cache.lock(key('a')), lock, async () => {
      expect((await prune(folder, 0, { keepRecentMs: 0 })).left).toEqual(['part a']);
    });
    expect((await prune(folder, 1000)).left).toEqual([]);
  });

  it('removes parts and what a crash left after seven days, though there is room', async () => {
    const { folder, cache, file, part, put } = await filledCache();
    await file('a', 100, 8 * day);
    await part('b', 100, 8 * day);
    await part('c', 100, 6 * day);
    await put(join(cache.staging, 'old'), '', 8 * day);
    await put(join(cache.staging, 'new'), '', 6 * day);
    expect((await prune(folder, 1000)).left).toEqual(['part c', 'file a']);
    expect(await filesIn(cache.staging)).toEqual(['new']);
  });

  it('forgets links whose file is gone', async () => {
    const { folder, cache, file } = await filledCache();
    await file('a', 100, 3 * hour);
    await file('b', 100, 2 * hour);
    for (const letter of ['a', 'b']) {
      const entry = { label: letter, sha256: key(letter), bytes: 100, fetchedAt: '' };
      await writeLinkEntry(cache.link(key(letter)), entry);
    }
    expect((await prune(folder, 100)).removed[0]!.labels).toEqual(['a']);
    expect(await filesIn(cache.links)).toEqual([`${key('b')}.json`]);
  });

  it('leaves alone what is not the cache’s', async () => {
    const { folder, cache, put } = await filledCache();
    await put(join(cache.files, 'letter.txt'), 'dear', 30 * day);
    await put(join(folder, 'letter.txt'), 'dear', 30 * day);
    await prune(folder, 0, { keepRecentMs: 0 });
    expect(await filesIn(folder)).toEqual(['files/letter.txt', 'letter.txt']);
  });

  it('of an empty or missing cache is no failure', async () => {
    const { folder } = await filledCache();
    expect((await prune(join(folder, 'missing'), 0)).removed).toEqual([]);
  });

  it('waits for another prune, and says what it waits for', async () => {
    const { folder, cache } = await filledCache();
    const lock = { signal, label: 'test', timeoutMs: 1000 };
    const failure = await withLock(cache.lock('prune'), lock, async () =>
      caught(() => withLock(cache.lock('prune'), { ...lock, timeoutMs: -1 }, async () => {})),
    );
    expect(failure).toBe('TIMED_OUT test: expected another run to end, found it still busy');
    expect((await prune(folder, 0)).removed).toEqual([]);
  });
});

describe('listing a cache', () => {
  it('names links, kinds, bytes and use, used last first', async () => {
    const { folder, cache, file, view, part } = await filledCache();
    await file('a', 5, 3 * hour);
    await view('a', 70, 2 * hour);
    await part('b', 3, hour);
    for (const label of ['one', 'two', 'one']) {
      const path = cache.link(key(label === 'one' ? 'c' : 'd'));
      await writeLinkEntry(path, { label, sha256: key('a'), bytes: 5, fetchedAt: '' });
    }
    const labels = ['one', 'two'];
    expect(await listCache(folder)).toEqual([
      {
        kind: 'part',
        path: cache.part(key('b')),
        key: key('b'),
        labels: [],
        bytes: 3,
        usedAt: now - hour,
      },
      {
        kind: 'view',
        path: cache.view(key('a')),
        key: key('a'),
        labels,
        bytes: 70,
        usedAt: now - 2 * hour,
      },
      {
        kind: 'file',
        path: cache.file(key('a')),
        key: key('a'),
        labels,
        bytes: 5,
        usedAt: now - 3 * hour,
      },
    ]);
    await rm(folder, { recursive: true });
    expect(await listCache(folder)).toEqual([]);
  });
});

it('a fetch keeps the cache at its size', async () => {
  const { folder, file } = await filledCache();
  await file('a', 100, day);
  const server = await testServer((_, response) => response.end('a,b\n1,2\n'));
  const options = { ...(await fetchOptions()), cacheFolder: folder, cacheBytes: 50 };
  await fetchLinks([`${server.url}/a.csv`], options);
  expect((await listCache(folder)).map(({ bytes }) => bytes)).toEqual([8]);
});
