import { Failure, rememberSecret } from '@orangery/schemas';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { runAction } from '../../../actions/action/run-action.ts';
import { readAnnotations } from '../../helpers/github/run-bundle.ts';

let printed = '';
beforeEach(() => {
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  process.exitCode = 0;
  vi.restoreAllMocks();
});

function errors(): readonly string[] {
  return readAnnotations(printed)
    .filter(({ level }) => level === 'error')
    .map(({ message }) => message);
}

it('fails the step with code, message and hint', async () => {
  await runAction(async () => {
    throw new Failure('MODULE_INVALID', 'a: expected b\nc: expected d', { hint: 'Mend it.' });
  });
  expect(errors()).toEqual(['MODULE_INVALID a: expected b; c: expected d\nMend it.']);
  expect(process.exitCode).toBe(1);
});

it.each([
  ['an Error', new TypeError('x is not a function'), 'INTERNAL x is not a function'],
  ['a text', 'just text', 'INTERNAL just text'],
  ['undefined', undefined, 'INTERNAL undefined'],
  ['null', null, 'INTERNAL null'],
])('fails the step on %s', async (_, thrown, expected) => {
  await runAction(() => Promise.reject(thrown));
  expect(errors()[0]).toContain(expected);
  expect(process.exitCode).toBe(1);
});

it('fails the step on what is thrown before the first wait', async () => {
  await runAction(() => {
    throw new Error('at once');
  });
  expect(errors()[0]).toContain('INTERNAL at once');
});

it('tells the stack and its causes to the debug log only, without secrets', async () => {
  rememberSecret('very-secret-token');
  await runAction(async () => {
    const cause = new Error('with very-secret-token');
    throw new Failure('GITHUB_FAILED', 'outer', { cause });
  });
  const debug = readAnnotations(printed).find(({ level }) => level === 'debug');
  expect(debug?.message).toContain('run-action.test.ts');
  expect(debug?.message).toContain('caused by Error: with …');
  expect(errors().join()).not.toContain('run-action.test.ts');
});

it('leaves a good step alone', async () => {
  await runAction(async () => {});
  expect(errors()).toEqual([]);
  expect(process.exitCode ?? 0).toBe(0);
});

it('aborts the signal when the job is cancelled, and fails', async () => {
  await runAction(async (signal) => {
    const aborted = new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });
    process.emit('SIGINT');
    await aborted;
  });
  expect(errors()[0]).toContain('CANCELLED The job was cancelled');
});
