import { existsSync } from 'node:fs';
import { readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openLogFile } from '../../../cli/src/serve/log-file.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** Paths differ from run to run. */
const notes = (path: string) => {
  const told: string[] = [];
  return { told, note: (text: string) => void told.push(text.replace(path, 'server.log')) };
};

it('adds lines to what is there', async () => {
  const path = join(await tempFolder({ 'server.log': 'before\n' }), 'server.log');
  const add = openLogFile(path, notes(path));
  for (const line of ['one\n', 'two\n']) add(line);
  await vi.waitFor(async () => expect(await readFile(path, 'utf8')).toBe('before\none\ntwo\n'));
});

it('refuses a file that cannot be written to', async () => {
  const path = await tempFolder();
  expect(() => openLogFile(path, notes(path))).toThrow('cannot be written to');
});

it('drops what comes faster than it is written, and tells how much that was', async () => {
  const path = join(await tempFolder(), 'server.log');
  const { told, note } = notes(path);
  const add = openLogFile(path, { note, mostWaitingBytes: 10 });
  for (let line = 0; line < 5; line += 1) add(`line ${line}\n`);
  await vi.waitFor(() => expect(told).toHaveLength(1));
  expect(told).toEqual(['--log-file: server.log takes lines again; dropped: 3 lines']);
  add('later\n');
  await vi.waitFor(async () =>
    expect(await readFile(path, 'utf8')).toBe('line 0\nline 1\nlater\n'),
  );
});

describe.runIf(existsSync('/dev/full'))('a disk that is full', () => {
  it('is told of once, and its file is tried again', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const path = join(await tempFolder(), 'server.log');
    await symlink('/dev/full', path);
    const { told, note } = notes(path);
    const add = openLogFile(path, { note });
    add('lost\n');
    await vi.waitFor(() => expect(told).toHaveLength(1));
    add('lost too\n');
    vi.advanceTimersByTime(10_000);
    add('lost again\n');
    await rm(path);
    await vi.waitFor(async () => {
      vi.advanceTimersByTime(10_000);
      add('kept\n');
      expect(await readFile(path, 'utf8')).toContain('kept\n');
    });
    await vi.waitFor(() => expect(told).toHaveLength(2));
    expect(told[0]).toMatch(/^--log-file: lines are dropped until server.log .*ENOSPC/);
    expect(told[1]).toMatch(/^--log-file: server.log takes lines again; dropped: \d+ lines$/);
  });
});
