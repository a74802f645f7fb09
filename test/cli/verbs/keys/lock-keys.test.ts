import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lockKeys } from '../../../../cli/src/verbs/keys/lock-keys.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const { signal } = new AbortController();

it('tells of a lock that stays, and leaves it', async () => {
  const folder = await tempFolder({ 'keys.yml.lock': '' });
  const place = { path: join(folder, 'keys.yml'), file: 'keys.yml' };
  const work = async (): Promise<never> => Promise.reject(new Error('worked all the same'));
  const error: unknown = await lockKeys(place, { signal, waitMs: 0 }, work).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ code: 'TIMED_OUT' });
  const { message, hint } = error as { message: string; hint: string };
  expect(`${message}\n${hint.replace(folder, '<folder>')}`).toMatchInlineSnapshot(`
    "keys.yml: expected no other command to change it, found keys.yml.lock
    Wait for the other orangery keys. If none runs, one was killed: remove <folder>/keys.yml.lock."
  `);
  expect(await readdir(folder)).toEqual(['keys.yml.lock']);
});

it('waits no longer than its command runs', async () => {
  const folder = await tempFolder({ 'keys.yml.lock': '' });
  const place = { path: join(folder, 'keys.yml'), file: 'keys.yml' };
  const stopped = AbortSignal.abort(new Error('stopped'));
  await expect(lockKeys(place, { signal: stopped }, async () => 1)).rejects.toThrow('aborted');
});

it('gives the lock back whatever comes of the work', async () => {
  const folder = await tempFolder();
  const place = { path: join(folder, 'keys.yml'), file: 'keys.yml' };
  const failing = lockKeys(place, { signal }, async () => {
    expect(await readdir(folder)).toEqual(['keys.yml.lock']);
    throw new Error('no more room');
  });
  await expect(failing).rejects.toThrow('no more room');
  expect(await readdir(folder)).toEqual([]);
  expect(await lockKeys(place, { signal }, async () => 'done')).toBe('done');
});
