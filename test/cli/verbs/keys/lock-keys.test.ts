import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lockKeys } from '../../../../cli/src/verbs/keys/lock-keys.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const { signal } = new AbortController();

async function keyPlace() {
  const folder = await tempFolder();
  return { folder, place: { path: join(folder, 'keys.yml'), file: 'keys.yml' } };
}

it('lets one command at a time work on a file', async () => {
  const { place } = await keyPlace();
  const told: string[] = [];
  const work = (name: string) => async () => {
    told.push(`${name} begins`);
    await new Promise(setImmediate);
    told.push(`${name} ends`);
  };
  await Promise.all([
    lockKeys(place, { signal }, work('a')),
    lockKeys(place, { signal }, work('b')),
  ]);
  expect(told.map((line) => line.slice(2))).toEqual(['begins', 'ends', 'begins', 'ends']);
});

it('waits no longer than its command runs', async () => {
  const { place } = await keyPlace();
  const stopped = { signal: AbortSignal.abort(new Error('stopped')) };
  await lockKeys(place, { signal }, async () => {
    await expect(lockKeys(place, stopped, async () => 1)).rejects.toThrow('stopped');
  });
});

it('gives the lock back whatever comes of the work', async () => {
  const { folder, place } = await keyPlace();
  const failing = lockKeys(place, { signal }, async () => {
    throw new Error('no more room');
  });
  await expect(failing).rejects.toThrow('no more room');
  expect(await readdir(folder)).toEqual([]);
  expect(await lockKeys(place, { signal }, async () => 'done')).toBe('done');
});
