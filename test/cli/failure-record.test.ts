import { describe, expect, it } from 'vitest';
import { asksForJson } from '../../cli/src/failure-record.ts';
import { orangery } from '../helpers/orangery.ts';

describe('--json of a command that fails', () => {
  it.each([
    ['an unknown option', ['validate', '--nope'], "unknown option '--nope'"],
    ['a missing one', ['predict', 'x'], "required option '--input <path|link>' not specified"],
  ])('ends with wrong usage for %s', async (_, args, message) => {
    const { code, failure, stderr } = await orangery([...args, '--json']);
    const hint = 'Run the command with --help for its options and an example.';
    expect(failure).toEqual({ type: 'failure', code: 'USAGE', message, hint });
    expect(stderr).not.toBe('');
    expect(code).toBe(2);
  });

  it('ends with the failure of the work', async () => {
    const args = ['predict', 'no-such-module', '--input', 'x.csv', '--json'];
    const { code, failure } = await orangery(args);
    expect(failure).toMatchObject({ type: 'failure', code: 'MODULE_UNKNOWN' });
    expect(code).toBe(1);
  });
});

it.each([
  [['train', '--json'], true],
  [['train'], false],
  [['train', '--', '--json'], false],
])('reads of %j whether machines read: %s', (args, isJson) => {
  expect(asksForJson(args)).toBe(isJson);
});
