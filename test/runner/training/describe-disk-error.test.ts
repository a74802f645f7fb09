import { expect, it } from 'vitest';
import { Failure, toFailure } from '@orangery/schemas';
import { describeDiskError } from '../../../runner/src/training/describe-disk-error.ts';

const write = { folder: 'out/run-1', what: 'the result' };

it.each([
  [
    'ENOSPC',
    'no space left on the disk',
    'Free some space, then go on with the same command and --resume.',
  ],
  ['EACCES', 'EACCES', 'Make it writable, then go on with the same command and --resume.'],
])('says what to do when a write fails with %s', (code, found, hint) => {
  const error = Object.assign(new Error(code), { code, syscall: 'write' });
  const failure = toFailure(describeDiskError(error, write));
  expect(failure.message).toBe(`out/run-1: expected to write the result, found ${found}`);
  expect(failure).toMatchObject({ code: 'TRAINING_FAILED', hint, cause: error });
});

it('leaves what is no trouble with the disk as it is', () => {
  const failure = new Failure('USAGE', 'another');
  const mistake = new TypeError('x is not a function');
  expect([describeDiskError(failure, write), describeDiskError(mistake, write)]).toEqual([
    failure,
    mistake,
  ]);
});
