import { spawnSync } from 'node:child_process';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockPart } from '../../../../runner/src/inference/batch/lock-part.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const { signal } = new AbortController();
const dead = String(spawnSync(process.execPath, ['--version']).pid);

/** A part whose lock says this, touched so long ago. */
async function lockedBy(holder: string, agoMs = 0): Promise<string> {
  const part = join(await tempFolder({ 'p.part.lock': holder }), 'p.part');
  const at = new Date(Date.now() - agoMs);
  await utimes(`${part}.lock`, at, at);
  return part;
}

const hour = 3_600_000;

describe('lockPart', () => {
  it('names its process while it is held, and leaves nothing behind', async () => {
    const folder = await tempFolder();
    const release = await lockPart(join(folder, 'p.part'), signal);
    expect(await readdir(folder)).toEqual(['p.part.lock']);
    const holder = await readFile(join(folder, 'p.part.lock'), 'utf8');
    expect(holder).toBe(`${hostname()} ${process.pid}`);
    await release();
    await release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('is given to one of many that ask at once, also where one was left behind', async () => {
    const part = await lockedBy(`${hostname()} ${dead}`);
    const asked = await Promise.allSettled(Array.from({ length: 5 }, () => lockPart(part, signal)));
    const given = asked.filter((one) => one.status === 'fulfilled');
    expect(given).toHaveLength(1);
    await given[0]!.value();
    await (
      await lockPart(part, signal)
    )();
  });

  it.each([
    ['a living process', `${hostname()} ${process.ppid}`, hour],
    ['a process of another host that touched it just now', 'elsewhere 12', 0],
  ])('is refused while %s has it', async (_, holder, agoMs) => {
    const part = await lockedBy(holder, agoMs);
    const [host, id] = holder.split(' ');
    await expect(lockPart(part, signal)).rejects.toMatchObject({
      code: 'USAGE',
      message: `${part}: expected no other run to use it, found process ${id} on ${host} at work on it`,
      hint: `Wait until it ends, or stop it. If there is no such run, remove ${part}.lock.`,
    });
    expect(await readFile(`${part}.lock`, 'utf8')).toBe(holder);
  });

  it('leaves a file alone that is no lock', async () => {
    const part = await lockedBy('a novel', hour);
    await expect(lockPart(part, signal)).rejects.toMatchObject({
      message: `${part}: expected no other run to use it, found ${part}.lock, which is something else`,
    });
    expect(await readFile(`${part}.lock`, 'utf8')).toBe('a novel');
  });

  it.each([
    ['a process that ended', `${hostname()} ${dead}`],
    ['a process of before that had the same name', `${hostname()} ${process.pid}`],
    ['a process of another host that gave no sign for long', 'elsewhere 12'],
    ['a process that ended before it wrote its name', ''],
  ])('is taken over from %s', async (_, holder) => {
    const part = await lockedBy(holder, hour);
    const release = await lockPart(part, signal);
    expect(await readFile(`${part}.lock`, 'utf8')).toBe(`${hostname()} ${process.pid}`);
    await release();
  });

  it('is not given back once it is another process’s', async () => {
    const part = join(await tempFolder(), 'p.part');
    const release = await lockPart(part, signal);
    await writeFile(`${part}.lock`, 'elsewhere 12');
    await release();
    expect(await readFile(`${part}.lock`, 'utf8')).toBe('elsewhere 12');
  });
});
