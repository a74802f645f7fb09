import { readFile, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { Failure, toFailure } from '@orangery/schemas';
import { describeDiskError } from '../../../runner/src/training/describe-disk-error.ts';

const write = { folder: '/out/run-1', what: 'the result', goOn: 'go on with --resume' };
const refused = (code: string, places: { readonly path?: string; readonly dest?: string }) =>
  Object.assign(new Error(code), { code, syscall: 'open', ...places });

it.each([
  ['ENOSPC', { path: '/out/run-1/a' }, 'no space left on the disk', 'Free some space'],
  ['EDQUOT', {}, 'no space left on the disk', 'Free some space'],
  ['EACCES', { path: '/out/run-1' }, 'EACCES', 'Make it writable'],
  ['EROFS', { path: '/out/run-1.0a1b.tmp/a' }, 'EROFS', 'Make it writable'],
  ['EPERM', { path: '/out' }, 'EPERM', 'Make it writable'],
  ['EACCES', { path: '/elsewhere', dest: '/out/run-1/a' }, 'EACCES', 'Make it writable'],
])('says what to do when a write fails with %s at %j', (code, places, found, remedy) => {
  const error = refused(code, places);
  const failure = toFailure(describeDiskError(error, write));
  expect(failure.message).toBe(`/out/run-1: expected to write the result, found ${found}`);
  const hint = `${remedy}, then go on with --resume.`;
  expect(failure).toMatchObject({ code: 'TRAINING_FAILED', hint, cause: error });
});

it.runIf(process.platform === 'linux')('knows a full disk as the system tells it', async () => {
  const error: unknown = await writeFile('/dev/full', 'x').catch((thrown: unknown) => thrown);
  expect(String(describeDiskError(error, write))).toContain('no space left on the disk');
});

it.each<[string, unknown]>([
  ['a failure', new Failure('USAGE', 'another')],
  ['a mistake', new TypeError('x is not a function')],
  ['a file that is not there', refused('ENOENT', { path: '/out/run-1/module.ts' })],
  ['a file elsewhere that may not be read', refused('EACCES', { path: '/modules/own/module.ts' })],
  ['a full disk elsewhere', refused('ENOSPC', { path: '/cache/a' })],
  ['too many open files', refused('EMFILE', { path: '/out/run-1/a' })],
  ['a program that may not be started', refused('EACCES', { path: 'node' })],
  ['what is no error', 'text'],
])('leaves %s as it is', (_, error) => {
  expect(describeDiskError(error, write)).toBe(error);
});

it('leaves a read that failed as it is', async () => {
  const error: unknown = await readFile('/absent/module.ts').catch((thrown: unknown) => thrown);
  expect(describeDiskError(error, write)).toBe(error);
});
