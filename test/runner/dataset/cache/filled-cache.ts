import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheLayout } from '../../../../runner/src/dataset/cache/layout.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

export const now = Date.UTC(2026, 5, 1);
export const hour = 60 * 60 * 1000;
export const day = 24 * hour;

/** A name as the cache gives it. */
export function key(letter: string): string {
  return letter.repeat(64);
}

/** An empty cache, and functions that put things in it which were used some time before `now`. */
export async function filledCache() {
  const folder = await tempFolder();
  const cache = cacheLayout(folder);
  const put = async (path: string, content: string, agoMs: number): Promise<void> => {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, content);
    await age(path, agoMs);
  };
  const file = async (letter: string, bytes: number, agoMs: number): Promise<void> =>
    put(cache.file(key(letter)), 'x'.repeat(bytes), agoMs);
  const view = async (letter: string, bytes: number, agoMs: number): Promise<void> => {
    const path = cache.view(key(letter));
    await put(join(path, 'files', 'a.csv'), 'x'.repeat(bytes), 0);
    const files = [{ path: 'a.csv', sha256: key('0'), bytes }];
    await put(join(path, 'manifest.json'), JSON.stringify({ format: 'zip', files }), 0);
    await age(path, agoMs);
  };
  const part = async (letter: string, bytes: number, agoMs: number): Promise<void> => {
    await put(cache.part(key(letter)), 'x'.repeat(bytes), agoMs);
    await put(`${cache.part(key(letter))}.json`, '{}', agoMs);
  };
  return { folder, cache, put, file, view, part };
}

async function age(path: string, agoMs: number): Promise<void> {
  const time = new Date(now - agoMs);
  await utimes(path, time, time);
}
